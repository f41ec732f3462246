package io.phish.core.registration;

import io.phish.core.name.PublicSuffixes;
import io.phish.spi.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes {@link RegistrationSchema} from a registration. */
public final class RegistrationFeatures {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double MILLIS_PER_SECOND = 1_000;

  private RegistrationFeatures() {}

  /**
   * The features.
   *
   * @param now when the registration was looked up
   */
  public static FeatureVector of(Registration registration, Instant now) {
    FeatureVector.Builder features = FeatureVector.builder(RegistrationSchema.SCHEMA);
    switch (registration.state()) {
      case REGISTERED -> registered(registration, now, features);
      case UNREGISTERED, RESERVED -> features.set(RegistrationSchema.REGISTERED, false);
      case THROTTLED, UNKNOWN -> {}
    }
    return features.build();
  }

  private static void registered(
      Registration registration, Instant now, FeatureVector.Builder features) {
    features.set(RegistrationSchema.REGISTERED, true);
    Instant created = instant(registration.created());
    Instant expires = instant(registration.expires());
    features.set(RegistrationSchema.AGE, days(created, now));
    features.set(RegistrationSchema.PERIOD, days(created, expires));
    features.set(RegistrationSchema.REMAINING, days(now, expires));
    features.set(RegistrationSchema.SINCE_UPDATE, days(instant(registration.updated()), now));
    flag(features, RegistrationSchema.SIGNED, registration.signed());
    flag(features, RegistrationSchema.HIDDEN, registration.hidden());
    Registrar registrar = registration.registrar();
    String seller = registrar == null ? null : registrar.name();
    if (seller != null && !seller.isEmpty()) {
      features.set(RegistrationSchema.LEN_REGISTRAR, seller.codePointCount(0, seller.length()));
      features.set(RegistrationSchema.ENTROPY_REGISTRAR, entropy(seller));
    }
    nameservers(registration.nameservers(), features);
    statuses(Set.copyOf(registration.statuses()), features);
  }

  private static @Nullable Instant instant(@Nullable RegistryDate date) {
    if (date == null) {
      return null;
    }
    Instant instant = date.instant();
    return instant == null ? date.day().atStartOfDay().toInstant(ZoneOffset.UTC) : instant;
  }

  private static double days(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return Double.NaN;
    }
    return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND / SECONDS_PER_DAY;
  }

  private static void flag(FeatureVector.Builder features, int index, @Nullable Boolean value) {
    if (value != null) {
      features.set(index, value.booleanValue());
    }
  }

  /** Of the characters, in bits. */
  static double entropy(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    text.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
    double length = text.codePointCount(0, text.length());
    double bits = 0;
    for (int count : counts.values()) {
      double share = count / length;
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }

  private static void nameservers(List<String> names, FeatureVector.Builder features) {
    if (names.isEmpty()) {
      return;
    }
    Set<String> domains = new HashSet<>();
    for (String name : names) {
      String domain = PublicSuffixes.bundled().registrableDomain(name);
      domains.add(domain == null ? name : domain);
    }
    features.set(RegistrationSchema.N_NAMESERVER, names.size());
    features.set(RegistrationSchema.N_NAMESERVER_DOMAIN, domains.size());
  }

  private static void statuses(Set<String> statuses, FeatureVector.Builder features) {
    if (statuses.isEmpty()) {
      return;
    }
    int codes = 0;
    for (String status : statuses) {
      codes += EppStatus.code(status) == null ? 0 : 1;
    }
    features.set(RegistrationSchema.N_STATUS, codes);
    features.set(RegistrationSchema.HOLD, any(statuses, "clientHold", "serverHold"));
    features.set(
        RegistrationSchema.LOCKED,
        any(statuses, "clientTransferProhibited", "serverTransferProhibited"));
    features.set(RegistrationSchema.REGISTRY_LOCKED, any(statuses, "serverDeleteProhibited"));
    features.set(RegistrationSchema.NEW, any(statuses, "addPeriod"));
    features.set(RegistrationSchema.DELETING, any(statuses, "pendingDelete", "redemptionPeriod"));
  }

  private static boolean any(Set<String> statuses, String... codes) {
    for (String code : codes) {
      if (statuses.contains(code)) {
        return true;
      }
    }
    return false;
  }
}
