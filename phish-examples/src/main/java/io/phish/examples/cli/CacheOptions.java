package io.phish.examples.cli;

import io.phish.core.cache.JdbcCacheStore;
import io.phish.redis.RedisCacheStore;
import io.phish.spi.CacheStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where what was looked up is kept beyond the run. */
final class CacheOptions {
  @Option(
      names = "--cache",
      paramLabel = "FILE|URL",
      description =
          "Where what was looked up is kept between runs: an SQLite file, or the database of a"
              + " jdbc:postgresql: URL.")
  private @Nullable String cache;

  @Mixin private RedisConnectionOptions redis = new RedisConnectionOptions();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  CacheOptions() {}

  boolean isGiven() {
    return cache != null || redis.isGiven();
  }

  /**
   * Fails if none is given.
   *
   * @throws ParameterException in that case
   */
  void require() {
    if (!isGiven()) {
      throw new ParameterException(
          command.commandLine(),
          "which cache? --redis redis://localhost:6379, or --cache FILE of 'phish analyze'");
    }
  }

  /**
   * Fails if none is given, or a file that is not there.
   *
   * @throws ParameterException in these cases
   */
  void requireExisting() {
    require();
    if (cache != null && !isDatabase(cache) && !Files.isRegularFile(Path.of(cache))) {
      throw new ParameterException(
          command.commandLine(), "--cache " + cache + ": there is no such file");
    }
  }

  private static boolean isDatabase(String fileOrUrl) {
    return fileOrUrl.startsWith("jdbc:postgresql:");
  }

  /** Which Redis. */
  RedisConnectionOptions redis() {
    return redis;
  }

  /** The stores that were asked for, nearest first. */
  List<CacheStore> open() {
    List<CacheStore> stores = new ArrayList<>();
    CacheStore local = openLocal();
    if (local != null) {
      stores.add(local);
    }
    if (redis.isGiven()) {
      RedisCacheStore shared = RedisCacheStore.open(redis.options());
      RedisConnectionOptions.awaitConnection(shared.link());
      stores.add(shared);
    }
    return stores;
  }

  /** The file or database, null if none was asked for. */
  @Nullable JdbcCacheStore openLocal() {
    if (cache == null) {
      return null;
    }
    if (!isDatabase(cache)) {
      return JdbcCacheStore.sqlite(Path.of(cache));
    }
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(cache);
    return JdbcCacheStore.builder(database).build();
  }
}
