package io.phish.redis.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A master, a replica, and three Sentinels that watch them. */
public final class TestSentinel implements AutoCloseable {
  private final TestRedis master = TestRedis.start();
  private final TestRedis replica =
      TestRedis.start("replicaof 127.0.0.1 " + master.port(), "repl-diskless-sync-delay 0");
  private final List<TestRedis> sentinels = new ArrayList<>();

  private TestSentinel() {}

  /** Starts them and waits until all know of each other. */
  public static TestSentinel start() {
    TestSentinel trio = new TestSentinel();
    Awaitility.await()
        .atMost(TestRedis.PATIENCE)
        .until(() -> trio.replica.send("INFO replication").contains("master_link_status:up"));
    for (int i = 0; i < 3; i++) {
      trio.sentinels.add(
          TestRedis.start(
              "sentinel monitor main 127.0.0.1 " + trio.master.port() + " 2",
              "sentinel down-after-milliseconds main 500",
              "sentinel failover-timeout main 3000"));
    }
    Awaitility.await()
        .atMost(TestRedis.PATIENCE)
        .until(
            () ->
                trio.sentinels.stream()
                    .map(sentinel -> sentinel.send("INFO sentinel"))
                    .allMatch(info -> info.contains("slaves=1,sentinels=3")));
    return trio;
  }

  /** Makes the replica the master, as an operator would. */
  public void failOver() {
    sentinels.get(0).send("SENTINEL FAILOVER main");
  }

  /** The first master. */
  public TestRedis master() {
    return master;
  }

  /** Its replica. */
  public TestRedis replica() {
    return replica;
  }

  /** Names the Sentinels. */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#main"));
  }

  @Override
  public void close() {
    sentinels.forEach(TestRedis::close);
    replica.close();
    master.close();
  }
}
