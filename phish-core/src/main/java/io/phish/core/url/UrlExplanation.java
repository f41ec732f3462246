package io.phish.core.url;

import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.subject.Url;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why the model that comes with the library thinks what it does of a URL: by how much every feature
 * moves the log-odds, and where in the URL that is to be seen. Nothing is left over: {@link #bias},
 * {@link #priorShift} and the contributions of all {@link #parts} sum to {@link #logOdds}.
 *
 * <p>For people who want to look closely; a {@link io.phish.Verdict} has the strongest reasons
 * already. Immutable.
 */
public final class UrlExplanation {
  private final ParsedUrl url;
  private final String text;
  private final List<Part> parts;
  private final double bias;
  private final double priorShift;
  private final double logOdds;
  private final double[] heat;
  private final List<Finding> findings;

  /**
   * One feature.
   *
   * @param feature what it is
   * @param value its value, NaN if it is not known
   * @param contribution by how much it moves the log-odds: above 0 towards phishing
   * @param phrase what a person is told of it
   * @param spans what it speaks of, as pieces of {@link UrlExplanation#text}; may be empty, never
   *     has an empty one; unmodifiable
   */
  public record Part(
      Feature feature, double value, double contribution, String phrase, List<Span> spans) {

    /** Copies the spans. */
    public Part {
      spans = List.copyOf(spans);
    }
  }

  private UrlExplanation(ParsedUrl url, String original, double priorShift) {
    this.url = url;
    this.text = UrlSpans.text(url, original);
    this.priorShift = priorShift;
    Bundled bundled = Bundled.INSTANCE;
    FeatureVector features = bundled.features.extract(url);
    Assessment assessment = UrlModels.trees().assess(features);
    List<Part> all = new ArrayList<>(assessment.size());
    this.bias = UrlModels.trees().bias(features);
    double sum = bias + priorShift;
    for (int i = 0; i < assessment.size(); i++) {
      double contribution = assessment.contribution(i);
      sum += contribution;
      all.add(part(bundled, features, i, contribution));
    }
    all.sort(Comparator.comparingDouble((Part part) -> -Math.abs(part.contribution())));
    this.parts = List.copyOf(all);
    this.logOdds = sum;
    this.heat = bundled.spans.heat(url);
    this.findings = url.oddityBits() == 0 ? List.of() : UrlFindings.of(url, original);
  }

  private static final class Bundled {
    static final Bundled INSTANCE = new Bundled();

    final UrlFeatures features = new UrlFeatures();
    final UrlSpans spans = new UrlSpans(features, Tables.bundled(), UrlModels.ngrams());
  }

  private Part part(Bundled bundled, FeatureVector features, int index, double contribution) {
    Feature feature = features.schema().feature(index);
    double value = features.get(index);
    List<Span> spans = new ArrayList<>();
    for (Span span : bundled.spans.of(url, index, value, contribution)) {
      int end = Math.min(span.end(), text.length());
      if (span.start() < end) {
        spans.add(new Span(span.start(), end));
      }
    }
    return new Part(feature, value, contribution, feature.explain(value, contribution), spans);
  }

  /**
   * Explains a URL where the share of phishing is the one that the model holds for.
   *
   * @throws io.phish.InvalidSubjectException if it cannot be analysed
   */
  public static UrlExplanation of(String url) {
    return new UrlExplanation(parsed(url), url, 0);
  }

  /**
   * Explains a URL where the share of phishing is another one; see {@link
   * io.phish.DetectorBuilder#priorPhishingRate}.
   *
   * @throws io.phish.InvalidSubjectException if it cannot be analysed
   * @throws IllegalArgumentException if the share is not above 0 and below 1
   */
  public static UrlExplanation of(String url, double priorPhishingRate) {
    if (!(priorPhishingRate > 0 && priorPhishingRate < 1)) {
      throw new IllegalArgumentException(
          "priorPhishingRate is " + priorPhishingRate + ", not above 0 and below 1");
    }
    double modelPrior = UrlModels.trees().prior();
    double shift =
        priorPhishingRate == modelPrior ? 0 : logOdds(priorPhishingRate) - logOdds(modelPrior);
    return new UrlExplanation(parsed(url), url, shift);
  }

  private static ParsedUrl parsed(String url) {
    return (ParsedUrl) new UrlCanonicalizer().canonicalize(new Url(url));
  }

  private static double logOdds(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /** The URL as browsers read it. */
  public ParsedUrl url() {
    return url;
  }

  /**
   * The text that spans and heat count in: the URL as it was given, if what browsers make of it
   * differs in nothing but capitals and a slash at the end; otherwise {@link ParsedUrl#href}.
   */
  public String text() {
    return text;
  }

  /** Every feature, those that moved the log-odds most first; unmodifiable. */
  public List<Part> parts() {
    return parts;
  }

  /** Log-odds before any feature is seen, at the share of phishing that the model holds for. */
  public double bias() {
    return bias;
  }

  /** By how much another share of phishing moves the log-odds; 0 for that of the model. */
  public double priorShift() {
    return priorShift;
  }

  /** The log-odds of phishing by the model, without {@link #findings}. */
  public double logOdds() {
    return logOdds;
  }

  /** The probability of phishing by the model, without {@link #findings}. */
  public double probability() {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /**
   * By how much the character at an offset of {@link #text} moves the log-odds of the model of
   * character sequences, whose two sums are features themselves: each sequence is shared out evenly
   * among its characters. 0 outside host, path and query.
   */
  public double heat(int offset) {
    return heat[offset];
  }

  /** Deceptions seen for certain, which a detector weighs beside the model; unmodifiable. */
  public List<Finding> findings() {
    return findings;
  }
}
