package io.phish.core.registration;

import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractionException;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.RateLimiter;
import io.phish.spi.ScoringModel;
import io.phish.subject.Domain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks registries about a domain: {@link RegistrationSchema}. One round trip where the registry has
 * RDAP. A server that answers no more questions, or none at all, is a failure; that nobody holds a
 * domain is an observation of absence. Sockets are opened at the first look-up.
 */
public final class RegistrationExtractor implements FeatureExtractor<Domain> {

  /**
   * Registries answer in 30 to 300 ms over RDAP and in up to a second over WHOIS; two and a half
   * hold a hung RDAP server and a WHOIS server after it.
   */
  private static final Duration TIMEOUT = Duration.ofMillis(2_500);

  /** Of the time for a look-up, what is left for making sense of the answer. */
  private static final Duration MARGIN = Duration.ofMillis(100);

  private static final CachePolicy CACHE =
      CachePolicy.of(CacheScope.REGISTRABLE_DOMAIN, Duration.ofHours(24))
          .withNegative(Duration.ofHours(1), Duration.ofMinutes(1))
          .withStale(Duration.ofHours(1), Duration.ofHours(24));

  private static final ExtractorDescriptor<Domain> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.registration", Domain.class)
          .description("What the registry says of the domain: its age, its registrar, its status")
          .schema(RegistrationSchema.SCHEMA)
          .cost(Cost.IO)
          .timeout(TIMEOUT)
          .cachePolicy(CACHE)
          .contactsNetwork(true)
          .concurrency(256)
          .settings(
              RegistrationSettings.RDAP_BOOTSTRAP,
              RegistrationSettings.RDAP_BASE,
              RegistrationSettings.WHOIS,
              RegistrationSettings.RATE,
              RegistrationSettings.FOLLOW,
              RegistrationSettings.ALLOW_PRIVATE,
              RegistrationSettings.PATIENCE)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable RegistrationLookup given;
  private volatile @Nullable RegistrationLookup lookup;
  private volatile @Nullable RateLimiter limiter;
  private boolean isClosed;

  /** Asks the servers that registries name, unless configured otherwise. */
  public RegistrationExtractor() {
    this(null);
  }

  /** Asks by a look-up in place of the configured one. */
  RegistrationExtractor(@Nullable RegistrationLookup given) {
    this.given = given;
  }

  @Override
  public ExtractorDescriptor<Domain> descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public void shareLimits(RateLimiter shared) {
    limiter = shared;
  }

  /**
   * Understands the keys of {@link RegistrationSettings}.
   *
   * @throws ConfigurationException if a setting makes no sense, or a file is none
   */
  @Override
  public void configure(Map<String, String> values) {
    // Without settings there is nothing to check, and off-line the tables are never read.
    if (given == null && !values.isEmpty()) {
      lookup = make(values);
    }
  }

  /** Nothing is opened by it. */
  private RegistrationLookup make(Map<String, String> settings) {
    RegistrationLookup.Builder builder = new RegistrationSettings(settings, limiter).lookup();
    if (!settings.containsKey(RegistrationSettings.PATIENCE)) {
      builder.timeout(TIMEOUT);
    }
    return builder.build();
  }

  @Override
  public CompletionStage<Observation> extract(Domain domain, ExtractionContext context) {
    String host = context.form().host();
    CompletableFuture<RegistrationResult> asked;
    try {
      asked = lookup().lookUp(host == null ? domain.value() : host, time(context.remaining()));
    } catch (InvalidSubjectException e) {
      // No name of a registry: not known, and not absent either.
      return CompletableFuture.completedFuture(
          Observation.EMPTY.withFacts(
              Map.of("not-asked", RegistrationFacts.plain(e.getMessage()))));
    }
    context.onCancel(() -> asked.cancel(true));
    Instant now = context.now();
    return asked.thenApply(result -> observe(result, now));
  }

  private static Duration time(Duration remaining) {
    Duration quarter = remaining.dividedBy(4);
    Duration time = remaining.minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN);
    return time.isZero() ? Duration.ofNanos(1) : time;
  }

  private RegistrationLookup lookup() {
    RegistrationLookup open = lookup;
    if (open != null) {
      return open;
    }
    lock.lock();
    try {
      if (isClosed) {
        throw new ExtractionException("the extractor is closed", false, null);
      }
      if (lookup == null) {
        lookup = given == null ? make(Map.of()) : given;
      }
      return lookup;
    } finally {
      lock.unlock();
    }
  }

  private static Observation observe(RegistrationResult result, Instant now) {
    Registration registration = result.registration();
    return switch (registration.state()) {
      case REGISTERED ->
          Observation.of(RegistrationFeatures.of(registration, now))
              .withFacts(RegistrationFacts.of(result));
      case UNREGISTERED ->
          absent(result, now, Finding.of("unregistered", 0, "nobody holds the domain"));
      case RESERVED ->
          absent(result, now, Finding.of("reserved", 0, "the registry keeps the domain to itself"));
      case THROTTLED ->
          throw new ExtractionException(
              "the servers of the registry answer no more questions for now", true, null);
      case UNKNOWN ->
          throw new ExtractionException(
              "no server could say anything of the registration" + problem(result), true, null);
    };
  }

  private static Observation absent(RegistrationResult result, Instant now, Finding finding) {
    return Observation.of(RegistrationFeatures.of(result.registration(), now))
        .withFacts(RegistrationFacts.of(result))
        .withFindings(List.of(finding))
        .asAbsent();
  }

  /** The last one: it is the one that decided. */
  private static String problem(RegistrationResult result) {
    String problem = null;
    for (RegistrationAttempt attempt : result.attempts()) {
      problem = attempt.problem() == null ? problem : attempt.problem();
    }
    return problem == null ? "" : ": " + RegistrationFacts.plain(problem);
  }

  /**
   * Trees over the first features, read when first asked for; its card says of what they learnt.
   */
  @Override
  public Optional<ScoringModel> model() {
    return Optional.of(Bundled.MODEL);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      RegistrationLookup open = lookup;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private static final class Bundled {
    static final ScoringModel MODEL = RegistrationModel.load();
  }
}
