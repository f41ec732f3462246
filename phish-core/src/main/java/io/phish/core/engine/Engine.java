package io.phish.core.engine;

import io.phish.AnalysisBatch;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.BatchOptions;
import io.phish.Detector;
import io.phish.DetectorClosedException;
import io.phish.ExtractorInfo;
import io.phish.ExtractorReport;
import io.phish.InvalidSubjectException;
import io.phish.Verdict;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.event.AnalysisFinished;
import io.phish.event.AnalysisStarted;
import io.phish.event.CacheAccessed;
import io.phish.event.DetectorListener;
import io.phish.event.ExtractorFinished;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import io.phish.spi.CanonicalForm;
import io.phish.spi.LoadProblem;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The detector. */
public final class Engine implements Detector {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineSettings settings;
  private final Catalog catalog;
  private final Complaints complaints;
  private final EngineClock clock;
  private final Timer timer;
  private final Executors executors;
  private final Listeners listeners;
  private final @Nullable CacheStore store;
  private final Lookups lookups;
  private final Assembler assembler;
  private final Canonicalizers canonicalizers;
  private final @Nullable VerdictCache verdicts;
  private final BatchPool batches;
  private final Gate gate = new Gate();

  /** Analyses that wait for others: what closing has to end. */
  private final Set<AnalysisRun> open = ConcurrentHashMap.newKeySet();

  /** A detector from what a host asked for. Starts no thread before there is work for it. */
  public static Engine create(EngineSettings settings, CatalogRequest request) {
    return create(settings, request, EngineClock.of(settings.clock()));
  }

  static Engine create(EngineSettings settings, CatalogRequest request, EngineClock clock) {
    Complaints complaints = new Complaints(settings.listeners());
    Listeners listeners = new Listeners(settings.listeners(), complaints);
    Catalog catalog =
        new CatalogBuilder(
                request,
                resource ->
                    new CircuitBreaker(
                        resource,
                        CircuitBreaker.Settings.DEFAULT,
                        clock.monotonic(),
                        change -> listeners.tell(DetectorListener::onBreakerChanged, change)))
            .build();
    return new Engine(settings, catalog, clock, listeners, complaints);
  }

  private Engine(
      EngineSettings settings,
      Catalog catalog,
      EngineClock clock,
      Listeners listeners,
      Complaints complaints) {
    this.settings = settings;
    this.catalog = catalog;
    this.clock = clock;
    this.listeners = listeners;
    this.complaints = complaints;
    this.timer = new Timer();
    this.executors = new Executors(settings.executor());
    this.batches = new BatchPool(executors.cpu(), Runtime.getRuntime().availableProcessors());
    StoreFactory storeFactory = settings.store();
    this.store =
        storeFactory == null
            ? null
            : storeFactory.create(
                access -> listeners.tell(DetectorListener::onCacheAccessed, access),
                change -> listeners.tell(DetectorListener::onBreakerChanged, change));
    this.lookups =
        new Lookups(
            new Lookups.Parts(clock, timer, executors, listeners, complaints),
            store,
            settings.storeBeginsEmpty());
    this.assembler =
        new Assembler(settings.prior(), settings.thresholds(), settings.combiner(), complaints);
    this.canonicalizers = new Canonicalizers(catalog.canonicalizers(), complaints);
    this.verdicts =
        settings.verdictCacheSize() == 0
            ? null
            : new VerdictCache(settings.verdictCacheSize(), settings.verdictTimeToLive(), clock);
  }

  @Override
  public CompletableFuture<Verdict> analyze(Subject subject) {
    return analyze(subject, settings.defaultOptions());
  }

  @Override
  public CompletableFuture<Verdict> analyze(Subject subject, AnalysisOptions options) {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(options, "options");
    if (!gate.enter()) {
      return CompletableFuture.failedFuture(new DetectorClosedException());
    }
    long startedAt = clock.nanoTime();
    if (!listeners.isEmpty()) {
      listeners.tell(DetectorListener::onAnalysisStarted, new AnalysisStarted(subject, options));
    }
    Verdict known = recall(subject, options, startedAt);
    if (known != null) {
      gate.exit();
      return CompletableFuture.completedFuture(known);
    }
    Question[] questions;
    try {
      questions = questions(subject, options.mode());
    } catch (InvalidSubjectException e) {
      finished(subject, options, null, e, clock.nanoTime() - startedAt);
      gate.exit();
      return CompletableFuture.failedFuture(e);
    }
    if (InlineRun.suffices(questions)) {
      return InlineRun.run(this, subject, options, questions, startedAt);
    }
    AnalysisRun run = new AnalysisRun(this, subject, options, questions, startedAt);
    run.start();
    return run;
  }

  private @Nullable Verdict recall(Subject subject, AnalysisOptions options, long startedAt) {
    if (verdicts == null || options.forceRefresh()) {
      return null;
    }
    Verdict kept = verdicts.get(subject, options);
    Verdict known =
        kept == null ? null : kept.recalled(Duration.ofNanos(clock.nanoTime() - startedAt));
    if (!listeners.isEmpty()) {
      listeners.tell(
          DetectorListener::onCacheAccessed,
          new CacheAccessed(
              "verdict", "", known == null ? CacheAccessed.Result.MISS : CacheAccessed.Result.HIT));
      if (known != null) {
        finished(subject, options, known, null, clock.nanoTime() - startedAt);
      }
    }
    return known;
  }

