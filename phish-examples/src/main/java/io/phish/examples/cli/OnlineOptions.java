package io.phish.examples.cli;

import io.phish.DetectorBuilder;
import io.phish.core.dns.DnsExtractor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask on-line; without these options it is whoever this machine is set up to ask. */
final class OnlineOptions {
  @Option(
      names = "--dns",
      paramLabel = "HOST[:PORT],…",
      description = "Name servers to ask, in place of those of this machine.")
  private @Nullable String dns;

  @Option(
      names = "--doh",
      paramLabel = "URL",
      description = "A DNS-over-HTTPS server to ask in place of name servers.")
  private @Nullable String doh;

  @Option(
      names = "--mmdb-asn",
      paramLabel = "FILE",
      description = "A local database of autonomous systems in MaxMind's format (.mmdb).")
  private @Nullable String mmdbAsn;

  @Option(
      names = "--mmdb-country",
      paramLabel = "FILE",
      description = "A local database of countries in MaxMind's format (.mmdb).")
  private @Nullable String mmdbCountry;

  OnlineOptions() {}

  /** Hands the options over to the extractors. */
  void configure(DetectorBuilder builder) {
    Map<String, String> settings = dnsSettings();
    if (!settings.isEmpty()) {
      builder.configure("phish.dns", settings);
    }
  }

  /** The settings of {@link DnsExtractor}; only those that were given. */
  Map<String, String> dnsSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, DnsExtractor.SERVERS, dns);
    put(settings, DnsExtractor.DOH, doh);
    put(settings, DnsExtractor.MMDB_ASN, mmdbAsn);
    put(settings, DnsExtractor.MMDB_COUNTRY, mmdbCountry);
    return settings;
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
