package io.phish.core.url;

import io.phish.spi.Feature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Features of one group being listed: each is given the next index. */
final class SchemaPart {
  private final List<Feature> features = new ArrayList<>();
  private final int first;

  /** A part whose first feature has this index. */
  SchemaPart(int first) {
    this.first = first;
  }

  /** The index after the last. */
  int end() {
    return first + features.size();
  }

  List<Feature> features() {
    return Collections.unmodifiableList(features);
  }

  int count(String name, String description, String unit, String phrase) {
    return add(Feature.count(name, description, unit).withPhrase(phrase));
  }

  int ratio(String name, String description, String phrase) {
    return add(Feature.ratio(name, description).withPhrase(phrase));
  }

  int real(String name, String description, String unit, String phrase) {
    return add(Feature.real(name, description, unit).withPhrase(phrase));
  }

  /** Words for when it speaks for phishing and when against it. */
  int logOdds(String name, String description, String bad, String good) {
    return add(Feature.real(name, description, Feature.LOG_ODDS).withPhrases(bad, good));
  }

  /** A flag, described by the words for when it holds. */
  int flag(String name, String phrase, String zeroPhrase) {
    return add(Feature.flag(name, phrase).withPhrases(phrase, zeroPhrase));
  }

  private int add(Feature feature) {
    features.add(feature);
    return end() - 1;
  }
}
