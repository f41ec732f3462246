package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisOptions;
import io.phish.spi.CacheStore;
import io.phish.spi.FeatureExtractor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that makes a detector. */
final class DetectorOptions {
  private static final int MEMORY_MEGABYTES = 16;

  @Option(
      names = "--extension",
      paramLabel = "JAR",
      description = "A jar with extractors of your own; may be given several times.")
  private List<Path> extensions = List.of();

  @Option(
      names = "--enable",
      paramLabel = "ID",
      description = "Use these extractors only; * stands for any characters.")
  private List<String> enabled = List.of();

  @Option(
      names = "--disable",
      paramLabel = "ID",
      description = "Do not use these extractors; * stands for any characters.")
  private List<String> disabled = List.of();

  @Option(names = "--strict", description = "End if an extractor is found and cannot be used.")
  private boolean strict;

  @Option(
      names = "--cache",
      paramLabel = "FILE|URL",
      description =
          "Keep what was looked up for the next run: in this SQLite file, or in the database of a"
              + " jdbc:postgresql: URL.")
  private @Nullable String cache;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Share what was looked up with others, over Redis: redis://HOST, rediss:// for TLS,"
              + " redis-sentinel://HOST#MASTER or redis-cluster://HOST. The password is read from"
              + " the variable PHISH_REDIS_PASSWORD, the user from PHISH_REDIS_USER.")
  private @Nullable String redis;

  @Option(
      names = "--redis-ca",
      paramLabel = "FILE",
      description = "The authorities in PEM that are trusted with TLS to Redis.")
  private @Nullable Path redisAuthorities;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  DetectorOptions() {}

  /** The detector that is asked for. */
  DetectorBuilder builder() {
    DetectorBuilder builder =
        Detector.builder()
            .strict(strict)
            // Nobody waits for what is still running when the command has its answer.
            .drainTimeout(Duration.ofSeconds(1))
            .disable(disabled.toArray(String[]::new));
    if (!enabled.isEmpty()) {
      builder.enable(enabled.toArray(String[]::new));
    }
    if (!extensions.isEmpty()) {
      builder.classLoader(loader());
    }
    List<CacheStore> stores = new ArrayList<>();
    stores.add(MemoryCacheStore.ofMegabytes(MEMORY_MEGABYTES));
    if (cache != null) {
      stores.add(store(cache));
    }
    if (redis != null) {
      stores.add(connected(RedisCacheStore.open(redisOptions(redis))));
    }
    if (stores.size() > 1) {
      builder.cache(stores.toArray(CacheStore[]::new));
    }
    return builder;
  }

  private static CacheStore store(String fileOrUrl) {
    if (!fileOrUrl.startsWith("jdbc:postgresql:")) {
      return JdbcCacheStore.sqlite(Path.of(fileOrUrl));
    }
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(fileOrUrl);
    return JdbcCacheStore.builder(database).build();
  }

  /** A command is over before a connection is made behind its back, so it waits a little. */
  private static RedisCacheStore connected(RedisCacheStore store) {
    try {
      store.link().whenConnected().toCompletableFuture().get(3, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LoggerFactory.getLogger(DetectorOptions.class).warn("Going on without Redis", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return store;
  }

  private RedisOptions redisOptions(String uri) {
    RedisOptions.Builder options = RedisOptions.builder(uri);
    String password = System.getenv("PHISH_REDIS_PASSWORD");
    if (password != null) {
      options.credentials(System.getenv("PHISH_REDIS_USER"), () -> password);
    }
    if (redisAuthorities != null) {
      options.caFile(redisAuthorities);
    }
    return options.build();
  }

  private ClassLoader loader() {
    URL[] urls = new URL[extensions.size()];
    for (int i = 0; i < urls.length; i++) {
      Path path = extensions.get(i);
      if (!Files.isReadable(path)) {
        throw new ParameterException(
            command.commandLine(), "--extension " + path + " cannot be read");
      }
      try {
        urls[i] = path.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new ParameterException(
            command.commandLine(), "--extension " + path + ": " + e.getMessage(), e);
      }
    }
    // Open as long as the process: classes are loaded from it until the end.
    return new URLClassLoader(urls, FeatureExtractor.class.getClassLoader());
  }
}
