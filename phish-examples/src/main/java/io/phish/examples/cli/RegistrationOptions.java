package io.phish.examples.cli;

import io.phish.DetectorBuilder;
import io.phish.core.registration.RegistrationSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask about registrations; without these options the servers that registries name. */
final class RegistrationOptions {
  @Option(
      names = "--rdap-bootstrap",
      paramLabel = "FILE|URL",
      description = "Which RDAP server knows which names: a file such as IANA's dns.json.")
  private @Nullable String bootstrap;

  @Option(
      names = "--rdap-base",
      paramLabel = "TLD=URL",
      description = "An RDAP server of your own; may be given several times.")
  private List<String> bases = List.of();

  @Option(
      names = "--whois",
      paramLabel = "TLD=HOST[:PORT]",
      description = "A WHOIS server of your own; may be given several times.")
  private List<String> whois = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N/TIME",
      description = "How often each server may be asked at most: 50/s, or 10/s,1000/h.")
  private @Nullable String rate;

  @Option(
      names = "--follow",
      paramLabel = "WHEN",
      description =
          "Whether registrars are asked beside registries: never, auto (where something is"
              + " missing) or always.")
  private @Nullable String follow;

  @Option(
      names = "--allow-private",
      description = "Let servers refer to private and loopback addresses.")
  private boolean allowPrivate;

  RegistrationOptions() {}

  /** Hands the options over to the extractor. */
  void configure(DetectorBuilder builder) {
    Map<String, String> settings = settings();
    if (!settings.isEmpty()) {
      builder.configure("phish.registration", settings);
    }
  }

  /** Only those that were given. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, RegistrationSettings.RDAP_BOOTSTRAP, bootstrap);
    put(settings, RegistrationSettings.RDAP_BASE, joined(bases));
    put(settings, RegistrationSettings.WHOIS, joined(whois));
    put(settings, RegistrationSettings.RATE, rate);
    put(settings, RegistrationSettings.FOLLOW, follow);
    put(settings, RegistrationSettings.ALLOW_PRIVATE, allowPrivate ? "true" : null);
    return settings;
  }

  /** As {@link #settings}, with registrars always asked unless something else was said. */
  Map<String, String> thoroughSettings() {
    Map<String, String> settings = settings();
    settings.putIfAbsent(RegistrationSettings.FOLLOW, "always");
    return settings;
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(",", values);
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
