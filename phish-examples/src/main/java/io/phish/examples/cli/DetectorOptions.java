package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.core.cache.MemoryCacheStore;
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

  @Mixin private CacheOptions caches = new CacheOptions();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  DetectorOptions() {}

  /** The detector that is asked for. */
  DetectorBuilder builder() {
    DetectorBuilder builder = withoutCaches();
    if (caches.isGiven()) {
      List<CacheStore> stores = new ArrayList<>();
      stores.add(MemoryCacheStore.ofMegabytes(MEMORY_MEGABYTES));
      stores.addAll(caches.open());
      builder.cache(stores.toArray(CacheStore[]::new));
    }
    return builder;
  }

  /** The same, with the caches left to the caller. */
  DetectorBuilder withoutCaches() {
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
    return builder;
  }

  /** Where what was looked up is kept, for commands that do more with it. */
  CacheOptions caches() {
    return caches;
  }

  /** Which Redis, for commands that use it for more than what was looked up. */
  RedisConnectionOptions redis() {
    return caches.redis();
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
