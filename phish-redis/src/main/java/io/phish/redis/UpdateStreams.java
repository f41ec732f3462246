package io.phish.redis;

import io.lettuce.core.ScriptOutputType;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus.Page;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateSignal.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is kept of retained topics: a stream each, whose entries are numbered without a gap, so that
 * who knows one number knows whether it knows the one before.
 */
final class UpdateStreams {
  /** So that a page of the largest updates takes 4 MiB. */
  private static final int PAGE = 64;

  private static final long RETRY_MILLIS = 250;

  /** Keys: the stream. Arguments: the update, how many are kept, for how long, and the channel. */
  private static final RedisScript PUBLISH =
      RedisScript.of(
          """
          local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
          local id
          if last[1] then
            local generation, number = string.match(last[1][1], '^(%d+)-(%d+)$')
            id = generation .. '-' .. string.format('%.0f', number + 1)
          else
            local time = redis.call('TIME')
            id = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)) .. '-1'
          end
          redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], id, 'd', ARGV[1])
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
          redis.call('PUBLISH', ARGV[4], id .. ' ' .. ARGV[1])
          return {id}
          """);

  /** Keys: the stream. Arguments: after which, its generation, and how many. */
  private static final RedisScript READ =
      RedisScript.of(
          """
          local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
          if not newest[1] then
            return {}
          end
          local from = '-'
          if string.match(newest[1][1], '^%d+') == ARGV[2] then
            from = '(' .. ARGV[1]
          end
          local found = {newest[1][1]}
          for _, each in ipairs(redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[3])) do
            found[#found + 1] = each[1]
            found[#found + 1] = each[2][2]
          end
          return found
          """);

  private final RedisCalls calls;
  private final ScheduledExecutorService timer;
  private final byte[] kept;
  private final byte[] keptMillis;

  UpdateStreams(RedisCalls calls, ScheduledExecutorService timer, int kept, Duration keptFor) {
    this.calls = calls;
    this.timer = timer;
    this.kept = octets("" + kept);
    this.keptMillis = octets("" + keptFor.toMillis());
  }

  /** Appends to a stream, and tells the channel of the same name. */
  CompletionStage<UpdateId> append(byte[] name, byte[] data) {
    CompletableFuture<List<Object>> reply =
        calls.eval(
            PUBLISH, ScriptOutputType.MULTI, new byte[][] {name}, data, kept, keptMillis, name);
    return reply.thenApply(values -> UpdateId.parse(text(values.get(0))));
  }

  /** A part of a stream; asked for until there is an answer, or nobody wants it any more. */
  CompletionStage<Page> read(
      Topic topic, String name, UpdateId after, int most, BooleanSupplier isWanted) {
    CompletableFuture<Page> page = new CompletableFuture<>();
    read(topic, name, after, Math.min(most, PAGE), isWanted, page);
    return page;
  }

  private void read(
      Topic topic,
      String name,
      UpdateId after,
      int most,
      BooleanSupplier isWanted,
      CompletableFuture<Page> page) {
    CompletableFuture<List<Object>> read =
        calls.eval(
            READ,
            ScriptOutputType.MULTI,
            new byte[][] {octets(name)},
            octets("" + after),
            octets("" + after.generation()),
            octets("" + most));
    var unused =
        read.whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                page.complete(page(topic, reply));
              } else if (!isWanted.getAsBoolean()) {
                page.completeExceptionally(failure);
              } else {
                readLater(topic, name, after, most, isWanted, page);
              }
            });
  }

  private void readLater(
      Topic topic,
      String name,
      UpdateId after,
      int most,
      BooleanSupplier isWanted,
      CompletableFuture<Page> page) {
    try {
      var unused =
          timer.schedule(
              () -> read(topic, name, after, most, isWanted, page),
              RETRY_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      page.completeExceptionally(e);
    }
  }

  private static Page page(Topic topic, List<Object> reply) {
    if (reply.isEmpty()) {
      return new Page(List.of(), null);
    }
    List<Update> updates = new ArrayList<>();
    for (int i = 1; i < reply.size(); i += 2) {
      updates.add(new Update(topic, UpdateId.parse(text(reply.get(i))), text(reply.get(i + 1))));
    }
    return new Page(updates, UpdateId.parse(text(reply.get(0))));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object octets) {
    return new String((byte[]) octets, StandardCharsets.UTF_8);
  }
}
