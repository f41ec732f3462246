package io.phish.core.engine;

import io.phish.AnalysisResult;
import io.phish.Label;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the tests of batches are made of. */
final class BatchFixtures {
  private BatchFixtures() {}

  /** A subject that is a number. */
  record Numbered(long number) implements Subject {
    @Override
    public String kind() {
      return "number";
    }

    @Override
    public String value() {
      return Long.toString(number);
    }
  }

  static Subject subject(long number) {
    return new Numbered(number);
  }

  static Verdict verdict(Subject subject) {
    return new Verdict(
        subject,
        Label.UNKNOWN,
        Double.NaN,
        Thresholds.DEFAULT,
        List.of(),
        List.of(),
        List.of(),
        0,
        false,
        Duration.ZERO);
  }

  static CompletableFuture<Verdict> analysed(Subject subject) {
    return CompletableFuture.completedFuture(verdict(subject));
  }

  /** The numbers from 0, without a list of them. */
  static Iterable<Long> numbers(long count) {
    return () ->
        new Iterator<>() {
          private long next;

          @Override
          public boolean hasNext() {
            return next < count;
          }

          @Override
          public Long next() {
            if (next >= count) {
              throw new NoSuchElementException();
            }
            return next++;
          }
        };
  }

  /** Signals on the thread that requests, and never more than it requested. */
  static <T> Flow.Publisher<T> publisher(Iterable<T> items) {
    return subscriber -> new Pull<>(items.iterator(), subscriber).begin();
  }

  private static final class Pull<T> implements Flow.Subscription {
    private final Iterator<T> items;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean done;

    Pull(Iterator<T> items, Flow.Subscriber<? super T> subscriber) {
      this.items = items;
      this.subscriber = subscriber;
    }

    void begin() {
      subscriber.onSubscribe(this);
      if (!items.hasNext() && !done) {
        done = true;
        subscriber.onComplete();
      }
    }

    @Override
    public void request(long n) {
      if (demand.getAndAdd(n) > 0) {
        return;
      }
      do {
        if (done) {
          return;
        }
        if (items.hasNext()) {
          subscriber.onNext(items.next());
        }
        if (!items.hasNext() && !done) {
          done = true;
          subscriber.onComplete();
        }
      } while (demand.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      done = true;
    }
  }

  /** Runs what it is given when told to. */
  static final class ByHand implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    int waiting() {
      return tasks.size();
    }

    void runOne() {
      Objects.requireNonNull(tasks.poll(), "nothing to run").run();
    }

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /** Remembers every signal, and that no two came at once. */
  static final class Recorder<T> implements Flow.Subscriber<AnalysisResult<T>> {
    final List<AnalysisResult<T>> results = Collections.synchronizedList(new ArrayList<>());
    final List<String> signals = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean overlapped;

    /** What is done with a result besides. */
    Consumer<AnalysisResult<T>> onNext = result -> {};

    Recorder<T> of(Flow.Publisher<AnalysisResult<T>> publisher) {
      publisher.subscribe(this);
      return this;
    }

    Recorder<T> request(long n) {
      subscription().request(n);
      return this;
    }

    void cancel() {
      subscription().cancel();
    }

    private Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription, "not subscribed");
    }

    List<Long> indices() {
      return results.stream().map(AnalysisResult::index).toList();
    }

    boolean overlapped() {
      return overlapped;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      signal("subscribed", () -> subscription = s);
    }

    @Override
    public void onNext(AnalysisResult<T> result) {
      signal(
          "next",
          () -> {
            results.add(result);
            onNext.accept(result);
          });
    }

    @Override
    public void onError(Throwable error) {
      signal("error", () -> {});
      ended.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      signal("complete", () -> {});
      ended.complete(null);
    }

    private void signal(String name, Runnable work) {
      if (!busy.compareAndSet(false, true)) {
        overlapped = true;
      }
      signals.add(name);
      work.run();
      busy.set(false);
    }
  }
}
