package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.cache.TieredCacheStore;
import io.phish.core.registration.RegistrationLookup;
import io.phish.core.registration.RegistrationSettings;
import io.phish.examples.json.SafeJson;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisRateLimiter;
import io.phish.spi.CacheStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish cache warm}. */
@Command(
    name = "warm",
    header = "Looks up hosts ahead of time, so that analyses find them in the cache.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each line of the input is a URL or a domain; empty lines and those that begin with # are",
      "skipped, and so are hosts that came before. A line that names no host is told by its number",
      "and the run goes on. What is in the cache already is not looked up again, so a run that was cut",
      "short can simply be begun anew.",
      "",
      "Servers are asked no more often than they allow. With --redis all instances that share their",
      "limits there are counted together.",
      "",
      "Exit codes:",
      "  0    everything is in the cache",
      "  2    the command line or the configuration is wrong; nothing was looked up",
      "  3    a line names no host, or something could not be looked up",
      "  4    the input could not be read, or a cache did not take everything",
      "  130  interrupted; what was looked up until then is in the cache",
      "",
      "Examples:",
      "  phish cache warm --redis redis://localhost:6379 domains.txt",
      "  cut -f2 clicks.tsv | phish cache warm --cache looked-up.db --rate 5/s -"
    })
final class CacheWarmCommand implements Callable<Integer> {
  private static final int MEMORY_MEGABYTES = 16;

  private final Streams streams;

