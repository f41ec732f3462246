package io.phish.redis.server;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Three masters that share the slots. */
public final class TestCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;

  private final List<TestRedis> nodes = new ArrayList<>();

  private TestCluster() {}

  /** Starts a cluster and waits until it is whole. */
  public static TestCluster start() {
    TestCluster cluster = new TestCluster();
    for (int i = 0; i < 3; i++) {
      cluster.nodes.add(
          TestRedis.start(
              "cluster-enabled yes",
              "cluster-config-file nodes.conf",
              "cluster-node-timeout 1000",
              "cluster-require-full-coverage no"));
    }
    for (int i = 0; i < 3; i++) {
      StringBuilder slots = new StringBuilder("CLUSTER ADDSLOTS");
      for (int slot = i * SLOTS / 3; slot < (i + 1) * SLOTS / 3; slot++) {
        slots.append(' ').append(slot);
      }
      TestRedis node = cluster.nodes.get(i);
      node.send(slots.toString());
      cluster.nodes.forEach(other -> node.send("CLUSTER MEET 127.0.0.1 " + other.port()));
    }
    Awaitility.await()
        .atMost(TestRedis.PATIENCE)
        .until(
            () ->
                cluster.nodes.stream()
                    .map(node -> node.send("CLUSTER INFO"))
                    .allMatch(
                        info ->
                            info.contains("cluster_state:ok")
                                && info.contains("cluster_slots_assigned:" + SLOTS)
                                && info.contains("cluster_known_nodes:3")));
    return cluster;
  }

  /** One of the nodes. */
  public TestRedis node(int number) {
    return nodes.get(number);
  }

  /** Names two of the nodes. */
  public String uri() {
    return "redis-cluster://127.0.0.1:" + node(0).port() + ",127.0.0.1:" + node(1).port();
  }

  @Override
  public void close() {
    nodes.forEach(TestRedis::close);
  }
}
