package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.contract.SignalRecorder;
import io.phish.redis.server.TestCluster;
import io.phish.redis.server.TestRedis;
import io.phish.redis.server.TestSentinel;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateSignal.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Those who listen to a retained topic miss nothing when the server they listened at dies. */
class UpdateBusFailoverTest {
  private static SignalRecorder subscribe(RedisUpdateBus bus, Topic topic) {
    SignalRecorder recorder = new SignalRecorder();
    bus.subscribe(topic, SubscribeOptions.DEFAULT.withBuffer(1_000), recorder)
        .toCompletableFuture()
        .join();
    return recorder;
  }

  /** Each until it is certain that it was published: so it may be more than once. */
  private static void publish(RedisUpdateBus bus, Topic topic, int from, int to) {
    for (int i = from; i < to; i++) {
      String data = "" + i;
      await()
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .until(
              () -> {
                bus.publish(topic, data).toCompletableFuture().join();
                return true;
              });
    }
  }

  private static void assertHeard(SignalRecorder recorder, int to) throws Exception {
    recorder.await("" + (to - 1));
    assertThat(recorder.signals()).hasOnlyElementsOfType(Update.class);
    List<String> expected = IntStream.range(0, to).mapToObj(Integer::toString).toList();
    assertThat(recorder.data().stream().distinct()).isEqualTo(expected);
  }

  @Test
  void a_replica_that_becomes_the_master() throws Exception {
    Topic topic = Topic.tenant("acme", "verdicts").retained();
    try (TestSentinel trio = TestSentinel.start();
        RedisLink link = Links.connected(RedisOptions.of(trio.uri()));
        RedisUpdateBus bus = new RedisUpdateBus(link, 1_000)) {
      SignalRecorder recorder = subscribe(bus, topic);
      publish(bus, topic, 0, 10);
      assertHeard(recorder, 10);
      // What a failover may lose is what the replica does not have yet.
      await().until(() -> offset(trio.replica()).equals(offset(trio.master())));

      trio.master().kill();
      publish(bus, topic, 10, 30);
      assertHeard(recorder, 30);
      assertThat(trio.replica().send("INFO replication")).contains("role:master");
    }
  }

  private static String offset(TestRedis server) {
    return server
        .send("INFO replication")
        .lines()
        .filter(line -> line.startsWith("master_repl_offset:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_node_of_a_cluster() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        RedisLink link = Links.connected(RedisOptions.of(cluster.uri()));
        RedisUpdateBus bus = new RedisUpdateBus(link, 1_000)) {
      // One connection listens, whatever to.
      subscribe(bus, Topic.broadcast("anything"));
      int ear =
          IntStream.range(0, 3)
              .filter(i -> cluster.node(i).send("CLIENT LIST").contains(" sub=1 "))
              .findFirst()
              .orElseThrow();
      Topic topic = elsewhere(link, cluster.node(ear));
      SignalRecorder recorder = subscribe(bus, topic);
      publish(bus, topic, 0, 10);
      assertHeard(recorder, 10);

      cluster.node(ear).kill();
      publish(bus, topic, 10, 30);
      assertHeard(recorder, 30);
    }
  }

  /** A topic whose stream is on another node. */
  private static Topic elsewhere(RedisLink link, TestRedis node) {
    Wire wire = Objects.requireNonNull(link.wire());
    for (int i = 0; ; i++) {
      Topic topic = Topic.broadcast("topic-" + i).retained();
      byte[] stream =
          (link.keys().area("updates") + "b:" + topic.name() + ":kept")
              .getBytes(StandardCharsets.UTF_8);
      if (!wire.nodeName(Objects.requireNonNull(wire.nodeOf(stream))).endsWith(":" + node.port())) {
        return topic;
      }
    }
  }
}
