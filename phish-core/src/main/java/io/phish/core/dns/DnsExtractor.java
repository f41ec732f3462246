package io.phish.core.dns;

import io.phish.ConfigurationException;
import io.phish.core.dns.DnsProfile.Question;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.name.InvalidNameException;
import io.phish.core.name.QueryName;
import io.phish.core.name.SpecialUse;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractionException;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureVector;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Domain;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the DNS about a host and its registrable domain: {@link DnsSchema}. All questions are asked
 * at once, so that it takes one round trip; what is not answered in time is not known. Sockets are
 * opened at the first look-up.
 */
public final class DnsExtractor implements FeatureExtractor<Domain> {
  /** A setting: the name servers to ask, as {@link NameServers#parse} reads them. */
  public static final String SERVERS = "servers";

  /** A setting: the URL of a DNS-over-HTTPS server (RFC 8484), in place of name servers. */
  public static final String DOH = "doh";

  /** A setting: the file of a database of autonomous systems in MaxMind's format. */
  public static final String MMDB_ASN = "mmdb-asn";

  /** A setting: the file of a database of countries in MaxMind's format. */
  public static final String MMDB_COUNTRY = "mmdb-country";

  /**
   * A resolver that has to walk down from the root takes some 100 ms, and one second more for a
   * name server that has to be asked again; what is not there after two is hardly ever there at
   * all.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Of the time for a look-up, what is left for making sense of the answers. */
  private static final Duration MARGIN = Duration.ofMillis(100);

  /** The least time that an observation keeps, and all that one with gaps does. */
  private static final long MIN_SECONDS = 5;

  // An hour at most, and by the TTLs less; absence as long as most zones allow it to be kept.
  private static final CachePolicy CACHE =
      CachePolicy.of(CacheScope.HOST, Duration.ofHours(1))
          .withNegative(Duration.ofMinutes(5), Duration.ofSeconds(5))
          .withStale(Duration.ofMinutes(1), Duration.ofHours(1));

  private static final ExtractorDescriptor<Domain> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.dns", Domain.class)
          .description("What the DNS says of the host and of its registrable domain")
          .schema(DnsSchema.SCHEMA)
          .cost(Cost.IO)
          .timeout(TIMEOUT)
          .cachePolicy(CACHE)
          .contactsNetwork(true)
          .concurrency(256)
          .settings(SERVERS, DOH, MMDB_ASN, MMDB_COUNTRY)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private final ReentrantLock lock = new ReentrantLock();
  private DnsSettings settings = DnsSettings.DEFAULT;
  private AddressBooks books = AddressBooks.NONE;
  private final @Nullable DnsTransport given;
  private final LongSupplier nanoTime;
  private volatile @Nullable DnsResolver resolver;
  private boolean isClosed;

  /** Asks the servers that this machine is set up to ask, unless configured otherwise. */
  public DnsExtractor() {
    this(null, System::nanoTime);
  }

  /** Asks over a transport in place of the configured one, if it is not null. */
  DnsExtractor(@Nullable DnsTransport given, LongSupplier nanoTime) {
    this.given = given;
    this.nanoTime = nanoTime;
  }

  @Override
  public ExtractorDescriptor<Domain> descriptor() {
    return DESCRIPTOR;
  }

  /**
   * Understands {@value #SERVERS}, {@value #DOH}, {@value #MMDB_ASN} and {@value #MMDB_COUNTRY}.
   *
   * @throws ConfigurationException if a server or URL cannot be understood, or a file is not what
   *     it should be
   */
  @Override
  public void configure(Map<String, String> settings) {
    this.settings = DnsSettings.of(settings);
    AddressBook asn = open(settings, MMDB_ASN, AddressBook.Kind.ASN);
    try {
      books = new AddressBooks(asn, open(settings, MMDB_COUNTRY, AddressBook.Kind.COUNTRY));
    } catch (ConfigurationException e) {
      new AddressBooks(asn, null).close();
      throw e;
    }
  }

