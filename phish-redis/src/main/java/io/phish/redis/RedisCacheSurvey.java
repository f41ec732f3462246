package io.phish.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is in the cache that instances share, and how its server does.
 *
 * @param version of the server, empty if it does not say
 * @param spaces how much there is of each {@linkplain io.phish.spi.CacheKey#space space}, by name;
 *     unmodifiable
 * @param isComplete whether all keys were counted, and not only as many as was asked for
 * @param databaseKeys how many keys the database has, those of others included
 * @param usedMemory what the server uses in octets, -1 if it does not say
 * @param maximumMemory what it may use in octets, 0 for no limit, -1 if it does not say
 * @param hits reads of keys that were there, by everybody since the server began; -1 if it does not
 *     say. Of a cluster, these and what is above are of one node
 * @param misses reads of keys that were not
 * @param evicted keys that went for want of memory
 */
public record RedisCacheSurvey(
    String version,
    Map<String, Space> spaces,
    boolean isComplete,
    long databaseKeys,
    long usedMemory,
    long maximumMemory,
    long hits,
    long misses,
    long evicted) {

  /** So many keys of a space, those that come first, say what all of them take. */
  private static final int SAMPLES = 64;

  /** Copies the map. */
  public RedisCacheSurvey {
    spaces = Map.copyOf(spaces);
    Objects.requireNonNull(version, "version");
  }

  /**
   * The entries of one space.
   *
   * @param entries how many
   * @param octets what they take in the server's memory, extrapolated from a few; -1 if not known
   */
  public record Space(long entries, long octets) {}

  /** The entries of all spaces that were counted. */
  public long entries() {
    return spaces.values().stream().mapToLong(Space::entries).sum();
  }

  /** Hits per read of a key, NaN if there was none or the server does not say. */
  public double hitRate() {
    long reads = hits + misses;
    return reads <= 0 ? Double.NaN : (double) hits / reads;
  }

  /**
   * Looks. The server serves others meanwhile.
   *
   * @param link stays its maker's
   * @param most how many keys are counted at most, about: it takes a round trip for a thousand keys
   *     of the database
   */
  public static CompletionStage<RedisCacheSurvey> of(RedisLink link, long most) {
    CacheSweep sweep = new CacheSweep(link);
    Count count = new Count(most);
    CompletableFuture<Boolean> counted = sweep.over(count::page);
    return counted.thenCompose(
        isComplete ->
            sweep
                .calls()
                .call(wire -> wire.async().info())
                .thenCombine(
                    sweep.calls().call(wire -> wire.async().dbsize()),
                    (info, keys) -> survey(info, keys, count, isComplete)));
  }

  private static RedisCacheSurvey survey(String info, long keys, Count count, boolean isComplete) {
    Map<String, String> fields = fields(info);
    return new RedisCacheSurvey(
        fields.getOrDefault("redis_version", ""),
        count.spaces(),
        isComplete,
        keys,
        number(fields, "used_memory"),
        number(fields, "maxmemory"),
        number(fields, "keyspace_hits"),
        number(fields, "keyspace_misses"),
        number(fields, "evicted_keys"));
  }

  private static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    try {
      return Long.parseLong(fields.getOrDefault(name, "-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Counts page by page; each page is done before the next one comes. */
  private static final class Count {
    private final long most;
    private final Map<String, Tally> tallies = new HashMap<>();
    private long seen;

    Count(long most) {
      this.most = most;
    }

    CompletionStage<Boolean> page(Wire wire, Map<String, List<byte[]>> page) {
      List<CompletableFuture<?>> asked = new ArrayList<>();
      page.forEach(
          (space, names) -> {
            Tally tally = tallies.computeIfAbsent(space, any -> new Tally());
            int first = Math.max(0, Math.min(names.size(), SAMPLES - tally.entries));
            for (byte[] name : names.subList(0, first)) {
              asked.add(
                  wire.async().memoryUsage(name).thenAccept(tally::sample).toCompletableFuture());
            }
            tally.entries += names.size();
            seen += names.size();
          });
      return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
          // Who may not ask for sizes may still count.
          .handle((done, failure) -> seen < most);
    }

    Map<String, Space> spaces() {
      Map<String, Space> spaces = new HashMap<>();
      tallies.forEach((space, tally) -> spaces.put(space, tally.space()));
      return spaces;
    }
  }

  private static final class Tally {
    private int entries;
    private long sampled;
    private long octets;

    /** Of a key that is gone meanwhile there is no size. */
    synchronized void sample(@Nullable Long size) {
      if (size != null) {
        sampled++;
        octets += size;
      }
    }

    synchronized Space space() {
      return new Space(
          entries, sampled == 0 ? -1 : Math.round((double) octets / sampled * entries));
    }
  }
}
