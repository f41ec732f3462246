package io.phish.examples.bench.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.phish.Detector;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisJobQueue;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import io.phish.redis.RedisRateLimiter;
import io.phish.redis.RedisSessionStore;
import io.phish.redis.RedisUpdateBus;
import io.phish.redis.server.FaultProxy;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.SessionLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Runs two detectors with a shared cache, a queue with two workers, a bus, sessions and a limiter
 * for half an hour over two real Redis servers, one for the cache and the limiter, one with an
 * append-only file for the rest, while a seeded schedule cuts, resets, delays, kills and flushes.
 * Every ten seconds it collects garbage and writes a line of {@code soak.csv}; at the end it draws
 * {@code soak.svg}, says whether what is held stayed flat and nothing was lost or wrong, and exits
 * with 0 or 1.
 *
 * <p>By hand, as no build has half an hour:
 *
 * <pre>
 * mvn -q -pl phish-examples -am -DskipTests verify dependency:build-classpath \
 *     -Dmdep.outputFile=target/classpath
 * java -Xmx256m -cp phish-examples/target/test-classes:phish-examples/target/classes:\
 * $(cat phish-examples/target/classpath) io.phish.examples.bench.soak.SharingSoak --minutes 30
 * </pre>
 */
final class SharingSoak implements Callable<Integer> {
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
  private static final double MIB = 1 << 20;

  @Option(names = "--minutes", defaultValue = "30")
  private double minutes;

  /** Verdicts a second; a fifth of it in jobs besides. */
  @Option(names = "--rate", defaultValue = "50")
  private double rate;

  @Option(names = "--seed", defaultValue = "1")
  private long seed;

  @Option(names = "--out", defaultValue = "soak")
  private Path out;

  @Option(names = "--redis-server", defaultValue = "redis-server")
  private String program;

  private final List<SoakSample> samples = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private boolean isPassed = true;

  @SuppressWarnings("NullAway.Init") // picocli sets everything
  private SharingSoak() {}

