package io.phish.core.engine;

import io.phish.ConfigurationException;
import io.phish.spi.ExtractorDescriptor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host set for an extractor: what the engine understands, and what the extractor does. */
final class Settings {
  private static final String TIMEOUT = "timeout";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Settings() {}

  /**
   * The descriptor with what the engine understands applied.
   *
   * @throws ConfigurationException if a key is known to neither
   */
  static ExtractorDescriptor<?> applyTo(
      ExtractorDescriptor<?> descriptor, Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (!key.equals(TIMEOUT) && !descriptor.settings().contains(key)) {
        TreeSet<String> known = new TreeSet<>(descriptor.settings());
        known.add(TIMEOUT);
        throw new ConfigurationException("no setting '" + key + "'; known are " + known);
      }
    }
    String timeout = settings.get(TIMEOUT);
    return timeout == null ? descriptor : descriptor.withTimeout(duration(timeout));
  }

  static Map<String, String> forExtractor(
      ExtractorDescriptor<?> descriptor, Map<String, String> settings) {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.keySet().retainAll(descriptor.settings());
    return Map.copyOf(own);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new ConfigurationException(
          "timeout '" + text + "' is no duration above 0 such as 300ms or 2s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
