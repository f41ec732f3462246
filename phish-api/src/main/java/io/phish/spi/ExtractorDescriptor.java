package io.phish.spi;

import io.phish.subject.Subject;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an extractor says of itself.
 *
 * @param id {@code vendor.name}, each part lower-case letters, digits and hyphens, at most 63
 *     characters in all; the vendor {@code phish} is reserved
 * @param subjectType what it looks at; a subject that {@linkplain CanonicalForm#derived() derives}
 *     one will do
 * @param version of the extractor, 1 to 64 characters from {@code [A-Za-z0-9._+-]}; observations
 *     cached by another version are not used
 * @param description one line for people
 * @param schema the features it gives
 * @param cost what asking costs
 * @param timeout how long one look-up may take, above 0 and at most {@link #MAX_TIMEOUT}
 * @param cachePolicy how long answers keep, and by which key
 * @param contactsNetwork whether it is left out off-line
 * @param priority the order of reports: higher first, equal ones by id
 * @param weight of its model in the ensemble, at least 0
 * @param resource what it loads: extractors with one resource share its bulkhead and its circuit
 *     breaker
 * @param concurrency how many look-ups may be in work at once, at least 1; as many again as {@code
 *     16 * concurrency} may wait
 * @param retries how often a failed look-up may be tried again within its time; above 0 says that
 *     the look-up is idempotent
 * @param settings the keys that {@link FeatureExtractor#configure} understands
 * @param apiVersion the version of this interface it was written for
 * @param <S> the kind of subject it looks at
 */
public record ExtractorDescriptor<S extends Subject>(
    String id,
    Class<S> subjectType,
    String version,
    String description,
    FeatureSchema schema,
    Cost cost,
    Duration timeout,
    CachePolicy cachePolicy,
    boolean contactsNetwork,
    int priority,
    double weight,
    String resource,
    int concurrency,
    int retries,
    Set<String> settings,
    int apiVersion) {

  /**
   * The version of the extension interfaces. A constant, so that the compiler copies it into the
   * extension: an extension for a newer version is then refused rather than half understood.
   */
  public static final int API_VERSION = 1;

  /** The longest time-out. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  private static final Pattern ID =
      Pattern.compile("(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*(?:\\.[a-z0-9]+(?:-[a-z0-9]+)*){1,3}");

  /** With the id and a sign between them it makes the space of a {@link CacheKey}. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ExtractorDescriptor {
    require(
        id.length() <= 63 && ID.matcher(id).matches(),
        "id '" + id + "' is not of the form vendor.name, in at most 63 characters");
    Objects.requireNonNull(subjectType, "subjectType");
    require(
        VERSION.matcher(version).matches(),
        "version of " + id + " is not 1 to 64 characters from A-Z, a-z, 0-9 and ._+-");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(cost, "cost");
    require(
        timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "timeout of " + id + " is not above 0 and at most " + MAX_TIMEOUT);
    Objects.requireNonNull(cachePolicy, "cachePolicy");
    require(
        weight >= 0 && weight < Double.POSITIVE_INFINITY,
        "weight of " + id + " is " + weight + ", not 0 or above");
    require(!resource.isBlank(), "resource of " + id + " is blank");
    require(concurrency >= 1, "concurrency of " + id + " is " + concurrency + ", not 1 or above");
    require(
        retries >= 0 && retries <= 5,
        "retries of " + id + " is " + retries + ", not within 0 and 5");
    require(
        !(contactsNetwork && cost == Cost.INLINE),
        id + " contacts the network and cannot be INLINE");
    require(
        !(cachePolicy.isCaching() && cost == Cost.INLINE),
        id + " is INLINE: asking it is cheaper than a cache");
    settings = Set.copyOf(settings);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A descriptor with defaults for all but the id and the type. */
  public static <S extends Subject> Builder<S> builder(String id, Class<S> subjectType) {
    return new Builder<>(id, subjectType);
  }

  /** The {@linkplain CacheKey#space() space} of the keys of its answers: id and version. */
  public String cacheSpace() {
    return id + '@' + version;
  }

  /** This descriptor with another time-out. */
  public ExtractorDescriptor<S> withTimeout(Duration timeout) {
    return new ExtractorDescriptor<>(
        id,
        subjectType,
        version,
        description,
        schema,
        cost,
        timeout,
        cachePolicy,
        contactsNetwork,
        priority,
        weight,
        resource,
        concurrency,
        retries,
        settings,
        apiVersion);
  }

  /**
   * Builds a descriptor. Not safe for several threads.
   *
   * @param <S> the kind of subject the extractor looks at
   */
  public static final class Builder<S extends Subject> {
    private final String id;
    private final Class<S> subjectType;
    private String version = "1";
    private String description = "";
    private FeatureSchema schema = FeatureSchema.EMPTY;
    private Cost cost = Cost.INLINE;
    private Duration timeout = Duration.ofMillis(500);
    private CachePolicy cachePolicy = CachePolicy.NONE;
    private boolean contactsNetwork;
    private int priority;
    private double weight = 0.2;
    private String resource;
    private int concurrency = 64;
    private int retries;
    private Set<String> settings = Set.of();
    private int apiVersion = API_VERSION;

    private Builder(String id, Class<S> subjectType) {
      this.id = Objects.requireNonNull(id, "id");
      this.subjectType = Objects.requireNonNull(subjectType, "subjectType");
      this.resource = id;
    }

    /** {@code 1} by default. */
    public Builder<S> version(String version) {
      this.version = Objects.requireNonNull(version, "version");
      return this;
    }

    /** Empty by default. */
    public Builder<S> description(String description) {
      this.description = Objects.requireNonNull(description, "description");
      return this;
    }

    /** No features by default: findings only. */
    public Builder<S> schema(FeatureSchema schema) {
      this.schema = Objects.requireNonNull(schema, "schema");
      return this;
    }

    /** {@link Cost#INLINE} by default. */
    public Builder<S> cost(Cost cost) {
      this.cost = Objects.requireNonNull(cost, "cost");
      return this;
    }

    /** 500 ms by default. */
    public Builder<S> timeout(Duration timeout) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /** {@link CachePolicy#NONE} by default. */
    public Builder<S> cachePolicy(CachePolicy cachePolicy) {
      this.cachePolicy = Objects.requireNonNull(cachePolicy, "cachePolicy");
      return this;
    }

    /** False by default. */
    public Builder<S> contactsNetwork(boolean contactsNetwork) {
      this.contactsNetwork = contactsNetwork;
      return this;
    }

    /** 0 by default. */
    public Builder<S> priority(int priority) {
      this.priority = priority;
      return this;
    }

    /** 0.2 by default. */
    public Builder<S> weight(double weight) {
      this.weight = weight;
      return this;
    }

    /** The id by default. */
    public Builder<S> resource(String resource) {
      this.resource = Objects.requireNonNull(resource, "resource");
      return this;
    }

    /** 64 by default. */
    public Builder<S> concurrency(int concurrency) {
      this.concurrency = concurrency;
      return this;
    }

    /** 0 by default. */
    public Builder<S> retries(int retries) {
      this.retries = retries;
      return this;
    }

    /** None by default. */
    public Builder<S> settings(String... keys) {
      this.settings = Set.of(keys);
      return this;
    }

    /** Pass {@link ExtractorDescriptor#API_VERSION}; the running version by default. */
    public Builder<S> apiVersion(int apiVersion) {
      this.apiVersion = apiVersion;
      return this;
    }

    /**
     * The descriptor.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public ExtractorDescriptor<S> build() {
      return new ExtractorDescriptor<>(
          id,
          subjectType,
          version,
          description,
          schema,
          cost,
          timeout,
          cachePolicy,
          contactsNetwork,
          priority,
          weight,
          resource,
          concurrency,
          retries,
          settings,
          apiVersion);
    }
  }
}
