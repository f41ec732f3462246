package io.phish.examples.bench.soak;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.Verdict;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.CacheStore;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * URLs, a look-up that takes some milliseconds and depends on the host alone, and the verdicts that
 * a detector without Redis gives.
 */
final class SoakSubjects {
  /**
   * Only what hangs takes so long: a machine that is busy with other things can hold a thread up
   * for seconds, and that is not what is measured.
   */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  static final AnalysisOptions OPTIONS =
      AnalysisOptions.defaults().withDeadline(LIMIT.multipliedBy(2));

  private static final int COUNT = 2_000;
  private static final int POPULAR = 100;

  /** So short that what was looked up is looked up again all the time. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final List<Subject> subjects = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  SoakSubjects() {
    for (int i = 0; i < COUNT; i++) {
      subjects.add(Subject.url("https://login" + i % 7 + ".host-" + i + ".example/a?b=" + i));
    }
    try (Detector reference = detector()) {
      subjects.forEach(subject -> expected.add(text(reference.analyze(subject, OPTIONS).join())));
    }
  }

  /** A detector with these stores. */
  static Detector detector(CacheStore... stores) {
    return Detector.builder()
        .discover(true)
        .enable("phish.url")
        .extractor(new LookUp())
        .cache(stores)
        .verdictCache(0, Duration.ofMinutes(1))
        .build();
  }

  /** The number of a subject: four of five times one of the popular ones. */
  static int pick(SplittableRandom random) {
    return random.nextInt(random.nextInt(5) == 0 ? COUNT : POPULAR);
  }

  Subject subject(int number) {
    return subjects.get(number);
  }

  /** Whether it is the verdict that there is without Redis, and nothing is missing from it. */
  boolean isRight(int number, Verdict verdict) {
    return isRight(number, text(verdict));
  }

  boolean isRight(int number, String text) {
    return expected.get(number).equals(text);
  }

  /** All of a verdict that must not depend on where an answer came from. */
  static String text(Verdict verdict) {
    StringBuilder text = new StringBuilder().append(verdict.label());
    text.append(' ').append(Double.toHexString(verdict.probability()));
    text.append(' ').append(verdict.coverage());
    verdict.reasons().forEach(reason -> text.append(' ').append(reason.code()));
    return text.toString();
  }

  static byte[] octets(Verdict verdict) {
    return text(verdict).getBytes(StandardCharsets.UTF_8);
  }

  private static final class LookUp implements FeatureExtractor<Url> {
    private static final long MILLIS = 3;

    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "soak-look-up");
              thread.setDaemon(true);
              return thread;
            });

    @Override
    public ExtractorDescriptor<Url> descriptor() {
      return ExtractorDescriptor.builder("soak.look-up", Url.class)
          .description("Something that is looked up by host")
          .cost(Cost.IO)
          .timeout(LIMIT)
          .cachePolicy(CachePolicy.of(CacheScope.HOST, FRESH))
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is what is waited for
    public CompletableFuture<Observation> extract(Url url, ExtractionContext context) {
      String host = String.valueOf(context.form().host());
      double weight = Math.floorMod(host.hashCode(), 41) / 10.0 - 2;
      Observation seen = Observation.of(Finding.of("looked-up", weight, "looked up " + host));
      CompletableFuture<Observation> answer = new CompletableFuture<>();
      timer.schedule(() -> answer.complete(seen), MILLIS, TimeUnit.MILLISECONDS);
      return answer;
    }

    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
