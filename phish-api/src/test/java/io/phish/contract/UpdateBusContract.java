package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.SlowSubscriberException;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateBusStatistics;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Gap;
import io.phish.spi.UpdateSignal.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What every {@link UpdateBus} must keep. To test yours:
 *
 * <pre>{@code
 * class MyBusTest implements UpdateBusContract {
 *   public UpdateBus create(int kept) { return new MyBus(kept); }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in.
 */
@NullMarked
public interface UpdateBusContract {
  /** Whom updates are for in most of the tests. */
  Topic TOPIC = Topic.user("acme", "alice", "verdicts");

  /** The same, kept. */
  Topic KEPT = TOPIC.retained();

  /**
   * A new bus, on which nothing was published. It is closed when a test is done.
   *
   * @param kept how many updates of a retained topic are kept at least, and about
   */
  UpdateBus create(int kept);

  /** How long a test waits for something before it fails. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }

  /** What a test does with a bus. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(UpdateBus bus) throws Exception;
  }

  private void test(Use use) throws Exception {
    try (UpdateBus bus = create(100)) {
      use.with(bus);
    }
  }

  @Test
  default void brings_what_is_published_to_every_subscriber_in_order() throws Exception {
    test(
        bus -> {
          for (Topic topic : List.of(TOPIC, KEPT)) {
            List<SignalRecorder> recorders = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
              recorders.add(subscribe(bus, topic, SubscribeOptions.DEFAULT));
            }
            List<String> published = publish(bus, topic, 0, 50);
            for (SignalRecorder recorder : recorders) {
              recorder.await(50);
              assertEquals(published, recorder.data());
            }
          }
        });
  }

  @Test
  default void keeps_every_character() throws Exception {
    test(
        bus -> {
          SignalRecorder recorder = subscribe(bus, KEPT, SubscribeOptions.DEFAULT);
          List<String> texts =
              List.of("", " ", "\u0000\r\n\t", "\u00e4\u20ac\ud83d\ude00", "x".repeat(64 << 10));
          for (String text : texts) {
            await(bus.publish(KEPT, text));
          }
          recorder.await(texts.size());
          assertEquals(texts, recorder.data());
        });
  }

  @Test
  default void keeps_topics_apart() throws Exception {
    test(
        bus -> {
          List<Topic> topics =
              List.of(
                  TOPIC,
                  KEPT,
                  Topic.user("acme", "alice", "Verdicts"),
                  Topic.user("acme", "bob", "verdicts"),
                  Topic.user("acme:alice", "x", "verdicts"),
                  Topic.user("acme", "alice:x", "verdicts"),
                  Topic.user("{acme}", "alice", "verdicts"),
                  Topic.tenant("acme", "verdicts"),
                  Topic.tenant("acme", "verdicts").retained(),
                  Topic.tenant("b", "verdicts"),
                  Topic.broadcast("verdicts"),
                  Topic.broadcast("verdicts").retained());
          List<SignalRecorder> recorders = new ArrayList<>();
          for (Topic topic : topics) {
            recorders.add(subscribe(bus, topic, SubscribeOptions.DEFAULT));
          }
          for (int round = 0; round < 2; round++) {
            for (int i = 0; i < topics.size(); i++) {
              await(bus.publish(topics.get(i), "for " + i));
            }
          }
          for (int i = 0; i < topics.size(); i++) {
            recorders.get(i).await(2);
            assertEquals(List.of("for " + i, "for " + i), recorders.get(i).data());
            assertEquals(topics.get(i), recorders.get(i).signals().get(0).topic());
          }
        });
  }

  @Test
  default void brings_nothing_from_before_a_subscription() throws Exception {
    test(
        bus -> {
          for (Topic topic : List.of(TOPIC, KEPT)) {
            await(bus.publish(topic, "before"));
            SignalRecorder recorder = subscribe(bus, topic, SubscribeOptions.DEFAULT);
            await(bus.publish(topic, "after"));
            recorder.await("after");
            assertEquals(List.of("after"), recorder.data());
          }
        });
  }

  @Test
  default void hands_over_no_more_than_was_requested() throws Exception {
    test(
        bus -> {
          SignalRecorder recorder = recorder(2);
          SignalRecorder other = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
          await(bus.subscribe(TOPIC, SubscribeOptions.DEFAULT, recorder));
          publish(bus, TOPIC, 0, 10);
          other.await(10);
          recorder.await(2);
          recorder.subscription().request(3);
          recorder.await(5);
          publish(bus, TOPIC, 10, 1);
          other.await(11);
          assertEquals(List.of("0", "1", "2", "3", "4"), recorder.data());
          recorder.subscription().request(100);
          recorder.await(11);
        });
  }

  @Test
  default void drops_a_slow_subscriber_with_a_notice_and_nobody_else() throws Exception {
    test(
        bus -> {
          for (Topic topic : List.of(TOPIC, KEPT)) {
            SignalRecorder slow = recorder(3);
            SubscribeOptions options = SubscribeOptions.DEFAULT.withBuffer(8);
            await(bus.subscribe(topic, options, slow));
            SignalRecorder other =
                subscribe(bus, topic, SubscribeOptions.DEFAULT.withBuffer(1_000));
            publish(bus, topic, 0, 50);
            other.await(50);

            Throwable notice = slow.awaitFailure();

            SlowSubscriberException dropped =
                assertInstanceOf(SlowSubscriberException.class, notice);
            assertTrue(slow.signals().size() <= 3, "more than was requested");
            assertFalse(other.isOver(), "the other one was dropped too");
            List<Update> told = slow.updates();
            assertEquals(
                told.isEmpty() ? null : told.get(told.size() - 1).id(),
                dropped.lastId(),
                "last id");
            assertEquals(50, other.data().size());
          }
        });
  }

  @Test
  default void holds_up_nobody_for_a_subscriber_that_blocks() throws Exception {
    test(
        bus -> {
          CountDownLatch release = new CountDownLatch(1);
          SignalRecorder stalled =
              new SignalRecorder(patience(), Long.MAX_VALUE, signal -> awaitQuietly(release));
          try {
            await(bus.subscribe(TOPIC, SubscribeOptions.DEFAULT.withBuffer(4), stalled));
            SignalRecorder other =
                subscribe(bus, TOPIC, SubscribeOptions.DEFAULT.withBuffer(1_000));
            publish(bus, TOPIC, 0, 1);
            stalled.await(1); // and from now on it blocks
            publish(bus, TOPIC, 1, 199);
            other.await(200);
            assertFalse(stalled.isOver(), "told of its end while it is told of an update");
          } finally {
            release.countDown();
          }
          assertInstanceOf(SlowSubscriberException.class, stalled.awaitFailure());
        });
  }

  @Test
  default void numbers_the_updates_of_a_retained_topic() throws Exception {
    test(
        bus -> {
          SignalRecorder recorder = subscribe(bus, KEPT, SubscribeOptions.DEFAULT);
          List<UpdateId> ids = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            ids.add(await(bus.publish(KEPT, "" + i)));
          }
          for (int i = 1; i < 20; i++) {
            assertEquals(ids.get(i - 1).next(), ids.get(i));
          }
          recorder.await(20);
          assertEquals(ids, recorder.updates().stream().map(Update::id).toList());
          assertEquals(UpdateId.START, await(bus.publish(TOPIC, "x")), "not retained");
        });
  }

  @Test
  default void resumes_after_the_last_update_that_was_seen() throws Exception {
    test(
        bus -> {
          List<UpdateId> ids = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            ids.add(await(bus.publish(KEPT, "" + i)));
          }
          SignalRecorder resumed =
              subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(ids.get(9)));
          SignalRecorder all =
              subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(UpdateId.START));
          SignalRecorder none =
              subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(ids.get(29)));
          await(bus.publish(KEPT, "30"));
          resumed.await("30");
          all.await("30");
          none.await("30");
          assertEquals(numbers(10, 31), texts(resumed.signals()));
          assertEquals(numbers(0, 31), texts(all.signals()));
          assertEquals(List.of("30"), texts(none.signals()));
        });
  }

  @Test
  default void resumes_through_a_buffer_that_is_smaller_than_what_was_missed() throws Exception {
    test(
        bus -> {
          UpdateId first = await(bus.publish(KEPT, "0"));
          publish(bus, KEPT, 1, 80);
          SignalRecorder recorder = recorder(1);
          await(bus.subscribe(KEPT, new SubscribeOptions(5, first), recorder));
          for (int i = 1; i <= 80; i++) {
            recorder.await(i);
            recorder.subscription().request(1);
          }
          await(bus.publish(KEPT, "81"));
          recorder.await("81");
          assertEquals(numbers(1, 82), texts(recorder.signals()));
        });
  }

  @Test
  default void resumes_while_others_publish_without_loss_or_repetition() throws Exception {
    test(
        bus -> {
          UpdateId first = await(bus.publish(KEPT, "0"));
          List<SignalRecorder> recorders = new ArrayList<>();
          int count = 60;
          for (int i = 1; i <= count; i++) {
            CompletionStage<UpdateId> published = bus.publish(KEPT, "" + i);
            if (i % 10 == 0) {
              SignalRecorder recorder = recorder(Long.MAX_VALUE);
              SubscribeOptions options = SubscribeOptions.DEFAULT.resumeAfter(first);
              await(bus.subscribe(KEPT, options, recorder));
              recorders.add(recorder);
            }
            await(published);
          }
          for (SignalRecorder recorder : recorders) {
            recorder.await("" + count);
            assertEquals(numbers(1, count + 1), texts(recorder.signals()));
          }
        });
  }

  @Test
  default void tells_of_a_gap_if_what_was_missed_is_not_kept_any_more() throws Exception {
    test(
        bus -> {
          UpdateId first = await(bus.publish(KEPT, "0"));
          int count = 1_000;
          List<CompletionStage<UpdateId>> stages = new ArrayList<>();
          for (int i = 1; i <= count; i++) {
            stages.add(bus.publish(KEPT, "" + i));
          }
          for (CompletionStage<UpdateId> stage : stages) {
            await(stage);
          }
          SignalRecorder recorder =
              subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(first));
          recorder.await("" + count);

          List<UpdateSignal> signals = recorder.signals();

          Gap gap = assertInstanceOf(Gap.class, signals.get(0));
          List<String> data = recorder.data();
          assertEquals(signals.size() - 1, data.size(), "gaps after the first");
          assertEquals(count - data.size(), gap.missed(), "updates that are missing");
          assertEquals(numbers(count - data.size() + 1, count + 1), data);
          assertTrue(data.size() >= 100, () -> "only " + data.size() + " were kept");
        });
  }

  @Test
  default void tells_of_a_gap_for_an_update_it_does_not_know() throws Exception {
    test(
        bus -> {
          List<UpdateId> foreign =
              List.of(new UpdateId(7, 3), new UpdateId(999_999_999_999_999L, 1));
          for (UpdateId id : foreign) {
            SignalRecorder early = subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(id));
            assertEquals(new Gap(KEPT, Gap.UNKNOWN), early.await(1).get(0));
          }
          UpdateId last = await(bus.publish(KEPT, "a"));
          UpdateId future = new UpdateId(last.generation(), last.number() + 5);
          for (UpdateId id : List.of(foreign.get(0), foreign.get(1), future)) {
            SignalRecorder late = subscribe(bus, KEPT, SubscribeOptions.DEFAULT.resumeAfter(id));
            assertEquals(new Gap(KEPT, Gap.UNKNOWN), late.await(1).get(0));
            await(bus.publish(KEPT, "b"));
            late.await("b");
          }
        });
  }

  @Test
  default void has_one_order_for_all_whoever_publishes() throws Exception {
    test(
        bus -> {
          for (Topic topic : List.of(TOPIC, KEPT)) {
            SubscribeOptions options = SubscribeOptions.DEFAULT.withBuffer(10_000);
            SignalRecorder one = subscribe(bus, topic, options);
            SignalRecorder two = subscribe(bus, topic, options);
            int threads = 8;
            Checks.onThreads(
                threads,
                number -> {
                  for (int i = 0; i < 100; i++) {
                    await(bus.publish(topic, number + ":" + i));
                  }
                });
            one.await(threads * 100);
            two.await(threads * 100);
            assertEquals(one.data(), two.data());
            for (int t = 0; t < threads; t++) {
              String thread = t + ":";
              List<String> own = one.data().stream().filter(d -> d.startsWith(thread)).toList();
              assertEquals(IntStream.range(0, 100).mapToObj(i -> thread + i).toList(), own);
            }
            assertEquals(threads * 100, Set.copyOf(one.data()).size());
          }
        });
  }

  @Test
  default void tells_nothing_after_cancel() throws Exception {
    test(
        bus -> {
          SignalRecorder gone = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
          SignalRecorder other = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
          await(bus.publish(TOPIC, "0"));
          gone.await(1);
          gone.subscription().cancel();
          gone.subscription().cancel();
          gone.subscription().request(5);
          publish(bus, TOPIC, 1, 5);
          other.await(6);
          assertEquals(List.of("0"), gone.data());
          assertFalse(gone.isOver(), "told of an end it asked for");
          assertEquals(1, bus.statistics().subscribers(), "subscribers");
        });
  }

  @Test
  default void goes_on_without_a_subscriber_that_throws() throws Exception {
    test(
        bus -> {
          SignalRecorder broken =
              new SignalRecorder(
                  patience(),
                  Long.MAX_VALUE,
                  signal -> {
                    throw new IllegalStateException("on purpose");
                  });
          await(bus.subscribe(TOPIC, SubscribeOptions.DEFAULT, broken));
          SignalRecorder other = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
          for (int i = 0; i < 50; i++) { // so that it has the time to be told more
            publish(bus, TOPIC, i, 1);
            other.await(i + 1);
          }
          broken.await(1);
          assertEquals(1, broken.signals().size());
        });
  }

  @Test
  default void ends_a_subscription_that_requests_nothing() throws Exception {
    test(
        bus -> {
          SignalRecorder wrong = recorder(0);
          await(bus.subscribe(TOPIC, SubscribeOptions.DEFAULT, wrong));
          wrong.subscription().request(0);
          assertInstanceOf(IllegalArgumentException.class, wrong.awaitFailure());
        });
  }

  @Test
  default void refuses_too_much_in_the_stage() throws Exception {
    test(
        bus -> {
          String tooMuch = "\u20ac".repeat((64 << 10) / 3 + 1);
          CompletionStage<UpdateId> stage =
              assertDoesNotThrow(() -> bus.publish(TOPIC, tooMuch), "failures belong into a stage");
          ExecutionException failure = assertThrows(ExecutionException.class, () -> await(stage));
          assertInstanceOf(IllegalArgumentException.class, failure.getCause());
        });
  }

  @Test
  default void counts() throws Exception {
    test(
        bus -> {
          SignalRecorder recorder = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
          SignalRecorder slow = recorder(0);
          await(bus.subscribe(TOPIC, SubscribeOptions.DEFAULT.withBuffer(1), slow));
          publish(bus, TOPIC, 0, 5);
          recorder.await(5);
          slow.awaitFailure();
          await(bus.publish(TOPIC, "last")); // what was handed over before is counted by then
          recorder.await("last");

          UpdateBusStatistics statistics = bus.statistics();

          assertEquals(1, statistics.subscribers(), "subscribers");
          assertEquals(6, statistics.published(), "published");
          assertTrue(statistics.delivered() >= 5, "delivered");
          assertEquals(1, statistics.dropped(), "dropped");
          assertEquals(0, statistics.failures(), "failures");
        });
  }

  @Test
  default void ends_subscriptions_when_it_is_closed() throws Exception {
    UpdateBus bus = create(100);
    SignalRecorder recorder = subscribe(bus, TOPIC, SubscribeOptions.DEFAULT);
    await(bus.publish(TOPIC, "last"));
    recorder.await("last");
    bus.close();
    recorder.awaitEnd();
    assertAll(
        () -> assertFails(() -> bus.publish(TOPIC, "x")),
        () -> assertFails(() -> bus.publish(KEPT, "x")),
        () ->
            assertFails(
                () -> bus.subscribe(TOPIC, SubscribeOptions.DEFAULT, recorder(Long.MAX_VALUE))),
        () -> assertDoesNotThrow(bus::statistics),
        () -> assertDoesNotThrow(bus::close, "closing twice"));
  }

  private static void assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    ExecutionException failure = assertThrows(ExecutionException.class, () -> await(stage));
    assertNotNull(failure.getCause());
  }

  private SignalRecorder recorder(long demand) {
    return new SignalRecorder(patience(), demand, signal -> {});
  }

  private SignalRecorder subscribe(UpdateBus bus, Topic topic, SubscribeOptions options)
      throws Exception {
    SignalRecorder recorder = recorder(Long.MAX_VALUE);
    Flow.Subscriber<UpdateSignal> subscriber = recorder;
    await(bus.subscribe(topic, options, subscriber));
    return recorder;
  }

  private static List<String> publish(UpdateBus bus, Topic topic, int from, int count)
      throws Exception {
    List<String> data = numbers(from, from + count);
    for (String each : data) {
      await(bus.publish(topic, each));
    }
    return data;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  /** Data of updates, and gaps as they are. */
  private static List<String> texts(List<UpdateSignal> signals) {
    return signals.stream()
        .map(signal -> signal instanceof Update update ? update.data() : signal.toString())
        .toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("never let go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
