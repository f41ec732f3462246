package io.phish.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are sent at once, to each node of a cluster its own in one go, and are over when
 * all of them were answered. Fails with the first failure, but then, too, not before the last
 * answer.
 *
 * <p>One future for all of them instead of one for each: that is most of what a batch costs here.
 *
 * @param <T> what they come to
 */
final class Sent<T> extends CompletableFuture<T> {
  private final Supplier<T> result;
  private final List<Part<?>> parts;
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Nothing yet.
   *
   * @param size how many commands there will be, about
   * @param result asked for when all were answered, on the thread that read the last answer
   */
  Sent(int size, Supplier<T> result) {
    this.parts = new ArrayList<>(size);
    this.result = result;
  }

  /**
   * Adds a command, before anything is sent.
   *
   * @param key the first of those in the arguments, by which its node is found
   */
  <O> void add(
      ProtocolKeyword type,
      byte[] key,
      CommandArgs<byte[], byte[]> args,
      CommandOutput<byte[], byte[], O> output) {
    parts.add(new Part<>(type, key, args, output));
  }

  /** Sends all. Does not wait, not even for a connection to a node. */
  Sent<T> over(Wire wire) {
    left.set(parts.size());
    if (parts.isEmpty()) {
      complete(result.get());
    } else if (wire.stateful() instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
      new Spread(cluster).send();
    } else if (parts.size() == 1) {
      wire.stateful().dispatch(parts.get(0));
    } else {
      wire.stateful().dispatch(parts);
    }
    return this;
  }

  private void settled(@Nullable Throwable e) {
    if (e != null) {
      failure.compareAndSet(null, e);
    }
    if (left.decrementAndGet() != 0) {
      return;
    }
    Throwable first = failure.get();
    if (first != null) {
      completeExceptionally(first);
      return;
    }
    try {
      complete(result.get());
    } catch (RuntimeException unexpected) {
      completeExceptionally(unexpected);
    }
  }

  /** What was not written yet is not sent any more. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean isCancelled = super.cancel(mayInterrupt);
    if (isCancelled) {
      parts.forEach(Part::cancel);
    }
    return isCancelled;
  }

  /** One of the commands. Settled once, whoever does it. */
  private final class Part<O> extends Command<byte[], byte[], O> {
    private final byte[] key;
    private final AtomicBoolean isSettled = new AtomicBoolean();

    /** Set where a node's answer may be that another one has the key. */
    private @Nullable StatefulRedisClusterConnection<byte[], byte[]> cluster;

    Part(
        ProtocolKeyword type,
        byte[] key,
        CommandArgs<byte[], byte[]> args,
        CommandOutput<byte[], byte[], O> output) {
      super(type, output, args);
      this.key = key;
    }

    @Override
    public void complete() {
      super.complete();
      String error = getOutput().getError();
      if (error == null) {
        settle(null);
      } else if (!isSentOn(error)) {
        settle(new RedisCommandExecutionException(error));
      }
    }

    /** Lettuce knows where a key went that is not where it was thought to be. */
    private boolean isSentOn(String error) {
      StatefulRedisClusterConnection<byte[], byte[]> all = cluster;
      if (all == null || Problems.ofReply(error) != RedisProblem.ELSEWHERE) {
        return false;
      }
      cluster = null;
      status = ST_INITIAL;
      getOutput().setError((String) null);
      try {
        all.dispatch(this);
        return true;
      } catch (RedisException e) {
        getOutput().setError(error);
        return false;
      }
    }

    @Override
    public boolean completeExceptionally(Throwable e) {
      super.completeExceptionally(e);
      settle(e);
      return true;
    }

    @Override
    public void cancel() {
      super.cancel();
      settle(new CancellationException());
    }

    private void settle(@Nullable Throwable e) {
      if (isSettled.compareAndSet(false, true)) {
        Sent.this.settled(e);
      }
    }
  }

  /** The commands by node. */
  private final class Spread {
    private final StatefulRedisClusterConnection<byte[], byte[]> cluster;

    Spread(StatefulRedisClusterConnection<byte[], byte[]> cluster) {
      this.cluster = cluster;
    }

    void send() {
      Map<String, List<Part<?>>> byNode = new HashMap<>();
      for (Part<?> part : parts) {
        part.cluster = cluster;
        RedisClusterNode node =
            cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(part.key));
        if (node == null) {
          part.completeExceptionally(
              new PartitionSelectorException("no node has the slot", cluster.getPartitions()));
        } else {
          byNode.computeIfAbsent(node.getNodeId(), id -> new ArrayList<>()).add(part);
        }
      }
      byNode.forEach(this::send);
    }

    private void send(String node, List<Part<?>> some) {
      var unused =
          cluster
              .getConnectionAsync(node)
              .whenComplete(
                  (connection, e) -> {
                    if (e != null) {
                      some.forEach(part -> part.completeExceptionally(e));
                      return;
                    }
                    try {
                      connection.dispatch(some);
                    } catch (RedisException refused) {
                      some.forEach(part -> part.completeExceptionally(refused));
                    }
                  });
    }
  }
}