  /** Runs; see the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SharingSoak()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Path data = Files.createTempDirectory("soak");
    SoakSubjects subjects = new SoakSubjects();
    List<SoakFaults.Event> events;
    try (SoakServer cacheServer = new SoakServer(program, data.resolve("cache"));
        SoakServer workServer =
            new SoakServer(program, data.resolve("work"), "--appendonly", "yes")) {
      cacheServer.start();
      workServer.start();
      try (FaultProxy cacheNetwork = new FaultProxy(cacheServer.port());
          FaultProxy workNetwork = new FaultProxy(workServer.port())) {
        events =
            run(
                subjects,
                new SoakFaults.Target("cache", cacheServer, cacheNetwork, true),
                new SoakFaults.Target("work", workServer, workNetwork, false));
      }
    }
    judgeGrowth();
    String verdict = (isPassed ? "PASSED: " : "FAILED: ") + String.join("; ", verdicts);
    String title =
        String.format(
            Locale.ROOT,
            "%.0f minutes over Redis with %d faults (seed %d)",
            minutes,
            events.size(),
            seed);
    Files.writeString(out.resolve("soak.svg"), new SoakChart(samples, events).svg(title, verdict));
    verdicts.add(0, isPassed ? "PASSED" : "FAILED");
    verdicts.forEach(System.out::println);
    return isPassed ? 0 : 1;
  }

  private List<SoakFaults.Event> run(
      SoakSubjects subjects, SoakFaults.Target cache, SoakFaults.Target work)
      throws IOException, InterruptedException {
    JobQueueSettings settings =
        JobQueueSettings.defaults()
            .withLease(Duration.ofSeconds(5))
            .withMaxDeliveries(50)
            .withKeepFinished(Duration.ofMinutes(2));
    try (RedisLink cacheLink = connected(cache);
        RedisLink otherLink = connected(cache);
        RedisLink workLink = connected(work);
        Detector one = detector(cacheLink);
        Detector other = detector(otherLink);
        RedisJobQueue queue = RedisJobQueue.on(workLink, "soak", settings);
        RedisUpdateBus bus = new RedisUpdateBus(workLink, 1_000_000);
        RedisSessionStore sessions = new RedisSessionStore(workLink, SessionLimits.DEFAULT);
        RedisRateLimiter limiter = new RedisRateLimiter(cacheLink);
        SoakJobs jobs = new SoakJobs(subjects, queue, List.of(one, other), rate / 5, seed + 1);
        SoakSharing sharing = new SoakSharing(bus, sessions, limiter)) {
      SoakVerdicts load = new SoakVerdicts(subjects, List.of(one, other), rate, seed);
      SoakFaults faults = new SoakFaults(List.of(cache, work), seed);
      sample(load, queue, cache.server(), work.server());
      faults.end();
      load.end();
      jobs.drain(Duration.ofMinutes(2));
      sharing.drain(Duration.ofMinutes(1));
      one.cacheStatistics().forEach(System.out::println);
      System.out.println(jobs);
      System.out.println(sharing);
      judgeNone("wrong verdicts", load.wrong() + jobs.wrong());
      judgeNone("lost jobs", jobs.lost());
      judgeNone("lost sessions", sharing.sessionsLost());
      judgeNone("missing updates", sharing.missing() + sharing.outOfOrder());
      return faults.events();
    }
  }

  private static RedisLink connected(SoakFaults.Target target) {
    RedisLink link = RedisLink.open(RedisOptions.of(target.network().uri()));
    link.whenConnected().toCompletableFuture().join();
    return link;
  }

  private static Detector detector(RedisLink link) {
    return SoakSubjects.detector(MemoryCacheStore.ofMegabytes(2), RedisCacheStore.on(link));
  }

  private void sample(SoakVerdicts load, RedisJobQueue queue, SoakServer cache, SoakServer work)
      throws IOException {
    Path csv = out.resolve("soak.csv");
    Files.writeString(csv, SoakSample.header());
    long begin = System.nanoTime();
    long end = begin + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    long before = begin;
    long answered = 0;
    for (long due = begin + SAMPLE_EVERY.toNanos(); due - end <= 0; due += SAMPLE_EVERY.toNanos()) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long now = System.nanoTime();
      long sofar = load.answered();
      SoakSample sample =
          new SoakSample(
              (now - begin) / 1e9,
              heap(),
              ManagementFactory.getThreadMXBean().getThreadCount(),
              openFiles(),
              cache.clients() + work.clients(),
              depth(queue),
              (sofar - answered) * 1e9 / (now - before),
              load.takeSlowest() / 1e6,
              load.wrong());
      samples.add(sample);
      Files.writeString(csv, sample.line(), StandardOpenOption.APPEND);
      before = now;
      answered = sofar;
    }
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
  }

  private static double openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : Double.NaN;
  }

  private static double depth(RedisJobQueue queue) {
    try {
      return queue.statistics().toCompletableFuture().join().depth();
    } catch (CompletionException e) {
      return Double.NaN;
    }
  }

  private void judgeNone(String what, long count) {
    isPassed &= count == 0;
    verdicts.add(what + ' ' + count);
  }

  /** What is held at the end of the second half is what was held at its beginning. */
  private void judgeGrowth() {
    List<SoakSample> half = samples.subList(samples.size() / 2, samples.size());
    for (SoakSample.Column column : SoakSample.COLUMNS) {
      if (!Double.isNaN(column.growth()) && column.growth() > 0) {
        SoakTrend trend = SoakTrend.of(half.stream().mapToDouble(column.value()).toArray());
        isPassed &= trend.growth() <= column.growth();
        verdicts.add(
            String.format(
                Locale.ROOT, "%s %.1f %+.2f", column.name(), trend.median(), trend.growth()));
      }
    }
  }
}
