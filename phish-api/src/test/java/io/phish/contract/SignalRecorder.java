package io.phish.contract;

import static org.junit.jupiter.api.Assertions.fail;

import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Writes down what a subscriber is told, and that it is told by one thread at a time. */
@NullMarked
public final class SignalRecorder implements Flow.Subscriber<UpdateSignal> {
  private final Duration patience;
  private final long demand;
  private final Consumer<UpdateSignal> onNext;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<UpdateSignal> signals = new ArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;
  private boolean isComplete;
  private boolean overlapped;

  /** Requests everything, and gives up after half a minute. */
  public SignalRecorder() {
    this(Duration.ofSeconds(30), Long.MAX_VALUE, signal -> {});
  }

  /** Requests so much at first, does something with what it is told, and gives up after a time. */
  public SignalRecorder(Duration patience, long demand, Consumer<UpdateSignal> onNext) {
    this.patience = patience;
    this.demand = demand;
    this.onNext = onNext;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    lock.lock();
    try {
      subscription = given;
    } finally {
      lock.unlock();
    }
    subscribed.countDown();
    if (demand > 0) {
      given.request(demand);
    }
  }

  @Override
  public void onNext(UpdateSignal signal) {
    change(() -> signals.add(signal));
    try {
      onNext.accept(signal);
    } finally {
      inside.decrementAndGet();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    change(() -> failure = thrown);
    inside.decrementAndGet();
  }

  @Override
  public void onComplete() {
    change(() -> isComplete = true);
    inside.decrementAndGet();
  }

  private void change(Runnable change) {
    boolean overlaps = inside.incrementAndGet() > 1;
    lock.lock();
    try {
      overlapped |= overlaps;
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What it was handed by {@code onSubscribe}. */
  public Flow.Subscription subscription() throws InterruptedException {
    if (!subscribed.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      fail("onSubscribe was not called");
    }
    lock.lock();
    try {
      return Objects.requireNonNull(subscription);
    } finally {
      lock.unlock();
    }
  }

  /** Everything so far. */
  public List<UpdateSignal> signals() {
    lock.lock();
    try {
      if (overlapped) {
        fail("a subscriber was called by two threads at once");
      }
      return List.copyOf(signals);
    } finally {
      lock.unlock();
    }
  }

  /** What was published of that, without gaps. */
  public List<String> data() {
    return signals().stream()
        .filter(Update.class::isInstance)
        .map(signal -> ((Update) signal).data())
        .toList();
  }

  /** The updates of that. */
  public List<Update> updates() {
    return signals().stream().filter(Update.class::isInstance).map(Update.class::cast).toList();
  }

  /** Waits for so many signals. */
  public List<UpdateSignal> await(int count) throws InterruptedException {
    await("signal " + count, recorder -> recorder.signals.size() >= count);
    return signals();
  }

  /** Waits for an update with this data. */
  public void await(String data) throws InterruptedException {
    await(
        "'" + data + "'",
        recorder ->
            recorder.signals.stream()
                .anyMatch(s -> s instanceof Update update && update.data().equals(data)));
  }

  /** Waits for {@code onError}. */
  public Throwable awaitFailure() throws InterruptedException {
    await("onError", recorder -> recorder.failure != null);
    lock.lock();
    try {
      return Objects.requireNonNull(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for {@code onComplete}. */
  public void awaitEnd() throws InterruptedException {
    await("onComplete", recorder -> recorder.isComplete);
  }

  /** Whether it was told an end of any kind. */
  public boolean isOver() {
    lock.lock();
    try {
      return isComplete || failure != null;
    } finally {
      lock.unlock();
    }
  }

  private void await(String what, Predicate<SignalRecorder> condition) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!condition.test(this)) {
        if (left <= 0) {
          fail(what + " did not come; there are " + signals.size() + " signals, end " + failure);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
