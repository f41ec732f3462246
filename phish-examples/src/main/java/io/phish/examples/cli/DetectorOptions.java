package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.redis.RedisCacheStore;
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
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Mixin;
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

  @Mixin private RedisConnectionOptions redis = new RedisConnectionOptions();

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
    if (redis.isGiven()) {
      stores.add(connected(RedisCacheStore.open(redis.options())));
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

  /** Which Redis, for commands that use it for more than what was looked up. */
  RedisConnectionOptions redis() {
    return redis;
  }

  private static RedisCacheStore connected(RedisCacheStore store) {
    RedisConnectionOptions.awaitConnection(store.link());
    return store;
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
