package io.phish.core.registration;

import io.phish.ConfigurationException;
import io.phish.core.name.InvalidNameException;
import io.phish.core.name.QueryName;
import io.phish.core.registration.rdap.MalformedRdapException;
import io.phish.core.registration.rdap.RdapBootstrap;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.RdapTable;
import io.phish.core.registration.whois.WhoisClient;
import io.phish.core.registration.whois.WhoisClientBuilder;
import io.phish.spi.RateLimiter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a look-up of settings; what makes no sense is named by its key. */
public final class RegistrationSettings {
  /** A file of RDAP servers such as IANA's {@code dns.json}, or a URL to fetch one from. */
  public static final String RDAP_BOOTSTRAP = "rdap-bootstrap";

  /** RDAP servers of one's own: {@code tld=URL}, several by commas. */
  public static final String RDAP_BASE = "rdap-base";

  /** WHOIS servers of one's own: {@code tld=host:port}, several by commas. */
  public static final String WHOIS = "whois";

  /** How often a server may be asked: {@code 50/s}, {@code 10/s,1000/h}. */
  public static final String RATE = "rate";

  /** Whether registrars are asked: {@code never}, {@code auto} or {@code always}. */
  public static final String FOLLOW = "follow";

  /** Whether servers may send us to private addresses: {@code true} or {@code false}. */
  public static final String ALLOW_PRIVATE = "allow-private";

  /**
   * How long a look-up may take, with its waits for the limits of servers: {@code 2s}, {@code 60s};
   * of use to who has time, such as a run that fills caches.
   */
  public static final String PATIENCE = "patience";

  private final Map<String, String> settings;
  private final @Nullable RateLimiter limiter;
  private final Map<String, String> bases;

  /**
   * Checks settings.
   *
   * @param settings by the keys of this class; others are left alone
   * @throws ConfigurationException if one makes no sense
   */
  public RegistrationSettings(Map<String, String> settings) {
    this(settings, null);
  }

  /**
   * Checks settings.
   *
   * @param settings by the keys of this class; others are left alone
   * @param limiter what counts the questions of several instances together; null for none
   * @throws ConfigurationException if one makes no sense
   */
  public RegistrationSettings(Map<String, String> settings, @Nullable RateLimiter limiter) {
    this.settings = Map.copyOf(settings);
    this.limiter = limiter;
    this.bases = pairs(RDAP_BASE, "com=https://rdap.example/com/");
  }

  /**
   * The look-up. Files are read now; sockets are opened at the first question.
   *
   * @throws ConfigurationException if a setting makes no sense, or a file is none
   */
  public RegistrationLookup.Builder lookup() {
    RegistrationLookup.Builder builder =
        RegistrationLookup.builder().rdap(rdap()).whois(whois()).follow(follow());
    checked(PATIENCE, value -> builder.timeout(seconds(value)));
    return builder;
  }

  private static Duration seconds(String value) {
    if (!value.endsWith("s") || value.length() > 6) {
      throw new IllegalArgumentException("'" + value + "' is no time; write 60s");
    }
    try {
      return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + value + "' is no time; write 60s", e);
    }
  }

  /**
   * Who asks over RDAP.
   *
   * @throws ConfigurationException as {@link #lookup}
   */
  public RdapClient rdap() {
    RdapClient.Builder builder = RdapClient.builder().table(table()).allowPrivate(allowPrivate());
    checked(RATE, rate -> builder.rate(rate));
    if (limiter != null) {
      builder.sharedLimiter(limiter);
    }
    return builder.build();
  }

  /**
   * Who asks over WHOIS.
   *
   * @throws ConfigurationException as {@link #lookup}
   */
  public WhoisClient whois() {
    WhoisClientBuilder builder = WhoisClient.builder().allowPrivate(allowPrivate());
    checked(RATE, rate -> builder.rate(rate));
    if (limiter != null) {
      builder.sharedLimiter(limiter);
    }
    pairs(WHOIS, "com=whois.example:43")
        .forEach((tld, server) -> guarded(WHOIS, () -> builder.server(tld, server)));
    return builder.build();
  }

  private void checked(String key, Consumer<String> use) {
    String value = settings.get(key);
    if (value != null) {
      guarded(key, () -> use.accept(value));
    }
  }

  private static void guarded(String key, Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key + ": " + e.getMessage(), e);
    }
  }

  private boolean allowPrivate() {
    String value = settings.getOrDefault(ALLOW_PRIVATE, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ConfigurationException(
              ALLOW_PRIVATE + " is '" + value + "'; write true or false");
    };
  }

  private FollowRegistrar follow() {
    String value = settings.getOrDefault(FOLLOW, "auto");
    for (FollowRegistrar follow : FollowRegistrar.values()) {
      if (follow.name().toLowerCase(Locale.ROOT).equals(value)) {
        return follow;
      }
    }
    throw new ConfigurationException(FOLLOW + " is '" + value + "'; write never, auto or always");
  }

  private RdapTable table() {
    String source = settings.get(RDAP_BOOTSTRAP);
    if (source == null) {
      return RdapTable.of(own(RdapBootstrap.bundled()));
    }
    UnaryOperator<RdapBootstrap> change = this::own;
    URI url = url(source);
    if (url != null) {
      return RdapTable.of(url, change, RdapTable.DEFAULT_INTERVAL);
    }
    try {
      return RdapTable.of(Path.of(source), change);
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationException(
          RDAP_BOOTSTRAP
              + " cannot be read: "
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    } catch (MalformedRdapException e) {
      throw new ConfigurationException(RDAP_BOOTSTRAP + " " + source + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable URI url(String source) {
    if (!source.startsWith("https://") && !source.startsWith("http://")) {
      return null;
    }
    try {
      return URI.create(source);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(RDAP_BOOTSTRAP + " is no URL: " + e.getMessage(), e);
    }
  }

  private RdapBootstrap own(RdapBootstrap table) {
    RdapBootstrap changed = table;
    for (Map.Entry<String, String> base : bases.entrySet()) {
      try {
        changed = changed.with(base.getKey(), base.getValue());
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(RDAP_BASE + ": " + e.getMessage(), e);
      }
    }
    return changed;
  }

  /** Names and what belongs to them. */
  private Map<String, String> pairs(String key, String example) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String value = settings.get(key);
    if (value == null) {
      return pairs;
    }
    for (String pair : value.split(",", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      String of = pair.substring(equals + 1).strip();
      if (name.isEmpty() || of.isEmpty()) {
        throw new ConfigurationException(
            key + " has '" + pair.strip() + "'; write " + example + ", several by commas");
      }
      try {
        pairs.put(QueryName.parse(name.startsWith(".") ? name.substring(1) : name).ascii(), of);
      } catch (InvalidNameException e) {
        throw new ConfigurationException(key + " has '" + name + "': " + e.getMessage(), e);
      }
    }
    return pairs;
  }
}
