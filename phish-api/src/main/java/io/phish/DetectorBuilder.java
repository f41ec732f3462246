package io.phish;

import io.phish.event.DetectorListener;
import io.phish.spi.CacheStore;
import io.phish.spi.Combiner;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.RateLimiter;
import io.phish.spi.ScoringModel;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Configures a {@link Detector}. Everything is optional. Not safe for several threads.
 *
 * <p>Where an id is asked for, a glob does as well: {@code *} stands for any run of characters, so
 * {@code phish.*} names all built-in extractors. An id or glob that matches no extractor is an
 * error at {@link #build} that lists the known ones.
 */
public interface DetectorBuilder {

  /** Adds an extractor beside those that are found. One that is found with its id is an error. */
  DetectorBuilder extractor(FeatureExtractor<?> extractor);

  /** Whether extractors are looked for with {@link java.util.ServiceLoader}; true by default. */
  DetectorBuilder discover(boolean discover);

  /**
   * Where extractors are looked for; by default the class loader of this library, never the
   * thread's context class loader.
   */
  DetectorBuilder classLoader(ClassLoader classLoader);

  /**
   * Whether an extractor that is found and cannot be used is an error rather than a {@linkplain
   * Detector#problems() problem}; false by default.
   */
  DetectorBuilder strict(boolean strict);

  /** Uses only the extractors named by these calls, and those given explicitly. */
  DetectorBuilder enable(String... idsOrGlobs);

  /** Does not use these extractors. Disabling wins over enabling. */
  DetectorBuilder disable(String... idsOrGlobs);

  /**
   * Hands settings to extractors. {@code timeout} (for example {@code 300ms}) is understood for
   * every extractor; the rest are the keys its descriptor names, and any other is an error.
   */
  DetectorBuilder configure(String idOrGlob, Map<String, String> settings);

  /**
   * Counts what extractors ask of servers together with other instances that use the limiter:
   * questions to WHOIS servers by their known limits, and to RDAP servers by the configured {@code
   * rate}. Each instance keeps these limits by itself in any case. By default there is none, and
   * the limits hold per instance.
   *
   * @param limiter not closed with the detector
   */
  DetectorBuilder shareLimits(RateLimiter limiter);

  /**
   * Protects a brand of the host's own from imitation, beside the popular names that come with the
   * library. What looks like its name or one of its domains is reported with the brand; the domains
   * themselves, and what is below them, never are.
   *
   * @param name as people know it
   * @param domains all registrable domains of its owner, the best known first
   * @throws IllegalArgumentException if the name is blank or a domain is none; see {@link Brand}
   */
  default DetectorBuilder protect(String name, String... domains) {
    return protect(Brand.of(name, domains));
  }

  /**
   * Protects a brand of the host's own from imitation. One that is given twice is protected once.
   */
  DetectorBuilder protect(Brand brand);

  /**
   * Domains that imitate nothing, with all that is below them: partners, dealers, sites of other
   * countries. They may still be found to be phishing for other reasons.
   *
   * @throws IllegalArgumentException if one is no domain
   */
  DetectorBuilder allow(String... domains);

  /**
   * Domains that are attacks for certain, with all that is below them, even if they are {@linkplain
   * #allow allowed} as well.
   *
   * @throws IllegalArgumentException if one is no domain
   */
  DetectorBuilder deny(String... domains);

  /** Scores the features of an extractor with this model in place of the one it brings. */
  DetectorBuilder model(String extractorId, ScoringModel model);

  /**
   * The weight of an extractor's model in the ensemble, at least 0, in place of the one in its
   * descriptor. The weights that answer are renormalised for every verdict, so only their ratios
   * matter, and among the built-in models those do not unless the {@linkplain #combiner combiner}
   * is the weighted mean; 0 leaves a model out either way.
   */
  DetectorBuilder weight(String idOrGlob, double weight);

  /**
   * How component probabilities become one. By default the built-in models for URLs, the DNS and
   * registrations are weighed as was learnt from names with known labels, for each set of them that
   * answered, and what they say together counts beside other extractors with the sum of their
   * weights; one of them alone stands as it is. {@link Combiner#weightedMean} goes by the
   * {@linkplain #weight weights} alone.
   */
  DetectorBuilder combiner(Combiner combiner);

  /**
   * The share of phishing among what this detector is asked about, from 0.000001 to 0.999999. A
   * gateway that asks about every link has little, a mailbox that people report to has much.
   * Without it every model stands as it is: the built-in ones hold for {@link
   * io.phish.spi.ScoringModel#DEFAULT_PRIOR}, one in ten, which findings alone start from as well.
   *
   * <p>The same evidence means less where phishing is rare: by Bayes' rule every model's log-odds
   * move by the difference between those of this share and those of the one the model {@linkplain
   * io.phish.spi.ScoringModel#prior() holds for}, and a verdict by findings alone starts from this
   * share. The order of subjects stays the same. Thresholds stay where they are, and mean what they
   * say again: of subjects with a probability of 0.7 seven in ten are phishing. So there are fewer
   * alarms at a lower share and more at a higher one. Floors of decisive findings do not move.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  DetectorBuilder priorPhishingRate(double rate);

  /** Where the labels begin; {@link Thresholds#DEFAULT} by default. */
  DetectorBuilder thresholds(Thresholds thresholds);

  /** What {@link Detector#analyze(io.phish.subject.Subject)} uses. */
  DetectorBuilder defaultOptions(AnalysisOptions options);

  /**
   * Where observations are kept, nearest first; a bounded store in memory by default. None switches
   * caching of observations off. The detector closes the stores.
   */
  DetectorBuilder cache(CacheStore... nearestFirst);

  /**
   * Whole verdicts kept in memory: those for which every extractor answered. By default 10,000 for
   * a minute.
   *
   * @param maximumSize how many verdicts; 0 for none
   * @param timeToLive for how long, above 0
   */
  DetectorBuilder verdictCache(long maximumSize, Duration timeToLive);

  /**
   * Runs everything that must not run on the caller's thread: CPU-bound and blocking extractors
   * alike. The executor stays the host's and is not closed. By default the detector has bounded
   * pools of its own, of daemon threads.
   */
  DetectorBuilder executor(Executor executor);

  /** Tells the time of day, for ages and time-to-live. Deadlines never depend on it. */
  DetectorBuilder clock(Clock clock);

  /** Adds a listener. */
  DetectorBuilder listener(DetectorListener listener);

  /** How long {@link Detector#close} waits for running analyses; five seconds by default. */
  DetectorBuilder drainTimeout(Duration drainTimeout);

  /**
   * Finds, checks and configures the extractors, and makes the detector.
   *
   * @throws ConfigurationException if what was asked for cannot be had
   */
  Detector build();
}