  private static @Nullable AddressBook open(
      Map<String, String> settings, String key, AddressBook.Kind kind) {
    String file = settings.get(key);
    try {
      return file == null ? null : AddressBook.open(Path.of(file), kind, key);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(key + " is no path of a file: " + e.getMessage(), e);
    }
  }

  /** Trees over the features, read when first asked for; its card says from what they learnt. */
  @Override
  public Optional<ScoringModel> model() {
    return Optional.of(Bundled.MODEL);
  }

  @Override
  public CompletionStage<Observation> extract(Domain domain, ExtractionContext context) {
    String host = context.form().host();
    QueryName name;
    try {
      name = QueryName.parse(host == null ? domain.value() : host);
    } catch (InvalidNameException e) {
      return notAsked(e.problem().id());
    }
    SpecialUse use = name.specialUse();
    if (use != null) {
      return notAsked(use.domain() + " is of special use (" + use.source() + ")");
    }
    ProfileQuery query = new ProfileQuery(resolver(), name, time(context.remaining()));
    context.onCancel(query::cancel);
    return query.profile().thenApply(this::observe);
  }

  /** Not known, and not absent either: a name that nobody may be asked for. */
  private static CompletionStage<Observation> notAsked(String reason) {
    return CompletableFuture.completedFuture(
        Observation.EMPTY.withFacts(Map.of("not-asked", reason)));
  }

  /** The questions' part of a look-up's time. */
  private static Duration time(Duration remaining) {
    Duration quarter = remaining.dividedBy(4);
    Duration margin = quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN;
    Duration time = remaining.minus(margin);
    return time.isZero() ? Duration.ofNanos(1) : time;
  }

  private DnsResolver resolver() {
    DnsResolver open = resolver;
    if (open != null) {
      return open;
    }
    lock.lock();
    try {
      if (isClosed) {
        throw new ExtractionException("the extractor is closed", false, null);
      }
      open = resolver;
      if (open == null) {
        open =
            DnsResolver.builder(given == null ? settings.open() : given).nanoTime(nanoTime).build();
        resolver = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private Observation observe(DnsProfile profile) {
    DnsEvidence evidence = new DnsEvidence(profile, books);
    if (profile.answers().stream().noneMatch(answer -> answer.status().isKnown())) {
      return unknown(profile.answers(), evidence);
    }
    FeatureVector features = DnsFeatures.of(profile, books);
    Observation observation =
        Observation.of(features)
            .withFacts(evidence.facts())
            .withFindings(evidence.findings())
            .withFreshFor(freshFor(profile));
    return DnsFeatures.exists(profile) == 0 ? observation.asAbsent() : observation;
  }

  /**
   * Nothing was learnt. If a server says so the servers of the domain fail, which is their fault;
   * if nobody says anything the registry's servers, which are asked as well, are out of reach: then
   * it is the way there that fails.
   */
  private static Observation unknown(Collection<DnsAnswer> answers, DnsEvidence evidence) {
    boolean said =
        answers.stream()
            .map(DnsAnswer::status)
            .anyMatch(
                status ->
                    status == DnsStatus.SERVER_FAILURE
                        || status == DnsStatus.REFUSED
                        || status == DnsStatus.MALFORMED);
    if (!said) {
      throw new ExtractionException("no name server can be reached or answers", true, null);
    }
    return Observation.EMPTY
        .withFacts(evidence.facts())
        .withFreshFor(Duration.ofSeconds(MIN_SECONDS));
  }

  private static Duration freshFor(DnsProfile profile) {
    long seconds = Long.MAX_VALUE;
    for (Question question : DnsProfile.AT_HOST) {
      DnsAnswer answer = profile.known(question);
      seconds = Math.min(seconds, answer == null ? 0 : answer.ttl());
    }
    return Duration.ofSeconds(Math.max(MIN_SECONDS, seconds));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      DnsResolver open = resolver;
      if (open != null) {
        open.close();
      }
      books.close();
    } finally {
      lock.unlock();
    }
  }

  private static final class Bundled {
    static final ScoringModel MODEL = DnsModel.load();
  }
}
