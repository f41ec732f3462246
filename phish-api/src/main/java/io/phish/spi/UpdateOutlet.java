package io.phish.spi;

import io.phish.spi.UpdateBus.Backlog;
import io.phish.spi.UpdateBus.Page;
import io.phish.spi.UpdateSignal.Gap;
import io.phish.spi.UpdateSignal.Update;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber and what waits for it: for those who implement an {@link UpdateBus}, so that all
 * treat a slow subscriber, a gap and one who comes back alike.
 *
 * <p>What is {@linkplain #offer offered} is put into the buffer at once and handed over on the
 * executor, as far as it was requested. An outlet of a retained topic knows the number of the last
 * update it took; one that is ahead of the next makes it fall behind, and then it reads the backlog
 * until it has caught up. So a bus need not take care that nothing is offered twice or left out.
 *
 * <p>Safe for any number of threads, but who offers must keep the order of the topic.
 */
public final class UpdateOutlet implements Flow.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateOutlet.class);

  /** How many signals are taken out under one lock, and after how many others have their turn. */
  private static final int BATCH = 64;

  private static final int TURN = 1_024;

  private final Topic topic;
  private final int buffer;
  private final Flow.Subscriber<? super UpdateSignal> subscriber;
  private final Executor executor;
  private final @Nullable Backlog backlog;
  private final Events events;
  private final Runnable drain = this::drain;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final ArrayDeque<UpdateSignal> waiting = new ArrayDeque<>();
  private UpdateId last = UpdateId.START;
  private long requested;
  private boolean isDraining;
  private boolean isBehind;
  private boolean isReading;
  private boolean hasMore;
  private boolean isCompleting;

  /** Makes the failure when it is told, as what was delivered may change until then. */
  private volatile @Nullable Supplier<Throwable> failure;

  /** Nothing more is handed over. Written under the lock. */
  private volatile boolean isOver;

  /** Written by who drains. */
  private volatile @Nullable UpdateId delivered;

  /** What a bus hears of an outlet. Called on any thread, perhaps under its locks. */
  public interface Events {
    /** Signals were handed over. */
    void delivered(int signals);

    /** The subscriber was told that updates are missing. */
    void gap();

    /** The subscriber was too slow; {@link #ended} follows. */
    void dropped();

    /** Nothing need be offered any more. Once. */
    void ended(UpdateOutlet outlet);
  }

  /**
   * An outlet that has taken nothing yet.
   *
   * @param topic whose updates it is offered
   * @param buffer how many signals may wait
   * @param subscriber who is told
   * @param executor where it is told
   * @param backlog where a retained topic is read; null if it is not retained
   * @param events who hears of it
   */
  public UpdateOutlet(
      Topic topic,
      int buffer,
      Flow.Subscriber<? super UpdateSignal> subscriber,
      Executor executor,
      @Nullable Backlog backlog,
      Events events) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.buffer = buffer;
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.backlog = backlog;
    this.events = Objects.requireNonNull(events, "events");
  }

  /** Greets the subscriber. Before anything else, once. */
  public void open() {
    try {
      subscriber.onSubscribe(this);
    } catch (RuntimeException e) {
      onThrown(e);
    }
  }

  /** Which update of a retained topic was the last before those that are offered. */
  public void startAfter(UpdateId id) {
    lock.lock();
    try {
      last = id;
    } finally {
      lock.unlock();
    }
  }

  /** There may be more in the backlog than was offered: reads it until it has caught up. */
  public void fallBehind() {
    lock.lock();
    try {
      isBehind = true;
      hasMore = true;
    } finally {
      lock.unlock();
    }
    schedule();
  }

  /** The next update of the topic. */
  public void offer(Update update) {
    boolean isTooSlow = false;
    boolean starts;
    lock.lock();
    try {
      if (isOver || isCompleting || failure != null) {
        return;
      }
      if (isNext(update)) {
        isTooSlow = waiting.size() >= buffer;
        if (isTooSlow) {
          fail(() -> new SlowSubscriberException(topic, buffer, delivered));
        } else {
          waiting.add(update);
        }
      }
      starts = starts();
    } finally {
      lock.unlock();
    }
    if (isTooSlow) {
      events.dropped();
      events.ended(this);
    }
    if (starts) {
      execute();
    }
  }

  /** Whether it may be handed over now; what may not is a duplicate, or in the backlog. */
  private boolean isNext(Update update) {
    UpdateId id = update.id();
    if (backlog == null || id == null) {
      return true;
    }
    if (isBehind) {
      hasMore = true;
      return false;
    }
    if (id.equals(last.next()) || (last.equals(UpdateId.START) && id.number() == 1)) {
      last = id;
      return true;
    }
    if (id.generation() != last.generation() || id.number() > last.number()) {
      isBehind = true;
      hasMore = true;
    }
    return false;
  }

  /**
   * Updates of a topic that is not retained are missing.
   *
   * @param missed how many, {@link Gap#UNKNOWN} if that is not known
   */
  public void gap(long missed) {
    lock.lock();
    try {
      addGap(missed);
    } finally {
      lock.unlock();
    }
    schedule();
  }

  /** Under the lock. Two gaps with nothing between them are one, so this takes no room. */
  private void addGap(long missed) {
    if (isOver || isCompleting) {
      return;
    }
    if (waiting.peekLast() instanceof Gap before) {
      waiting.pollLast();
      boolean known = before.missed() >= 0 && missed >= 0;
      waiting.add(new Gap(topic, known ? before.missed() + missed : Gap.UNKNOWN));
    } else {
      waiting.add(new Gap(topic, missed));
      events.gap();
    }
  }

  /** Ends it with {@code onComplete}, after what waits. */
  public void complete() {
    lock.lock();
    try {
      if (isOver || isCompleting) {
        return;
      }
      isCompleting = true;
    } finally {
      lock.unlock();
    }
    events.ended(this);
    schedule();
  }

  /** As a subscriber does: more may be handed over. */
  @Override
  public void request(long n) {
    boolean fails = false;
    boolean starts;
    lock.lock();
    try {
      if (isOver || failure != null) {
        return;
      }
      if (n > 0) {
        requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
      } else {
        fails = !isCompleting;
        fail(() -> new IllegalArgumentException("request(" + n + ") is not above 0"));
      }
      starts = starts();
    } finally {
      lock.unlock();
    }
    if (fails) {
      events.ended(this);
    }
    if (starts) {
      execute();
    }
  }

  /** As a subscriber does: nothing more is handed over. */
  @Override
  public void cancel() {
    boolean isFirst;
    lock.lock();
    try {
      isFirst = !isOver && !isCompleting && failure == null;
      isOver = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      events.ended(this);
    }
  }

  /** Under the lock. */
  private void fail(Supplier<Throwable> cause) {
    failure = cause;
    waiting.clear();
  }

  private void onThrown(Throwable thrown) {
    LOG.warn("A subscriber of {} threw {} and is told no more", topic, thrown.toString());
    cancel();
  }

  private void schedule() {
    boolean starts;
    lock.lock();
    try {
      starts = starts();
    } finally {
      lock.unlock();
    }
    if (starts) {
      execute();
    }
  }

  /** Under the lock: whether the caller is to start draining. */
  private boolean starts() {
    if (isDraining || isOver || !(mayHand() || mayEnd() || mayRead())) {
      return false;
    }
    isDraining = true;
    return true;
  }

  private boolean mayHand() {
    return requested > 0 && !waiting.isEmpty();
  }

  private boolean mayEnd() {
    return failure != null || (isCompleting && waiting.isEmpty());
  }

  private boolean mayRead() {
    return isBehind && !isReading && !isCompleting && 2 * waiting.size() <= buffer;
  }

  private void execute() {
    try {
      executor.execute(drain);
    } catch (RejectedExecutionException e) {
      LOG.warn("A subscriber of {} is told no more: {}", topic, e.toString());
      cancel();
    }
  }

  private void drain() {
    UpdateSignal[] batch = new UpdateSignal[BATCH];
    for (int handed = 0; handed < TURN; ) {
      int count = take(batch);
      if (count < 0) {
        return;
      }
      handed += Math.max(1, count);
      hand(batch, count);
    }
    execute();
  }

  private void hand(UpdateSignal[] batch, int count) {
    int handed = 0;
    while (handed < count && !isOver && failure == null) {
      UpdateSignal signal = batch[handed++];
      if (signal instanceof Update update && update.id() != null) {
        delivered = update.id();
      }
      try {
        subscriber.onNext(signal);
      } catch (RuntimeException | Error e) {
        onThrown(e);
      }
    }
    if (handed > 0) {
      events.delivered(handed);
    }
  }

  /** The next signals that were requested; -1 if there is nothing to do for now. */
  private int take(UpdateSignal[] batch) {
    UpdateId from;
    int most;
    boolean ends;
    lock.lock();
    try {
      if (isOver) {
        return -1;
      }
      if (!mayEnd() && mayHand()) {
        int count = (int) Math.min(Math.min(requested, waiting.size()), batch.length);
        requested -= count;
        for (int i = 0; i < count; i++) {
          batch[i] = Objects.requireNonNull(waiting.poll());
        }
        return count;
      }
      ends = mayEnd();
      isOver = ends;
      if (!ends && !mayRead()) {
        isDraining = false;
        return -1;
      }
      isReading = true;
      hasMore = false;
      from = last;
      most = buffer - waiting.size();
    } finally {
      lock.unlock();
    }
    if (ends) {
      finish();
      return -1;
    }
    read(from, most);
    return 0;
  }

  private void finish() {
    Supplier<Throwable> end = failure;
    try {
      if (end == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(end.get());
      }
    } catch (RuntimeException e) {
      LOG.warn("A subscriber of {} threw {} when it was told its end", topic, e.toString());
    }
  }

  private void read(UpdateId from, int most) {
    try {
      var unused =
          Objects.requireNonNull(backlog)
              .read(from, most)
              .whenComplete((page, thrown) -> onPage(thrown == null ? page : null));
    } catch (RuntimeException e) {
      onPage(null);
    }
  }

  /** Without a page it stays behind, and reads again when it is offered more or told to. */
  private void onPage(@Nullable Page page) {
    boolean isEager;
    lock.lock();
    try {
      isReading = false;
      if (isOver || failure != null || isCompleting) {
        return;
      }
      if (page != null) {
        fill(page);
      }
      isEager = page != null;
    } finally {
      lock.unlock();
    }
    if (isEager) {
      schedule();
    }
  }

  private void fill(Page page) {
    UpdateId newest = page.newest();
    for (Update update : page.updates()) {
      UpdateId id = Objects.requireNonNull(update.id());
      if (id.generation() == last.generation()) {
        if (id.number() <= last.number()) {
          continue;
        }
        if (id.number() > last.number() + 1) {
          addGap(id.number() - last.number() - 1);
        }
      } else if (!last.equals(UpdateId.START)) {
        addGap(Gap.UNKNOWN);
      }
      last = id;
      waiting.add(update);
    }
    if (newest == null || (page.updates().isEmpty() && !newest.equals(last))) {
      // What it knows last is forgotten: nobody can say what came after that.
      if (!last.equals(UpdateId.START)) {
        addGap(Gap.UNKNOWN);
      }
      last = newest == null ? UpdateId.START : newest;
    }
    isBehind = hasMore || !last.equals(newest == null ? UpdateId.START : newest);
  }
}
