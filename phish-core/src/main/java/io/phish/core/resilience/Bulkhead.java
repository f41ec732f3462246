package io.phish.core.resilience;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many calls of a resource run at once and so many more wait, first come, first served. A
 * semaphore for calls that end on another thread: nobody blocks.
 *
 * <p>Safe for any number of threads. Every operation takes constant time, but that {@link #submit}
 * and {@link #release} run the tickets whose turn it is, on the calling thread and outside any
 * lock. That does not pile up: a ticket that ends while it is being started leaves the next one to
 * the loop that started it, so a queue of any length is worked off in constant stack depth.
 */
public final class Bulkhead {
  private static final Logger log = LoggerFactory.getLogger(Bulkhead.class);

  private final int permits;
  private final int queue;

  private final Object lock = new Object();

  // Guarded by the lock.
  private int active;
  private int queued;
  private @Nullable Ticket head;
  private @Nullable Ticket tail;

  /**
   * The threads that are in {@link #startWaiting}: few, and never more than are running tickets.
   */
  private final List<Thread> starters = new ArrayList<>();

  /**
   * An empty bulkhead.
   *
   * @param permits how many tickets may run at once, at least 1
   * @param queue how many more may wait, at least 0
   */
  public Bulkhead(int permits, int queue) {
    if (permits < 1 || queue < 0) {
      throw new IllegalArgumentException(
          "permits " + permits + " is below 1 or queue " + queue + " below 0");
    }
    this.permits = permits;
    this.queue = queue;
  }

  /**
   * Runs a ticket now if a permit is free, or else lets it wait for one.
   *
   * @return whether it was taken; if not, it never runs
   * @throws IllegalStateException if it was submitted before
   */
  public boolean submit(Ticket ticket) {
    Thread thread = Thread.currentThread();
    boolean alone;
    synchronized (lock) {
      if (ticket.owner != null) {
        throw new IllegalStateException("a ticket can be submitted once");
      }
      if (active + queued >= permits + queue) {
        return false;
      }
      ticket.owner = this;
      alone = head == null && active < permits;
      if (alone) {
        active++;
        ticket.state = Ticket.RUNNING;
      } else {
        append(ticket);
        if (!mayStart(thread)) {
          return true;
        }
      }
    }
    if (alone) {
      start(ticket);
    } else {
      startWaiting(thread);
    }
    return true;
  }

  /**
   * Gives the permit of a ticket back, on any thread, and lets the next ones run. Without effect if
   * it holds none (any more), so that a call which ends twice does no harm.
   */
  public void release(Ticket ticket) {
    Thread thread = Thread.currentThread();
    synchronized (lock) {
      if (ticket.owner != this || ticket.state != Ticket.RUNNING) {
        return;
      }
      ticket.state = Ticket.DONE;
      active--;
      if (!mayStart(thread)) {
        return;
      }
    }
    startWaiting(thread);
  }

  /**
   * Takes a waiting ticket out of the queue, for example because its time is up.
   *
   * @return whether it was still waiting: then it never runs
   */
  public boolean withdraw(Ticket ticket) {
    synchronized (lock) {
      if (ticket.owner != this || ticket.state != Ticket.WAITING) {
        return false;
      }
      unlink(ticket);
      ticket.state = Ticket.DONE;
      return true;
    }
  }

  /** How many tickets hold a permit. */
  public int active() {
    synchronized (lock) {
      return active;
    }
  }

  /** How many tickets wait for one. */
  public int queued() {
    synchronized (lock) {
      return queued;
    }
  }

  /**
   * Whether there is something to start and this thread has to: another one may be in its loop too,
   * but held up by what it started.
   */
  private boolean mayStart(Thread thread) {
    if (head == null || active >= permits || starters.contains(thread)) {
      return false;
    }
    starters.add(thread);
    return true;
  }

  private void startWaiting(Thread thread) {
    while (true) {
      Ticket ticket;
      synchronized (lock) {
        ticket = head;
        if (ticket == null || active >= permits) {
          starters.remove(thread);
          return;
        }
        unlink(ticket);
        active++;
        ticket.state = Ticket.RUNNING;
      }
      start(ticket);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whoever releases is not to blame for the next ticket
  private void start(Ticket ticket) {
    try {
      ticket.run();
    } catch (Throwable e) {
      log.error("A ticket of a bulkhead threw; its permit is taken back", e);
      release(ticket);
    }
  }

  private void append(Ticket ticket) {
    ticket.state = Ticket.WAITING;
    ticket.previous = tail;
    if (tail == null) {
      head = ticket;
    } else {
      tail.next = ticket;
    }
    tail = ticket;
    queued++;
  }

  private void unlink(Ticket ticket) {
    Ticket before = ticket.previous;
    Ticket after = ticket.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    ticket.previous = null;
    ticket.next = null;
    queued--;
  }

  /**
   * One call. To be submitted once, to one bulkhead.
   *
   * <p>A class to extend rather than an interface, for a ticket is its own link in the queue: a
   * call that is an object anyway takes no other.
   */
  public abstract static class Ticket {
    private static final int NEW = 0;
    private static final int WAITING = 1;
    private static final int RUNNING = 2;
    private static final int DONE = 3;

    // Guarded by the lock of the bulkhead.
    private int state = NEW;
    private @Nullable Bulkhead owner;
    private @Nullable Ticket previous;
    private @Nullable Ticket next;

    /** A ticket that was not submitted yet. */
    protected Ticket() {}

    /**
     * Starts the call; called once, with a permit, which lasts until {@link Bulkhead#release}.
     * Should not take long, and should not throw: if it does, that is logged and the permit is
     * taken back.
     */
    protected abstract void run();
  }
}
