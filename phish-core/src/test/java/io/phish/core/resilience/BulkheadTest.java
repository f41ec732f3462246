package io.phish.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private final List<Integer> started = new ArrayList<>();

  @Test
  void runs_at_once_while_there_are_permits_then_queues_then_refuses() {
    Bulkhead bulkhead = new Bulkhead(2, 1);

    assertThat(bulkhead.submit(ticket(1))).isTrue();
    assertThat(bulkhead.submit(ticket(2))).isTrue();
    assertThat(bulkhead.submit(ticket(3))).isTrue();
    assertThat(bulkhead.submit(ticket(4))).isFalse();

    assertThat(started).containsExactly(1, 2);
    assertThat(bulkhead.active()).isEqualTo(2);
    assertThat(bulkhead.queued()).isEqualTo(1);
  }

  @Test
  void runs_what_waits_in_the_order_it_came() {
    Bulkhead bulkhead = new Bulkhead(1, 10);
    List<Bulkhead.Ticket> tickets = submit(bulkhead, 5);

    tickets.forEach(bulkhead::release);

    assertThat(started).containsExactly(0, 1, 2, 3, 4);
    assertThat(bulkhead.active()).isZero();
    assertThat(bulkhead.queued()).isZero();
  }

  @Test
  void a_withdrawn_ticket_makes_room_and_never_runs() {
    Bulkhead bulkhead = new Bulkhead(1, 3);
    List<Bulkhead.Ticket> tickets = submit(bulkhead, 4);

    assertThat(bulkhead.withdraw(tickets.get(2))).isTrue();
    assertThat(bulkhead.withdraw(tickets.get(2))).as("again").isFalse();
    assertThat(bulkhead.withdraw(tickets.get(0))).as("a running one").isFalse();
    assertThat(bulkhead.queued()).isEqualTo(2);
    assertThat(bulkhead.submit(ticket(4))).isTrue();

    tickets.forEach(bulkhead::release);
    assertThat(started).containsExactly(0, 1, 3, 4);
  }

  @Test
  void first_and_last_in_the_queue_can_be_withdrawn() {
    Bulkhead bulkhead = new Bulkhead(1, 3);
    List<Bulkhead.Ticket> tickets = submit(bulkhead, 4);

    assertThat(bulkhead.withdraw(tickets.get(1))).isTrue();
    assertThat(bulkhead.withdraw(tickets.get(3))).isTrue();
    bulkhead.release(tickets.get(0));
    bulkhead.release(tickets.get(2));

    assertThat(started).containsExactly(0, 2);
    assertThat(bulkhead.active()).isZero();
  }

  @Test
  void a_ticket_released_twice_gives_one_permit_back() {
    Bulkhead bulkhead = new Bulkhead(2, 10);
    List<Bulkhead.Ticket> tickets = submit(bulkhead, 5);

    bulkhead.release(tickets.get(0));
    bulkhead.release(tickets.get(0));
    bulkhead.release(tickets.get(4)); // it waits, so it has nothing to give back

    assertThat(started).containsExactly(0, 1, 2);
    assertThat(bulkhead.active()).isEqualTo(2);
  }

  @Test
  void a_ticket_can_be_submitted_once() {
    Bulkhead bulkhead = new Bulkhead(1, 1);
    Bulkhead.Ticket ticket = ticket(1);
    bulkhead.submit(ticket);
    assertThatThrownBy(() -> bulkhead.submit(ticket)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_foreign_ticket_changes_nothing() {
    Bulkhead one = new Bulkhead(1, 1);
    Bulkhead other = new Bulkhead(1, 1);
    Bulkhead.Ticket ticket = ticket(1);
    one.submit(ticket);

    other.release(ticket);
    assertThat(other.withdraw(ticket)).isFalse();

    assertThat(one.active()).isEqualTo(1);
    assertThat(other.active()).isZero();
  }

  @Test
  void a_ticket_that_throws_gives_its_permit_back() {
    Bulkhead bulkhead = new Bulkhead(1, 2);
    Bulkhead.Ticket first = ticket(0);
    bulkhead.submit(first);
    bulkhead.submit(
        new Bulkhead.Ticket() {
          @Override
          protected void run() {
            throw new IllegalStateException("meant to");
          }
        });
    bulkhead.submit(ticket(2));

    bulkhead.release(first);

    assertThat(started).containsExactly(0, 2);
    assertThat(bulkhead.active()).isEqualTo(1);
  }

  @Test
  void a_hundred_thousand_tickets_that_end_at_once_do_not_grow_the_stack() {
    int count = 100_000;
    Bulkhead bulkhead = new Bulkhead(1, count);
    Bulkhead.Ticket first = ticket(0);
    bulkhead.submit(first);
    AtomicInteger ran = new AtomicInteger();
    List<Integer> depths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bulkhead.submit(
          new Bulkhead.Ticket() {
            @Override
            protected void run() {
              if (ran.incrementAndGet() % 10_000 == 1) {
                depths.add(new Throwable().getStackTrace().length);
              }
              bulkhead.release(this);
            }
          });
    }

    bulkhead.release(first);

    assertThat(ran).hasValue(count);
    assertThat(depths).hasSize(10).containsOnly(depths.get(0));
  }

  @Test
  void a_ticket_that_is_slow_to_start_does_not_hold_up_the_others() throws Exception {
    Bulkhead bulkhead = new Bulkhead(2, 10);
    Bulkhead.Ticket first = ticket(0);
    Bulkhead.Ticket second = ticket(1);
    bulkhead.submit(first);
    bulkhead.submit(second);
    CountDownLatch isStarting = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    bulkhead.submit(
        new Bulkhead.Ticket() {
          @Override
          protected void run() {
            isStarting.countDown();
            awaitQuietly(mayGoOn);
          }
        });
    bulkhead.submit(ticket(3));
    Thread slow = new Thread(() -> bulkhead.release(first));
    slow.start();
    assertThat(isStarting.await(10, TimeUnit.SECONDS)).isTrue();

    bulkhead.release(second);

    assertThat(started).containsExactly(0, 1, 3);
    mayGoOn.countDown();
    slow.join();
  }

  @Test
  void never_exceeds_its_permits_and_loses_nothing_under_64_threads() throws Exception {
    int permits = 7;
    Bulkhead bulkhead = new Bulkhead(permits, 100);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger withdrawn = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    ConcurrentLinkedQueue<Bulkhead.Ticket> toRelease = new ConcurrentLinkedQueue<>();

    final class Call extends Bulkhead.Ticket {
      private final boolean endsAtOnce;
      private final AtomicInteger runs = new AtomicInteger();

      Call(boolean endsAtOnce) {
        this.endsAtOnce = endsAtOnce;
      }

      @Override
      protected void run() {
        runs.incrementAndGet();
        ran.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        if (endsAtOnce) {
          end(this);
        } else {
          toRelease.add(this);
        }
      }

      void end(Bulkhead.Ticket ticket) {
        running.decrementAndGet();
        bulkhead.release(ticket);
      }
    }

    Crowd.run(
        number -> {
          SplittableRandom random = new SplittableRandom(number);
          for (int i = 0; i < 5_000; i++) {
            Call call = new Call(random.nextBoolean());
            if (bulkhead.submit(call)) {
              taken.incrementAndGet();
              if (random.nextInt(4) == 0 && bulkhead.withdraw(call)) {
                withdrawn.incrementAndGet();
                assertThat(call.runs).hasValue(0);
              }
            } else {
              refused.incrementAndGet();
            }
            if (random.nextInt(3) == 0 && toRelease.poll() instanceof Call other) {
              other.end(other);
            }
          }
        });
    while (toRelease.poll() instanceof Call other) {
      other.end(other);
    }

    assertThat(most).hasValueBetween(1, permits);
    assertThat(taken.get() + refused.get()).isEqualTo(Crowd.SIZE * 5_000);
    assertThat(ran.get() + withdrawn.get()).as("each ran or was withdrawn").isEqualTo(taken.get());
    assertThat(refused).hasPositiveValue();
    assertThat(withdrawn).hasPositiveValue();
    assertThat(bulkhead.active()).isZero();
    assertThat(bulkhead.queued()).isZero();
  }

  @Test
  void refuses_sizes_that_make_no_sense() {
    assertThatThrownBy(() -> new Bulkhead(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bulkhead(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private List<Bulkhead.Ticket> submit(Bulkhead bulkhead, int count) {
    List<Bulkhead.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bulkhead.Ticket ticket = ticket(i);
      assertThat(bulkhead.submit(ticket)).isTrue();
      tickets.add(ticket);
    }
    return tickets;
  }

  private Bulkhead.Ticket ticket(int number) {
    return new Bulkhead.Ticket() {
      @Override
      protected void run() {
        started.add(number);
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
