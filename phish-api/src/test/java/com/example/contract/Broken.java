package com.example.contract;

import io.phish.Brand;
import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Contribution;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractionException;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Extractors that break the contract in one way each. */
final class Broken {
  /** After that a thread that is held hostage is let go, so that tests leave none behind. */
  private static final long HOSTAGE_SECONDS = 5;

  private Broken() {}

  /** What the broken ones have in common; the good ones hold to it. */
  abstract static class Base implements FeatureExtractorContract<Url>, FeatureExtractor<Url> {
    @Override
    public FeatureExtractor<Url> extractor() {
      return this;
    }

    @Override
    public Url subject() {
      return Subject.url("https://example.com/");
    }

    @Override
    public Duration tolerance() {
      return Duration.ofMillis(500);
    }

    ExtractorDescriptor.Builder<Url> builder() {
      return ExtractorDescriptor.builder("example.broken", Url.class)
          .schema(UrlLength.SCHEMA)
          .timeout(Duration.ofMillis(200));
    }

    private final ExtractorDescriptor<Url> descriptor = builder().build();

    @Override
    public ExtractorDescriptor<Url> descriptor() {
      return descriptor;
    }

    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context)
        throws Exception {
      return CompletableFuture.completedFuture(observe(subject, context));
    }

    Observation observe(Url subject, ExtractionContext context) throws Exception {
      return Observation.EMPTY;
    }
  }

  abstract static class Io extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder().cost(Cost.IO);
    }
  }

  static class ChangingDescriptor extends Base {
    private int calls;

    @Override
    public ExtractorDescriptor<Url> descriptor() {
      return super.descriptor().withTimeout(Duration.ofMillis(200 + calls++));
    }
  }

  static class DescriptorChangedBySettings extends Base {
    private boolean isConfigured;

    @Override
    public void configure(Map<String, String> settings) {
      isConfigured = true;
    }

    @Override
    public ExtractorDescriptor<Url> descriptor() {
      return isConfigured
          ? super.descriptor().withTimeout(Duration.ofSeconds(1))
          : super.descriptor();
    }
  }

  static class SlowDescriptor extends Base {
    @Override
    public ExtractorDescriptor<Url> descriptor() {
      hold(1);
      return super.descriptor();
    }
  }

  static class ReservedId extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return ExtractorDescriptor.builder("phish.broken", Url.class);
    }
  }

  static class NewerApi extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder().apiVersion(ExtractorDescriptor.API_VERSION + 1);
    }
  }

  static class UndescribedFeature extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder().schema(FeatureSchema.of(Feature.flag("odd", " ")));
    }
  }

  static class DescriptionOfTwoLines extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder().description("one\ntwo");
    }
  }

  static class NeedsSettings extends Base {
    @Override
    public void configure(Map<String, String> settings) {
      if (!settings.containsKey("key")) {
        throw new IllegalStateException("no key");
      }
    }
  }

  static class OnlyAsciiBrands extends Base {
    @Override
    public void protect(Protection protection) {
      for (Brand brand : protection.brands()) {
        if (!brand.name().chars().allMatch(c -> c < 0x80)) {
          throw new IllegalStateException("not ASCII: " + brand.name());
        }
      }
    }
  }

  static class UndeclaredSettings extends Base {
    @Override
    public Map<String, String> settings() {
      return Map.of("key", "value");
    }
  }

  static class NeverAnswersForItsSubject extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      throw new ExtractionException("not today", true, null);
    }
  }

  static class OutOfRange extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.of(FeatureVector.of(UrlLength.SCHEMA, 1, 1.5));
    }
  }

  static class Infinite extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.of(
          FeatureVector.of(UrlLength.SCHEMA, Double.POSITIVE_INFINITY, Double.NaN));
    }
  }

  static class ForeignSchema extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.of(
          FeatureVector.of(FeatureSchema.of(Feature.ratio("other", "another feature")), 1));
    }
  }

  static class FreshForLessThanNothing extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.EMPTY.withFreshFor(Duration.ofSeconds(-1));
    }
  }

  static class RawFact extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.EMPTY.withFacts(Map.of("url", subject.value()));
    }
  }

  static class Careless extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.EMPTY.withFacts(Map.of("c", subject.value().substring(8, 20)));
    }
  }

  static class CarelessInStage extends Base {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return CompletableFuture.completedFuture(subject)
          .thenApply(url -> Observation.EMPTY.withFacts(Map.of("c", url.value().substring(8, 20))));
    }
  }

  static class Recursive extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      depth(subject.value(), 0);
      return Observation.EMPTY;
    }

    private static int depth(String text, int i) {
      return i == text.length() ? 0 : 1 + depth(text, i + 1) + (text.charAt(i) & 1);
    }
  }

  static class NullStage extends Base {
    @Override
    @SuppressWarnings("NullAway") // that is the point
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return null;
    }
  }

  static class NullObservation extends Base {
    @Override
    @SuppressWarnings("NullAway") // that is the point
    Observation observe(Url subject, ExtractionContext context) {
      return null;
    }
  }

  static class HangsOnLong extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      if (subject.value().length() > 10_000) {
        hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS));
      }
      return Observation.EMPTY;
    }
  }

  static class NeverCompletes extends Io {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return new CompletableFuture<>();
    }
  }

  static class Counting extends Base {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.EMPTY.withFacts(Map.of("call", "" + calls.incrementAndGet()));
    }
  }

  static class InstancesDiffer extends Base {
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    @Override
    public FeatureExtractor<Url> extractor() {
      String instance = "" + INSTANCES.incrementAndGet();
      return FeatureExtractor.of(
          descriptor(),
          (url, context) -> Observation.EMPTY.withFacts(Map.of("instance", instance)));
    }
  }

  static class SharesState extends Base {
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicBoolean overlapped = new AtomicBoolean();

    @Override
    Observation observe(Url subject, ExtractionContext context) {
      if (inWork.incrementAndGet() > 1) {
        overlapped.set(true);
      }
      for (long end = System.nanoTime() + 200_000; System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      inWork.decrementAndGet();
      return Observation.EMPTY.withFacts(Map.of("overlapped", "" + overlapped.get()));
    }
  }

  static class InlineLater extends Base {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return new CompletableFuture<>();
    }
  }

  static class InlineElsewhere extends Base {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return CompletableFuture.completedFuture(
          CompletableFuture.supplyAsync(() -> Observation.EMPTY, context.executor()).join());
    }
  }

  static class SleepsOnCaller extends Io {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      hold(1);
      return Observation.EMPTY;
    }
  }

  static class JoinsOnCaller extends Io {
    @Override
    Observation observe(Url subject, ExtractionContext context) throws Exception {
      return CompletableFuture.supplyAsync(() -> Observation.EMPTY, context.executor()).get();
    }
  }

  static class BeginsThoughCancelled extends Io {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      return CompletableFuture.supplyAsync(
          () -> {
            if (context.isCancelled()) {
              hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS));
            }
            return Observation.EMPTY;
          },
          context.executor());
    }
  }

  static class SwallowsRejection extends Io {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      CompletableFuture<Observation> result = new CompletableFuture<>();
      try {
        context.executor().execute(() -> result.complete(Observation.EMPTY));
      } catch (RejectedExecutionException e) {
        return result;
      }
      return result;
    }
  }

  static class IgnoresInterrupts extends Io {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      CompletableFuture<Observation> result = new CompletableFuture<>();
      context.onCancel(() -> result.cancel(true));
      context
          .executor()
          .execute(
              () -> {
                hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS));
                result.complete(Observation.EMPTY);
              });
      return result;
    }
  }

  static class BlocksInOnCancel extends Io {
    @Override
    public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
      context.onCancel(() -> hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS)));
      return new CompletableFuture<>();
    }
  }

  static class ThrowsInOnCancel extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      context.onCancel(
          () -> {
            throw new IllegalStateException("already over");
          });
      return Observation.EMPTY;
    }
  }

  static class ChangingKey extends Base {
    private static final AtomicInteger CALLS = new AtomicInteger();

    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder()
          .cost(Cost.CPU)
          .cachePolicy(CachePolicy.of(form -> "" + CALLS.incrementAndGet(), Duration.ofMinutes(1)));
    }
  }

  static class OneKeyForAll extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      CacheScope scope = form -> "all";
      return super.builder()
          .cost(Cost.CPU)
          .cachePolicy(CachePolicy.of(scope, Duration.ofMinutes(1)));
    }

    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.of(
          FeatureVector.of(UrlLength.SCHEMA, subject.value().length(), Double.NaN));
    }
  }

  static class Connects extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 1)) {
        return Observation.EMPTY.withFacts(Map.of("port", "" + socket.getPort()));
      } catch (IOException e) {
        return Observation.EMPTY;
      }
    }
  }

  static class BrokenModel extends Base {
    @Override
    public Optional<ScoringModel> model() {
      return Optional.of(new BrokenModels.FailsOnUnknown().model());
    }
  }

  static class ModelOfSomethingElse extends Base {
    @Override
    ExtractorDescriptor.Builder<Url> builder() {
      return super.builder().schema(FeatureSchema.of(Feature.ratio("other", "another feature")));
    }

    @Override
    public Optional<ScoringModel> model() {
      return Optional.of(new LengthModel());
    }
  }

  /** Has features, and evidence for them. */
  abstract static class Pointing extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      return Observation.of(
          FeatureVector.of(UrlLength.SCHEMA, subject.value().length(), Double.NaN));
    }
  }

  static class ThrowsEvidence extends Pointing {
    @Override
    public List<String> evidence(Contribution<Url> contribution) {
      return List.of(contribution.subject().value().substring(8, 20));
    }
  }

  static class NullEvidence extends Pointing {
    @Override
    @SuppressWarnings("NullAway") // that is the point
    public List<String> evidence(Contribution<Url> contribution) {
      return Arrays.asList(contribution.subject().value(), null);
    }
  }

  static class ChangingEvidence extends Pointing {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public List<String> evidence(Contribution<Url> contribution) {
      return List.of("call " + calls.incrementAndGet());
    }
  }

  static class WaitsForEvidence extends Pointing {
    @Override
    public List<String> evidence(Contribution<Url> contribution) {
      hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS));
      return List.of();
    }
  }

  static class LeavesThread extends Base {
    @Override
    Observation observe(Url subject, ExtractionContext context) {
      Thread thread =
          new Thread(() -> hold(TimeUnit.SECONDS.toMillis(HOSTAGE_SECONDS)), "left-behind");
      thread.setDaemon(true);
      thread.start();
      return Observation.EMPTY;
    }
  }

  static class ClosesOnce extends Base {
    private boolean isClosed;

    @Override
    public FeatureExtractor<Url> extractor() {
      return new ClosesOnce();
    }

    @Override
    public void close() {
      if (isClosed) {
        throw new IllegalStateException("closed already");
      }
      isClosed = true;
    }
  }

  /** Holds the calling thread, whatever interrupts it. */
  private static void hold(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      Thread.interrupted();
    }
  }
}
