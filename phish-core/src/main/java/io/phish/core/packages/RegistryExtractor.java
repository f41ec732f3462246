package io.phish.core.packages;

import com.github.benmanes.caffeine.cache.Ticker;
import io.phish.ConfigurationException;
import io.phish.Thresholds;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractionException;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.PackageName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry about a package and tells what {@link PackageExtractor} cannot know: that there
 * is none, how old and how much used it is, what was done with it lately. Its findings come on top
 * of the other's: together they are the evidence of a {@link PackageChecker} with that registry.
 *
 * <p>Without a registry nobody is asked. That a registry does not tell is a failure.
 */
public final class RegistryExtractor implements FeatureExtractor<PackageName> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final RegistryLookups.Keeping KEEPING =
      new RegistryLookups.Keeping(
          10_000, Duration.ofHours(6), Duration.ofMinutes(15), Duration.ofSeconds(15));

  private static final int CONCURRENCY = 128;

  private static final ExtractorDescriptor<PackageName> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.registry", PackageName.class)
          .description("What the registry of a package says of it: its age, use and conduct")
          .cost(Cost.IO)
          .timeout(TIMEOUT)
          // Answers depend on the host's lists and on the day; what the registry said is kept here.
          .contactsNetwork(true)
          .concurrency(CONCURRENCY)
          .settings(RegistrySettings.KEYS)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private final Alarms alarms = new Alarms();
  private final boolean isGiven;
  private volatile State state;

  /**
   * Whom to ask and how to judge.
   *
   * @param lookups null if nobody is asked
   * @param known which ecosystems there is a registry for
   */
  private record State(
      PackageJudge judge,
      @Nullable PackageRegistry registry,
      @Nullable RegistryLookups lookups,
      Set<Ecosystem> known) {}

  /** Asks nobody unless configured. */
  public RegistryExtractor() {
    isGiven = false;
    state = new State(judge(PackageLists.bundled()), null, null, Set.of());
  }

  /**
   * Asks this registry.
   *
   * @param lists those that {@link PackageExtractor} has
   * @param registry closed with the extractor
   */
  public RegistryExtractor(PackageLists lists, PackageRegistry registry) {
    isGiven = true;
    state =
        new State(
            judge(lists),
            Objects.requireNonNull(registry, "registry"),
            lookups(registry),
            Set.of(Ecosystem.values()));
  }

  private static PackageJudge judge(PackageLists lists) {
    return new PackageJudge(Objects.requireNonNull(lists, "lists"), Thresholds.DEFAULT);
  }

  private RegistryLookups lookups(PackageRegistry registry) {
    return new RegistryLookups(
        registry, TIMEOUT, CONCURRENCY, KEEPING, alarms, Ticker.systemTicker());
  }

  @Override
  public ExtractorDescriptor<PackageName> descriptor() {
    return DESCRIPTOR;
  }

  /**
   * Understands the addresses of registries by the ids of their ecosystems ({@code pypi}, {@code
   * npm} …), {@code deps-dev}, {@code npm-downloads}, {@code contact}, {@code allow-private} and
   * the lists of {@link PackageExtractor#configure}, which must be the same here and there.
   *
   * @throws ConfigurationException if a setting makes no sense
   */
  @Override
  public void configure(Map<String, String> settings) {
    if (isGiven || settings.isEmpty()) {
      return;
    }
    RegistrySettings read = RegistrySettings.read(settings);
    PackageRegistry registry = read.registry();
    state =
        new State(
            judge(read.lists()),
            registry,
            registry == null ? null : lookups(registry),
            read.known());
  }

  @Override
  public CompletionStage<Observation> extract(PackageName subject, ExtractionContext context) {
    State now = state;
    PackageId id = PackageId.of(subject).orElse(null);
    if (id == null) {
      return CompletableFuture.completedFuture(Observation.EMPTY);
    }
    RegistryLookups lookups = now.lookups();
    if (lookups == null || !now.known().contains(id.ecosystem())) {
      return notAsked("no registry is configured for " + id.ecosystem().title());
    }
    NameJudge.Judgement name = now.judge().name(id);
    if (name.isSettled() || !name.isValid()) {
      return notAsked(name.isValid() ? "a list decides" : "the registry has no such names");
    }
    CompletableFuture<RegistryAnswer> answer = lookups.lookup(id);
    context.onCancel(() -> answer.cancel(false));
    Instant time = context.now();
    return answer.thenApply(said -> observe(now.judge(), id, name, said, time));
  }

  private static CompletionStage<Observation> notAsked(String why) {
    return CompletableFuture.completedFuture(Observation.EMPTY.withFacts(Map.of("not-asked", why)));
  }

  private static Observation observe(
      PackageJudge judge,
      PackageId id,
      NameJudge.Judgement name,
      RegistryAnswer said,
      Instant time) {
    if (said instanceof RegistryAnswer.Unknown unknown) {
      throw new ExtractionException("the registry did not tell: " + unknown.reason(), true, null);
    }
    List<Evidence> evidence = judge.registry(name, said, time);
    Observation observation =
        Observation.EMPTY.withFindings(PackageExtractor.findings(id, evidence));
    if (said instanceof RegistryAnswer.Absent absent) {
      return observation
          .withFacts(Map.of("missing", judge.missing(id, name, absent).id()))
          .asAbsent();
    }
    return observation;
  }

  @Override
  public void close() {
    alarms.close();
    PackageRegistry registry = state.registry();
    if (registry != null) {
      registry.close();
    }
  }
}
