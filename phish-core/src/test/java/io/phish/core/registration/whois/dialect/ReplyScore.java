package io.phish.core.registration.whois.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.RegistryDate;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was read with what was expected, as the data's README advises: by days, one more or
 * less where the zone is not stated; nameservers as sets; names whatever their case.
 */
final class ReplyScore {
  private final Map<String, int[]> counts = new TreeMap<>();
  private final StringBuilder misses = new StringBuilder();

  void add(String id, JsonNode expected, Registration read) {
    if (expected.path("registered").isBoolean()) {
      boolean registered = read.state() == RegistrationState.REGISTERED;
      count(id, "registered", expected.get("registered").asBoolean() == registered, read.state());
    }
    if (expected.path("available").isBoolean()) {
      boolean available = read.state() == RegistrationState.UNREGISTERED;
      count(id, "available", expected.get("available").asBoolean() == available, read.state());
    }
    date(id, "created", expected.get("created_on"), read.created());
    date(id, "updated", expected.get("updated_on"), read.updated());
    date(id, "expires", expected.get("expires_on"), read.expires());
    if (expected.has("registrar")) {
      String name = expected.get("registrar").path("name").asText("");
      String got = read.registrar() == null ? null : read.registrar().name();
      count(id, "registrar", name.equalsIgnoreCase(got == null ? "" : got), got);
    }
    if (expected.path("nameservers").isArray()) {
      Set<String> names = new HashSet<>();
      expected.get("nameservers").forEach(n -> names.add(name(n.asText())));
      count(id, "nameservers", names.equals(new HashSet<>(read.nameservers())), read.nameservers());
    }
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private void date(
      String id, String field, @Nullable JsonNode expected, @Nullable RegistryDate read) {
    if (expected == null || (!expected.isNull() && expected.path("date").isNull())) {
      return;
    }
    if (expected.isNull() || read == null) {
      count(id, field, expected.isNull() && read == null, read);
      return;
    }
    long days =
        Math.abs(
            ChronoUnit.DAYS.between(LocalDate.parse(expected.get("date").asText()), read.day()));
    count(id, field, days <= (expected.get("has_tz").asBoolean() ? 0 : 1), read);
  }

  private void count(String id, String field, boolean right, @Nullable Object read) {
    int[] count = counts.computeIfAbsent(field, f -> new int[2]);
    count[1]++;
    if (right) {
      count[0]++;
    } else {
      misses.append(field).append(' ').append(id).append(": ").append(read).append('\n');
    }
  }

  double share(String field) {
    int[] count = counts.getOrDefault(field, new int[] {0, 1});
    return (double) count[0] / count[1];
  }

  /** Of all fields. */
  double share() {
    int right = counts.values().stream().mapToInt(c -> c[0]).sum();
    return (double) right / counts.values().stream().mapToInt(c -> c[1]).sum();
  }

  String table() {
    StringBuilder table = new StringBuilder();
    counts.forEach(
        (field, count) ->
            table.append(
                String.format(Locale.ROOT, "%-12s %3d of %3d%n", field, count[0], count[1])));
    return table
        .append(String.format(Locale.ROOT, "all %.4f%n", share()))
        .append(misses)
        .toString();
  }
}
