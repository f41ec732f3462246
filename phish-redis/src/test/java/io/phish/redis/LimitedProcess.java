package io.phish.redis;

import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Asks for permits as fast as it can, and writes down when it asked and when it was granted one.
 */
final class LimitedProcess {
  static final List<RateWindow> WINDOWS =
      List.of(
          new RateWindow(100, Duration.ofSeconds(1), 20),
          new RateWindow(250, Duration.ofSeconds(3), 60));

  private static final int AT_ONCE = 8;

  private LimitedProcess() {}

  /** URI, key, milliseconds, how long to wait in milliseconds, and where to write. */
  public static void main(String[] arguments) throws IOException {
    RedisOptions options =
        RedisOptions.builder(arguments[0]).waitLimit(Duration.ofSeconds(10)).build();
    Duration wait = Duration.ofMillis(Long.parseLong(arguments[3]));
    List<String> grants = new ArrayList<>();
    try (RedisLink link = RedisLink.open(options);
        RedisRateLimiter limiter = new RedisRateLimiter(link)) {
      while (!link.health().isUp()) {
        LockSupport.parkNanos(1_000_000);
      }
      Files.createFile(Path.of(arguments[4] + ".ready"));
      if (System.in.read() < 0) {
        return; // nobody is left to tell
      }
      long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
      List<CompletableFuture<Void>> asked = new ArrayList<>();
      while (System.nanoTime() < end) {
        asked.clear();
        for (int i = 0; i < AT_ONCE; i++) {
          long sent = micros();
          asked.add(
              limiter
                  .acquire(arguments[1], WINDOWS, 1, wait)
                  .thenAccept(
                      decision -> {
                        if (decision instanceof Granted granted && !granted.isLocal()) {
                          synchronized (grants) {
                            grants.add(sent + " " + micros());
                          }
                        } else if (decision instanceof Refused refused && refused.isLocal()) {
                          throw new IllegalStateException("Redis was away");
                        }
                      })
                  .toCompletableFuture());
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)).join();
      }
    }
    Files.write(Path.of(arguments[4]), grants);
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** One that waits for a character on its standard input. */
  static Process start(String uri, String key, int millis, int wait, Path out) throws IOException {
    List<String> command =
        Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LimitedProcess.class.getName(),
                uri,
                key,
                "" + millis,
                "" + wait,
                out.toString())
            .toList();
    return new ProcessBuilder(command)
        .redirectError(Path.of(out + ".err").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