  @Parameters(
      paramLabel = "FILE",
      description = "URLs or domains, one a line; - reads them from standard input.")
  private String file;

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "HOSTS",
      defaultValue = "64",
      description = "How many hosts at once at most; 64 by default.")
  private int concurrency;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = DurationConverter.class,
      description =
          "How long a registration may take, waiting for the limits of servers included; 1m by"
              + " default.")
  private Duration timeout;

  @Option(names = "--refresh", description = "Look up what is in the cache as well.")
  private boolean refresh;

  @Option(names = "--json", description = "The summary as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on standard error.")
  private boolean quiet;

  @Mixin private DetectorOptions detectorOptions = new DetectorOptions();

  @Mixin private OnlineOptions onlineOptions = new OnlineOptions();

  @Mixin private RegistrationOptions registrationOptions = new RegistrationOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets everything
  CacheWarmCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (concurrency < 1 || concurrency > 10_000) {
      throw wrong("--concurrency " + concurrency + " is not 1 to 10000");
    }
    if (timeout.compareTo(RegistrationLookup.MAX_TIMEOUT) > 0) {
      throw wrong("--timeout is above " + Numbers.time(RegistrationLookup.MAX_TIMEOUT));
    }
    CacheOptions caches = detectorOptions.caches();
    caches.require();
    try (InputStream in = file.equals("-") ? streams.in() : Files.newInputStream(Path.of(file))) {
      if (!caches.redis().isGiven()) {
        return run(in, null);
      }
      try (RedisLink link = RedisAnswers.connect(caches.redis());
          RedisRateLimiter limiter = new RedisRateLimiter(link)) {
        return run(in, new Shared(link, limiter));
      }
    }
  }

  /** What is shared with other instances. */
  private record Shared(RedisLink link, RedisRateLimiter limiter) {}

  private int run(InputStream in, @Nullable Shared shared)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = null;
    TieredCacheStore stores = stores(shared);
    try (Detector detector = detector(shared, stores)) {
      WarmRun run = new WarmRun(detector, analysis(), concurrency);
      if (run.counts().isEmpty()) {
        throw wrong("no extractor that is enabled looks anything up");
      }
      hook = new Thread(() -> interrupted(run, ended), "phish-interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      long began = System.nanoTime();
      WarmLines lines = new WarmLines(new LineReader(in, null, () -> {}), this::complain);
      boolean draws = streams.interactive() && !quiet;
      try (ProgressLine line = new ProgressLine(streams.err(), () -> text(run, began))) {
        if (draws) {
          line.start();
        }
        run.over(lines);
      }
      if (shared != null) {
        // Answers come in order: what was put in before is there when this is answered.
        RedisAnswers.await(shared.link().probe());
      }
      long lost = stores.tiers().stream().mapToLong(CacheStatistics::failures).sum();
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      print(run, lines, stores, time, lost);
      return exitCode(run, lines, lost);
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static void remove(@Nullable Thread hook) {
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is doing its work.
    }
  }

  /** Lets the summary be printed and the caches be closed. */
  private static void interrupted(WarmRun run, CountDownLatch ended) {
    run.interrupt();
    try {
      ended.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TieredCacheStore stores(@Nullable Shared shared) {
    TieredCacheStore.Builder stores =
        TieredCacheStore.builder().tier(MemoryCacheStore.ofMegabytes(MEMORY_MEGABYTES));
    JdbcCacheStore local = detectorOptions.caches().openLocal();
    if (local != null) {
      stores.tier(local, RedisAnswers.PATIENCE);
    }
    if (shared != null) {
      stores.tier(RedisCacheStore.on(shared.link()), RedisAnswers.PATIENCE);
    }
    return stores.build();
  }

  private Detector detector(@Nullable Shared shared, TieredCacheStore stores) {
    DetectorBuilder builder = detectorOptions.withoutCaches();
    if (shared != null) {
      builder.shareLimits(shared.limiter());
    }
    onlineOptions.configure(builder);
    registrationOptions.configure(builder);
    String seconds = Math.max(1, timeout.toSeconds()) + "s";
    builder.configure(
        "phish.registration", Map.of(RegistrationSettings.PATIENCE, seconds, "timeout", seconds));
    return builder.cache(stores).verdictCache(0, Duration.ofMinutes(1)).build();
  }

  private AnalysisOptions analysis() {
    return AnalysisOptions.defaults()
        .withMode(AnalysisMode.ONLINE)
        .withForceRefresh(refresh)
        .withDeadline(timeout.plusSeconds(10));
  }

  private void complain(long line, String message) {
    streams.err().println("phish: line " + line + ": " + SafeText.escape(message));
  }

  private static String text(WarmRun run, long began) {
    double seconds = Math.max(1, System.nanoTime() - began) / 1e9;
    long done = run.done();
    long failed = run.counts().values().stream().mapToLong(WarmCounts::failed).sum();
    long fresh = run.counts().values().stream().mapToLong(WarmCounts::fresh).sum();
    return String.format(
        Locale.ROOT,
        "%,d hosts done, %,d in work, %,.0f/s; look-ups: %,d fresh, %,d failed",
        done,
        run.inWork(),
        done / seconds,
        fresh,
        failed);
  }

  private static int exitCode(WarmRun run, WarmLines lines, long lost) {
    if (lost > 0 || run.isInterrupted()) {
      return ExitCode.BROKEN;
    }
    boolean isComplete =
        lines.bad() == 0 && run.counts().values().stream().allMatch(count -> count.failed() == 0);
    return isComplete ? ExitCode.BENIGN : ExitCode.UNKNOWN;
  }

  private void print(
      WarmRun run, WarmLines lines, TieredCacheStore stores, Duration time, long lost)
      throws IOException {
    Output output = new Output(streams.out());
    if (json) {
      output.write(() -> printJson(output, run, lines, time, lost), true);
      return;
    }
    Table table = new Table("extractor", "asked", "fresh", "warmed", "failed");
    run.counts()
        .forEach(
            (id, count) ->
                table.row(
                    id,
                    number(count.asked()),
                    number(count.fresh()),
                    number(count.warmed()),
                    number(count.failed())));
    StringBuilder text = new StringBuilder(table.render("", new Palette(streams.colour())));
    run.counts()
        .forEach(
            (id, count) ->
                count
                    .causes()
                    .forEach(
                        (cause, times) ->
                            text.append("  ")
                                .append(SafeText.escape(id + ": " + cause))
                                .append(": ")
                                .append(number(times))
                                .append('\n')));
    text.append(
        String.format(
            Locale.ROOT,
            "%,d hosts in %s%s; %,d named again, %,d lines that name none%n",
            run.done(),
            Numbers.duration(time),
            run.isInterrupted() ? ", interrupted" : "",
            lines.again(),
            lines.bad()));
    for (CacheStatistics cache : stores.tiers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %,d hits, %,d misses, %,d failures%n",
              cache.name(),
              cache.hits(),
              cache.misses(),
              cache.failures()));
    }
    output.write(() -> output.buffer().write(text.toString().getBytes(streams.charset())), true);
  }

  private static void printJson(
      Output output, WarmRun run, WarmLines lines, Duration time, long lost) throws IOException {
    try (JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer())) {
      generator.writeStartObject();
      generator.writeNumberField("hosts", run.done());
      generator.writeNumberField("again", lines.again());
      generator.writeNumberField("bad_lines", lines.bad());
      generator.writeNumberField("cache_failures", lost);
      generator.writeBooleanField("interrupted", run.isInterrupted());
      generator.writeNumberField("millis", time.toMillis());
      generator.writeObjectFieldStart("extractors");
      for (Map.Entry<String, WarmCounts> entry : run.counts().entrySet()) {
        WarmCounts count = entry.getValue();
        generator.writeObjectFieldStart(entry.getKey());
        generator.writeNumberField("asked", count.asked());
        generator.writeNumberField("fresh", count.fresh());
        generator.writeNumberField("warmed", count.warmed());
        generator.writeNumberField("failed", count.failed());
        generator.writeObjectFieldStart("causes");
        for (Map.Entry<String, Long> cause : count.causes().entrySet()) {
          generator.writeNumberField(cause.getKey(), cause.getValue());
        }
        generator.writeEndObject();
        generator.writeEndObject();
      }
      generator.writeEndObject();
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
