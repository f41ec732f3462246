package io.phish.core.engine;

import io.phish.AnalysisBatch;
import io.phish.AnalysisResult;
import io.phish.BatchOptions;
import io.phish.DetectorClosedException;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes inputs, has them analysed and gives the results to a {@link BatchEmitter}.
 *
 * <p>The work is done by workers of a {@link BatchPool}. A worker takes one input at a time, so
 * nothing that was taken ever waits for an input that is slow to come, and goes home when there is
 * none to be had. Every change that may give it something to do again ends in {@link #refill}.
 */
final class Batch<T> implements AnalysisBatch<T> {
  /**
   * How often a worker looks again before it goes home: some microseconds, about what it costs to
   * call one in.
   */
  private static final int SPINS = 100;

  /** After how many inputs a worker lets others have its thread. */
  private static final int SLICE = 64;

  private final BatchInput<T> input;
  private final Function<? super T, ? extends Subject> toSubject;
  private final Function<? super Subject, ? extends CompletableFuture<Verdict>> analysis;
  private final BatchPool pool;
  private final int concurrency;
  private final BatchEmitter<T> emitter;

  private final AtomicBoolean subscribed = new AtomicBoolean();
  private volatile boolean open;
  private final AtomicLong requested = new AtomicLong();
  private final AtomicInteger workers = new AtomicInteger();

  /** Held by the one thread that takes an input or settles how many there are. */
  private final AtomicBoolean taking = new AtomicBoolean();

  // Only written by the one thread that takes.
  private final AtomicLong started = new AtomicLong();

  /** Why no more inputs are taken, although the input has not ended. */
  private final AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();

  private final Set<BatchPending<T>> pending = ConcurrentHashMap.newKeySet();

  /**
   * A batch over an iterable.
   *
   * @param analysis never blocks; its futures are mostly done when it returns them
   */
  Batch(
      Iterable<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options,
      Function<? super Subject, ? extends CompletableFuture<Verdict>> analysis,
      BatchPool pool) {
    this(pool, toSubject, options, analysis, batch -> new BatchIterable<>(inputs, batch));
    Objects.requireNonNull(inputs, "inputs");
  }

  /** A batch over a publisher; everything else is as above. */
  Batch(
      Flow.Publisher<? extends T> inputs,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options,
      Function<? super Subject, ? extends CompletableFuture<Verdict>> analysis,
      BatchPool pool) {
    this(
        pool,
        toSubject,
        options,
        analysis,
        batch -> new BatchPublisher<>(inputs, options.concurrency(), batch));
    Objects.requireNonNull(inputs, "inputs");
  }

  private Batch(
      BatchPool pool,
      Function<? super T, ? extends Subject> toSubject,
      BatchOptions options,
      Function<? super Subject, ? extends CompletableFuture<Verdict>> analysis,
      Function<Batch<T>, BatchInput<T>> input) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.toSubject = Objects.requireNonNull(toSubject, "toSubject");
    this.analysis = Objects.requireNonNull(analysis, "analysis");
    this.concurrency = options.concurrency();
    this.emitter = new BatchEmitter<>(this, concurrency, options.ordered(), options.failFast());
    this.input = input.apply(this);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super AnalysisResult<T>> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (!subscribed.compareAndSet(false, true)) {
      subscriber.onSubscribe(NoDemand.INSTANCE);
      subscriber.onError(new IllegalStateException("a batch is for one subscriber; make another"));
      return;
    }
    pool.add(this);
    emitter.open(subscriber, new Demand());
    input.open();
    // Not before: the subscriber's thread would be kept to deliver results (rule 1.3).
    open = true;
    refill();
  }

  @Override
  public CompletableFuture<Void> forEach(Consumer<? super AnalysisResult<T>> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return collect(new BatchCollector<>(consumer, null));
  }

  @Override
  public CompletableFuture<List<AnalysisResult<T>>> toList() {
    List<AnalysisResult<T>> list = new ArrayList<>();
    return collect(new BatchCollector<>(list::add, Collections.unmodifiableList(list)));
  }

  private <R> CompletableFuture<R> collect(BatchCollector<T, R> collector) {
    subscribe(collector);
    return collector.done();
  }

  @Override
  public Progress progress() {
    return emitter.progress(started);
  }

  /** Ends with an error: what is in work is cancelled, what is not yet delivered is left. */
  void abort(Throwable error) {
    if (emitter.fail(error)) {
      release();
    }
  }

  /** Ends without another signal: what is in work is cancelled. */
  void cancel() {
    if (emitter.cancel()) {
      release();
    }
  }

  private void release() {
    input.cancel();
    pending.forEach(BatchPending::cancel);
    emitter.drain();
  }

  /** After so many inputs there is no other. */
  void inputEnded(long total, @Nullable Throwable error) {
    emitter.inputEnded(total, error);
  }

  /** Nothing will be delivered any more. */
  void finished() {
    pool.remove(this);
  }

  /** How many inputs may have been taken by now. */
  long limit() {
    return Math.min(requested.get(), emitter.delivered() + concurrency);
  }

  /** A result is about to be delivered. Calling in workers one by one would cost too much. */
  void roomMade() {
    if (started.get() - emitter.delivered() <= concurrency / 2) {
      refill();
    }
  }

  /** Calls in a worker if there is something to do and nobody who will find it. */
  void refill() {
    if (!open) {
      return;
    }
    input.ask();
    int now = workers.get();
    while (now < pool.parallelism() && !taking.get() && mayTake()) {
      if (workers.compareAndSet(now, now + 1)) {
        callWorker();
        return;
      }
      now = workers.get();
    }
  }

  private void callWorker() {
    try {
      queueWorker();
    } catch (Throwable e) {
      // Any other worker looks again before it goes home.
      if (workers.decrementAndGet() == 0) {
        DetectorClosedException closed = new DetectorClosedException();
        closed.addSuppressed(e);
        refuse(closed);
      }
    }
  }

  private void queueWorker() {
    Worker worker = new Worker();
    pool.execute(worker);
    worker.queued = true;
  }

  /** Whether another worker takes the place of this one, behind whatever else is waiting. */
  private boolean handOver() {
    try {
      queueWorker();
      return true;
    } catch (Throwable e) {
      return false;
    }
  }

  private boolean mayTake() {
    long taken = started.get();
    return taken < limit()
        && taken < emitter.end()
        && input.ready(taken)
        && refusal.get() == null
        && !emitter.isStopped();
  }

  private final class Worker implements Runnable {
    private final Thread caller = Thread.currentThread();
    private boolean queued;

    @Override
    public void run() {
      // An executor that runs it where it was called would only call ever deeper.
      boolean mayHandOver = Thread.currentThread() != caller || queued;
      try {
        for (int done = 1; claimInput() && analyseNext(); done++) {
          if (done % SLICE == 0 && mayHandOver && handOver()) {
            return;
          }
        }
      } catch (Throwable e) {
        abort(e);
      }
      // Whoever came while this thread held the taking left these to it.
      endIfRefused();
      workers.decrementAndGet();
      refill();
    }
  }

  /** Takes an input and analyses it; whether there was one. */
  private boolean analyseNext() {
    long index = started.get();
    T next = null;
    try {
      next = input.take(index);
      if (next != null) {
        started.set(index + 1);
      }
    } finally {
      taking.set(false);
    }
    if (next == null) {
      return false;
    }
    refill();
    analyse(index, next);
    return true;
  }

  /** Takes {@link #taking} if an input may be taken. */
  private boolean claimInput() {
    for (int spins = 0; ; spins++) {
      if (!taking.get() && mayTake() && taking.compareAndSet(false, true)) {
        if (mayTake()) {
          return true;
        }
        taking.set(false);
      }
      if (spins >= SPINS || emitter.isStopped()) {
        return false;
      }
      Thread.onSpinWait();
    }
  }

  private void analyse(long index, T next) {
    if (emitter.isStopped()) {
      return;
    }
    Subject subject;
    try {
      subject = Objects.requireNonNull(toSubject.apply(next), "toSubject returned null");
    } catch (Throwable e) {
      emitter.emit(new AnalysisResult.Failure<>(index, next, e));
      return;
    }
    Verdict found = null;
    Throwable failure = null;
    try {
      CompletableFuture<Verdict> verdict =
          Objects.requireNonNull(analysis.apply(subject), "the analysis returned null");
      if (!verdict.isDone()) {
        await(new BatchPending<>(this, index, next, verdict));
        return;
      }
      found = verdict.join();
    } catch (Throwable e) {
      failure = e;
    }
    settle(index, next, found, failure);
  }

  private void await(BatchPending<T> one) {
    pending.add(one);
    one.await();
    if (emitter.isStopped()) {
      one.cancel();
    }
  }

  /** A verdict is there, or will never be. */
  void pendingEnded(BatchPending<T> one) {
    pending.remove(one);
  }

  /** Makes the result of an input. */
  void settle(long index, T of, @Nullable Verdict found, @Nullable Throwable failure) {
    if (failure == null && found != null) {
      emitter.emit(new AnalysisResult.Success<>(index, of, found));
      return;
    }
    Throwable cause =
        failure == null
            ? new NullPointerException("the analysis completed with null")
            : unwrap(failure);
    if (cause instanceof DetectorClosedException) {
      // All others would fail alike.
      refuse(cause);
    }
    emitter.emit(new AnalysisResult.Failure<>(index, of, cause));
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** Takes no more inputs; what was taken is delivered, then this error. */
  private void refuse(Throwable why) {
    if (refusal.compareAndSet(null, why)) {
      input.cancel();
    }
    endIfRefused();
  }

  private void endIfRefused() {
    Throwable why = refusal.get();
    // Whoever holds it comes here before it goes home.
    if (why != null && taking.compareAndSet(false, true)) {
      try {
        emitter.inputEnded(started.get(), why);
      } finally {
        taking.set(false);
      }
    }
  }

  private static long add(long before, long more) {
    long sum = before + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long n) {
      if (n <= 0) {
        abort(new IllegalArgumentException("request(" + n + "): rule 3.9 wants a positive number"));
        return;
      }
      requested.accumulateAndGet(n, Batch::add);
      refill();
    }

    @Override
    public void cancel() {
      Batch.this.cancel();
    }
  }

  private enum NoDemand implements Flow.Subscription {
    INSTANCE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
