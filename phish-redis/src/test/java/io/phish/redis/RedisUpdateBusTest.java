package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.contract.SignalRecorder;
import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateSignal.Gap;
import io.phish.spi.UpdateSignal.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of updates when the way to the server, or the server, goes away. */
class RedisUpdateBusTest {
  private static final Topic TOPIC = Topic.tenant("acme", "verdicts");
  private static final Topic KEPT = TOPIC.retained();

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestRedis server;
  private FaultProxy proxy;
  private RedisLink sender;
  private UpdateBus bus;

  @BeforeEach
  void start() {
    server = opened(TestRedis.start());
    proxy = opened(new FaultProxy(server.port()));
    sender = opened(Links.connected(Links.patient(server.uri()).build()));
    bus = opened(new RedisUpdateBus(sender, 1_000));
  }

  private RedisLink link(String uri) {
    RedisLink link = opened(RedisLink.open(RedisOptions.of(uri)));
    await().until(() -> link.health().isUp());
    return link;
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  /** Another instance, which reaches the server through the proxy. */
  private UpdateBus other() {
    return opened(new RedisUpdateBus(link(proxy.uri()), 1_000));
  }

  private static SignalRecorder subscribe(UpdateBus bus, Topic topic) {
    SignalRecorder recorder = new SignalRecorder();
    SubscribeOptions options = SubscribeOptions.DEFAULT.withBuffer(10_000);
    bus.subscribe(topic, options, recorder).toCompletableFuture().join();
    return recorder;
  }

  private void publish(Topic topic, int from, int to) {
    List<CompletionStage<UpdateId>> stages = new ArrayList<>();
    for (int i = from; i < to; i++) {
      stages.add(bus.publish(topic, "" + i));
    }
    stages.forEach(stage -> stage.toCompletableFuture().join());
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void instances_hear_each_other() throws Exception {
    UpdateBus other = other();
    SignalRecorder here = subscribe(bus, TOPIC);
    SignalRecorder there = subscribe(other, TOPIC);
    bus.publish(TOPIC, "a").toCompletableFuture().join();
    other.publish(TOPIC, "b").toCompletableFuture().join();
    here.await("b");
    there.await("b");
    assertThat(there.data()).isEqualTo(here.data());
  }

  @Test
  void a_retained_topic_is_read_up_after_a_cut_and_another_one_has_a_gap() throws Exception {
    UpdateBus other = other();
    SignalRecorder kept = subscribe(other, KEPT);
    SignalRecorder fleeting = subscribe(other, TOPIC);
    publish(KEPT, 0, 10);
    kept.await("9");

    proxy.cut();
    publish(KEPT, 10, 300);
    kept.await("299");
    await()
        .until(
            () -> {
              bus.publish(TOPIC, "after").toCompletableFuture().join();
              return !fleeting.data().isEmpty();
            });

    assertThat(kept.signals()).hasOnlyElementsOfType(Update.class);
    assertThat(kept.data()).isEqualTo(numbers(0, 300));
    assertThat(fleeting.signals().get(0)).isEqualTo(new Gap(TOPIC, Gap.UNKNOWN));
    assertThat(other.statistics().gaps()).isEqualTo(1);
  }

  @Test
  void a_connection_that_is_silent_is_given_up() throws Exception {
    SignalRecorder kept = subscribe(other(), KEPT);
    publish(KEPT, 0, 1);
    kept.await("0");
    proxy.silence();
    publish(KEPT, 1, 20);
    kept.await("19");
    assertThat(kept.data()).isEqualTo(numbers(0, 20));
  }

  @Test
  void a_connection_on_which_nothing_happens_is_kept() throws Exception {
    for (String protocol : List.of("resp3", "resp2")) {
      RedisOptions.Builder options = RedisOptions.builder(proxy.uri());
      RedisLink link =
          opened(
              RedisLink.open(protocol.equals("resp2") ? options.resp2().build() : options.build()));
      await().until(() -> link.health().isUp());
      SignalRecorder recorder = subscribe(opened(new RedisUpdateBus(link, 10)), TOPIC);
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(20))
          .until(() -> recorder.signals().isEmpty());
      bus.publish(TOPIC, protocol).toCompletableFuture().join();
      recorder.await(protocol);
      assertThat(recorder.data()).containsExactly(protocol);
    }
  }

  @Test
  void a_server_that_forgot_everything_is_a_gap_and_publishing_fails_meanwhile() throws Exception {
    SignalRecorder kept = subscribe(bus, KEPT);
    publish(KEPT, 0, 10);
    kept.await("9");

    server.kill();
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> publish(KEPT, 0, 1))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(RedisCallException.class));
    server.restart();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> kept.signals().contains(new Gap(KEPT, Gap.UNKNOWN)));
    await()
        .ignoreExceptions()
        .until(
            () -> {
              publish(KEPT, 10, 11);
              return true;
            });
    kept.await("10");
    assertThat(bus.statistics().failures()).isPositive();
  }

  @Test
  void who_subscribes_while_the_server_is_away_hears_it_when_it_is_back() throws Exception {
    server.kill();
    await().until(() -> !sender.health().isUp());
    SignalRecorder recorder = new SignalRecorder();
    CompletionStage<Void> inEffect = bus.subscribe(TOPIC, SubscribeOptions.DEFAULT, recorder);
    SignalRecorder all = new SignalRecorder();
    CompletionStage<Void> resumed =
        bus.subscribe(KEPT, SubscribeOptions.DEFAULT.resumeAfter(UpdateId.START), all);
    assertThat(inEffect.toCompletableFuture()).isNotDone();
    server.restart();
    inEffect.toCompletableFuture().join();
    resumed.toCompletableFuture().join();
    await().until(() -> sender.health().isUp());
    publish(TOPIC, 0, 1);
    publish(KEPT, 0, 1);
    recorder.await("0");
    all.await("0");
    assertThat(recorder.signals()).hasSize(1);
    assertThat(all.signals()).hasSize(1);
  }

  @Test
  void nobody_is_subscribed_at_the_server_for_nobody() throws Exception {
    byte[] pattern = "phish:*".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 5; i++) {
      SignalRecorder one = subscribe(bus, TOPIC);
      SignalRecorder two = subscribe(bus, TOPIC);
      assertThat(channels(pattern)).isEqualTo(1);
      one.subscription().cancel();
      publish(TOPIC, i, i + 1);
      two.await(1);
      two.subscription().cancel();
      await().until(() -> channels(pattern) == 0);
    }
    assertThat(bus.statistics().subscribers()).isZero();
  }

  private int channels(byte[] pattern) {
    return Links.commands(sender).pubsubChannels(pattern).toCompletableFuture().join().size();
  }

  @Test
  void a_stream_holds_about_what_is_kept_and_expires() {
    UpdateBus small = opened(new RedisUpdateBus(sender, 10));
    List<CompletionStage<UpdateId>> stages = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      stages.add(small.publish(KEPT, "" + i));
    }
    stages.forEach(stage -> stage.toCompletableFuture().join());
    byte[] key = Links.commands(sender).keys("*").toCompletableFuture().join().get(0);
    assertThat(Links.commands(sender).xlen(key).toCompletableFuture().join()).isBetween(10L, 210L);
    assertThat(Links.commands(sender).pttl(key).toCompletableFuture().join())
        .isBetween(1L, RedisUpdateBus.KEPT_FOR.toMillis());
  }
}