  /** What the extractors are asked about a subject, or about what it derives, one level deep. */
  private Question[] questions(Subject subject, AnalysisMode mode) {
    CanonicalForm form = canonicalizers.form(subject);
    List<ExtractorNode> nodes = nodes();
    List<Question> questions = new ArrayList<>(nodes.size());
    boolean asksNobody = mode == AnalysisMode.OFFLINE && !lookups.mayHold();
    List<Subject> implied = null;
    Map<Subject, CanonicalForm> derivedForms = null;
    for (ExtractorNode node : nodes) {
      boolean skipped = asksNobody && node.descriptor().contactsNetwork();
      if (node.accepts(subject)) {
        questions.add(new Question(node, subject, form, mode, skipped));
        continue;
      }
      if (implied == null) {
        implied = form.derived();
      }
      for (Subject derived : implied) {
        if (node.accepts(derived)) {
          CanonicalForm derivedForm = form;
          if (!skipped) {
            if (derivedForms == null) {
              derivedForms = new HashMap<>();
            }
            derivedForm = derivedForms.computeIfAbsent(derived, canonicalizers::derivedForm);
          }
          questions.add(new Question(node, derived, derivedForm, mode, skipped));
          break;
        }
      }
    }
    return questions.toArray(Question[]::new);
  }

  /** Keeps a verdict for which everything was asked that may be asked, and answered afresh. */
  void keep(AnalysisOptions options, Verdict verdict) {
    if (verdicts == null) {
      return;
    }
    for (ExtractorReport report : verdict.extractors()) {
      boolean offline =
          report.status() == ExtractorReport.Status.SKIPPED
              && options.mode() == AnalysisMode.OFFLINE;
      if (!offline
          && report.status() != ExtractorReport.Status.OK
          && report.status() != ExtractorReport.Status.CACHED) {
        return;
      }
    }
    verdicts.put(options, verdict);
  }

  void finished(
      Subject subject,
      AnalysisOptions options,
      @Nullable Verdict verdict,
      @Nullable Throwable failure,
      long elapsedNanos) {
    if (listeners.isEmpty()) {
      return;
    }
    if (verdict != null && !verdict.cached()) {
      for (ExtractorReport report : verdict.extractors()) {
        listeners.tell(
            DetectorListener::onExtractorFinished, new ExtractorFinished(subject, report));
      }
    }
    listeners.tell(
        DetectorListener::onAnalysisFinished,
        new AnalysisFinished(subject, options, verdict, failure, Duration.ofNanos(elapsedNanos)));
  }

  /** An analysis waits for others: closing has to know it. */
  void opened(AnalysisRun run) {
    open.add(run);
  }

  void forget(AnalysisRun run) {
    open.remove(run);
  }

  /** An analysis is over. */
  void exit() {
    gate.exit();
  }

  @Override
  public <T> AnalysisBatch<T> analyzeAll(
      Iterable<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options) {
    return new Batch<>(inputs, toSubject, options, analysis(options), batches);
  }

  @Override
  public <T> AnalysisBatch<T> analyzeAll(
      Flow.Publisher<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options) {
    return new Batch<>(inputs, toSubject, options, analysis(options), batches);
  }

  private Function<Subject, CompletableFuture<Verdict>> analysis(BatchOptions options) {
    return subject -> analyze(subject, options.analysis());
  }

  @Override
  public List<ExtractorInfo> extractors() {
    return catalog.infos();
  }

  @Override
  public List<LoadProblem> problems() {
    return catalog.problems();
  }

  @Override
  public List<CacheStatistics> cacheStatistics() {
    List<CacheStatistics> all = new ArrayList<>();
    if (verdicts != null) {
      all.add(verdicts.statistics());
    }
    if (store != null) {
      all.addAll(store.tiers());
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (!gate.close()) {
      return;
    }
    batches.abort(new DetectorClosedException());
    long end = System.nanoTime() + settings.drainTimeout().toNanos();
    boolean interrupted = false;
    try {
      gate.awaitEmpty(end - System.nanoTime());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    open.forEach(run -> run.abort(new DetectorClosedException()));
    lookups.stop();
    catalog.nodes().forEach(node -> closeQuietly("extractor " + node.id(), node.extractor()));
    if (store != null) {
      closeQuietly("cache " + store.name(), store);
    }
    timer.close();
    executors.close();
    try {
      if (!interrupted && !Threads.isOwn(Thread.currentThread())) {
        boolean ended = timer.awaitEnd(end - System.nanoTime());
        ended &= executors.awaitEnd(end);
        if (!ended) {
          LOG.warn("an extractor ignores interrupts and holds a thread of the closed detector");
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly(String who, AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Throwable e) {
      complaints.about(who, "could not be closed", e);
    }
  }

  EngineClock clock() {
    return clock;
  }

  Timer timer() {
    return timer;
  }

  Executors executors() {
    return executors;
  }

  Lookups lookups() {
    return lookups;
  }

  /** The extractors in use. */
  List<ExtractorNode> nodes() {
    return catalog.nodes();
  }

  Assembler assembler() {
    return assembler;
  }
}
