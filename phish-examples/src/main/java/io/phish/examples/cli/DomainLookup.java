package io.phish.examples.cli;

import io.phish.core.dns.DnsResolver;
import io.phish.core.name.QueryName;
import io.phish.core.registration.RegistrationLookup;
import io.phish.core.registration.RegistrationResult;
import io.phish.core.registration.RegistrationState;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/** Asks the DNS and registries about names, both at once. */
final class DomainLookup implements AutoCloseable {
  /** Of what it keeps. */
  static final String SPACE = "phish.domain@1";

  private static final Duration FOUND = Duration.ofHours(24);
  private static final Duration ABSENT = Duration.ofHours(1);

  private static final int[] TYPES = {
    Type.A, Type.AAAA, Type.NS, Type.MX, Type.TXT, Type.SOA, Type.CAA, Type.DS
  };

  private final @Nullable DnsResolver resolver;
  private final RegistrationLookup lookup;
  private final @Nullable CacheStore cache;
  private final Duration timeout;

  /**
   * Asks.
   *
   * @param resolver null if the DNS is left alone
   * @param cache keeps registrations, null for none
   * @param timeout for a registration
   */
  DomainLookup(
      @Nullable DnsResolver resolver,
      RegistrationLookup lookup,
      @Nullable CacheStore cache,
      Duration timeout) {
    this.resolver = resolver;
    this.lookup = lookup;
    this.cache = cache;
    this.timeout = timeout;
  }

  /**
   * Asks about a name.
   *
   * @throws io.phish.InvalidSubjectException if it is none that may be asked for
   */
  CompletableFuture<DomainReport> ask(String name) {
    long began = System.nanoTime();
    String domain = RegistrationLookup.registeredDomain(name);
    CompletableFuture<Kept> registration = registration(domain);
    Map<String, CompletableFuture<DnsAsked>> dns = dns(QueryName.parse(name), domain);
    return CompletableFuture.allOf(dns.values().toArray(CompletableFuture<?>[]::new))
        .thenCombine(
            registration,
            (done, kept) -> {
              Map<String, DnsAsked> answers = new LinkedHashMap<>();
              dns.forEach((type, answer) -> answers.put(type, answer.join()));
              return new DomainReport(
                  name,
                  domain,
                  answers,
                  kept.json(),
                  kept.cached(),
                  Duration.ofNanos(System.nanoTime() - began));
            });
  }

  /** A registration as JSON, and whether it comes from the cache. */
  private record Kept(String json, boolean cached) {}

  private Map<String, CompletableFuture<DnsAsked>> dns(QueryName name, String domain) {
    Map<String, CompletableFuture<DnsAsked>> dns = new LinkedHashMap<>();
    if (resolver != null) {
      for (int type : TYPES) {
        dns.put(Type.string(type), DnsAsked.ask(resolver, name, type));
      }
      if (domain.length() + "_dmarc.".length() <= QueryName.MAX_LENGTH) {
        dns.put("DMARC", DnsAsked.ask(resolver, QueryName.parse("_dmarc." + domain), Type.TXT));
      }
    }
    return dns;
  }

  private CompletableFuture<Kept> registration(String domain) {
    if (cache == null) {
      return lookup.lookUp(domain, timeout).thenApply(this::fresh);
    }
    return cache
        .get(CacheKey.of(SPACE, domain))
        .toCompletableFuture()
        .thenCompose(
            entry ->
                entry.isPresent()
                    ? CompletableFuture.completedFuture(
                        new Kept(new String(entry.get().value(), StandardCharsets.UTF_8), true))
                    : lookup.lookUp(domain, timeout).thenApply(this::fresh));
  }

  private Kept fresh(RegistrationResult result) {
    String json = DomainReport.json(result);
    Duration time =
        switch (result.state()) {
          case REGISTERED -> FOUND;
          case UNREGISTERED, RESERVED -> ABSENT;
          case THROTTLED, UNKNOWN -> Duration.ZERO;
        };
    if (cache != null && !time.isZero()) {
      byte[] octets = json.getBytes(StandardCharsets.UTF_8);
      CompletableFuture<Void> unused =
          cache
              .put(
                  CacheKey.of(SPACE, result.domain()),
                  new CacheEntry(octets, Instant.now().plus(time)))
              .toCompletableFuture();
    }
    return new Kept(json, false);
  }

  /** Whether the registration of a report could be told. */
  static boolean isKnown(DomainReport report) {
    return !report.registration().startsWith(state(RegistrationState.UNKNOWN))
        && !report.registration().startsWith(state(RegistrationState.THROTTLED));
  }

  private static String state(RegistrationState state) {
    return "{\"state\":\"" + state.name().toLowerCase(java.util.Locale.ROOT) + "\"";
  }

  @Override
  public void close() {
    lookup.close();
    if (resolver != null) {
      resolver.close();
    }
    if (cache != null) {
      cache.close();
    }
  }
}
