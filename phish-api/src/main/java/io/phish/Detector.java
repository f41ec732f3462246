package io.phish;

import io.phish.spi.CacheStatistics;
import io.phish.spi.LoadProblem;
import io.phish.subject.Subject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Says whether a subject is an attack. Safe for any number of threads; make one and keep it.
 *
 * <pre>{@code
 * try (Detector detector = Detector.create()) {
 *   Verdict verdict = detector.analyze(Subject.url("https://example.com/")).join();
 * }
 * }</pre>
 */
public interface Detector extends AutoCloseable {

  /**
   * A detector with all extractors that are found and the defaults of everything else.
   *
   * @throws ConfigurationException as {@link DetectorBuilder#build}
   */
  static Detector create() {
    return builder().build();
  }

  /**
   * Configures a detector, using the one {@link io.phish.spi.DetectorProvider} on the module or
   * class path.
   *
   * @throws ConfigurationException if there is none, or more than one
   */
  static DetectorBuilder builder() {
    return Providers.only().newBuilder();
  }

  /** As {@link #analyze(Subject, AnalysisOptions)} with the detector's default options. */
  CompletableFuture<Verdict> analyze(Subject subject);

  /**
   * Analyses a subject. Returns at once; extractors that need no I/O run on the calling thread and
   * take microseconds, everything else runs elsewhere.
   *
   * <p>By the deadline the future completes with a verdict, whatever extractors do: what did not
   * answer is in its {@linkplain Verdict#extractors() reports}. Cancelling the future stops the
   * work that nobody else is waiting for.
   *
   * @return completes exceptionally only with {@link InvalidSubjectException} for a subject that
   *     cannot be parsed and {@link DetectorClosedException}
   */
  CompletableFuture<Verdict> analyze(Subject subject, AnalysisOptions options);

  /** A batch of subjects; see {@link #analyzeAll(Iterable, Function, BatchOptions)}. */
  default AnalysisBatch<Subject> analyzeAll(
      Iterable<? extends Subject> subjects, BatchOptions options) {
    return analyzeAll(subjects, Function.identity(), options);
  }

  /**
   * A batch over anything that a subject can be made of. The inputs are taken one at a time, in
   * order, as results are asked for.
   *
   * @param toSubject makes the subject of an input; may be called from several threads at once.
   *     What it throws is the failure of that input alone
   */
  <T> AnalysisBatch<T> analyzeAll(
      Iterable<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options);

  /**
   * A batch of subjects as they arrive; see {@link #analyzeAll(Flow.Publisher, Function,
   * BatchOptions)}.
   */
  default AnalysisBatch<Subject> analyzeAll(
      Flow.Publisher<? extends Subject> subjects, BatchOptions options) {
    return analyzeAll(subjects, Function.identity(), options);
  }

  /**
   * A batch over inputs as they arrive. No more is asked of the publisher than may be in work.
   *
   * @param toSubject as {@link #analyzeAll(Iterable, Function, BatchOptions)}
   */
  <T> AnalysisBatch<T> analyzeAll(
      Flow.Publisher<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options);

  /** The extractors in the order they are reported, disabled ones too; unmodifiable. */
  List<ExtractorInfo> extractors();

  /** What went wrong with extractors that were found but are not used; unmodifiable. */
  List<LoadProblem> problems();

  /** How the caches do, nearest first; unmodifiable. */
  List<CacheStatistics> cacheStatistics();

  /**
   * Refuses new analyses, lets running ones come to their verdict within their deadlines, then
   * stops every thread the detector started and closes its extractors and caches. Waits for all
   * that, at most for the {@linkplain DetectorBuilder#drainTimeout drain time-out}; an interrupt
   * cuts the wait short and stays set. A second call does nothing.
   */
  @Override
  void close();
}
