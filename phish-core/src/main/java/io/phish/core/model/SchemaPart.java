package io.phish.core.model;

import io.phish.spi.Feature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Features of one group being listed: each is given the next index, which the class that lists them
 * keeps as a constant. Not safe for several threads; meant for the constants of one class.
 */
public final class SchemaPart {
  private final List<Feature> features = new ArrayList<>();
  private final int first;

  /** A part whose first feature has this index. */
  public SchemaPart(int first) {
    this.first = first;
  }

  /** The index after the last. */
  public int end() {
    return first + features.size();
  }

  /** What was listed, unmodifiable. */
  public List<Feature> features() {
    return Collections.unmodifiableList(features);
  }

  /** Lists something counted and gives its index. */
  public int count(String name, String description, String unit, String phrase) {
    return add(Feature.count(name, description, unit).withPhrase(phrase));
  }

  /** Lists a share and gives its index. */
  public int ratio(String name, String description, String phrase) {
    return add(Feature.ratio(name, description).withPhrase(phrase));
  }

  /** Lists any number and gives its index. */
  public int real(String name, String description, String unit, String phrase) {
    return add(Feature.real(name, description, unit).withPhrase(phrase));
  }

  /** Lists log-odds, with words for when they speak for phishing and when against it. */
  public int logOdds(String name, String description, String bad, String good) {
    return add(Feature.real(name, description, Feature.LOG_ODDS).withPhrases(bad, good));
  }

  /** Lists a flag, described by the words for when it holds, and gives its index. */
  public int flag(String name, String phrase, String zeroPhrase) {
    return add(Feature.flag(name, phrase).withPhrases(phrase, zeroPhrase));
  }

  private int add(Feature feature) {
    features.add(feature);
    return end() - 1;
  }
}
