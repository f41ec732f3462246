package io.phish;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one analysis is to be done. Immutable: each {@code with…} returns a changed copy.
 *
 * @param deadline by when there is a verdict, counted from the call; above 0 and at most {@link
 *     #MAX_DEADLINE}
 * @param mode whether the network may be used
 * @param forceRefresh whether caches are not read, only filled
 * @param tenant on whose behalf, null for nobody's in particular; verdicts are cached by tenant
 * @param tags passed through to listeners; at most {@link #MAX_TAGS}, unmodifiable
 */
public record AnalysisOptions(
    Duration deadline,
    AnalysisMode mode,
    boolean forceRefresh,
    @Nullable String tenant,
    Map<String, String> tags) {
  /** Most tags an analysis may have. */
  public static final int MAX_TAGS = 16;

  /** Of a tenant, a tag's name and a tag's value, in UTF-16 units. */
  public static final int MAX_TEXT_LENGTH = 256;

  /** The longest deadline. */
  public static final Duration MAX_DEADLINE = Duration.ofDays(1);

  private static final AnalysisOptions DEFAULTS =
      new AnalysisOptions(Duration.ofSeconds(1), AnalysisMode.OFFLINE, false, null, Map.of());

  /**
   * Checks bounds and copies the tags.
   *
   * @throws IllegalArgumentException if the deadline is out of bounds, there are too many tags, or
   *     a text is too long
   */
  public AnalysisOptions {
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(mode, "mode");
    if (deadline.isZero() || deadline.isNegative() || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException(
          "deadline " + deadline + " is not above 0 and at most " + MAX_DEADLINE);
    }
    if (tenant != null) {
      requireShort("tenant", tenant);
    }
    tags = Map.copyOf(tags);
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException(tags.size() + " tags, " + MAX_TAGS + " are allowed");
    }
    tags.forEach(
        (name, value) -> {
          requireShort("tag", name);
          requireShort(name, value);
        });
  }

  private static void requireShort(String field, String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new IllegalArgumentException(
          field + " has " + text.length() + " characters, " + MAX_TEXT_LENGTH + " are allowed");
    }
  }

  /** A deadline of one second, off-line, caches read, no tenant, no tags. */
  public static AnalysisOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another deadline. */
  public AnalysisOptions withDeadline(Duration deadline) {
    return new AnalysisOptions(deadline, mode, forceRefresh, tenant, tags);
  }

  /** These options with another mode. */
  public AnalysisOptions withMode(AnalysisMode mode) {
    return new AnalysisOptions(deadline, mode, forceRefresh, tenant, tags);
  }

  /** These options, reading caches or not. */
  public AnalysisOptions withForceRefresh(boolean forceRefresh) {
    return new AnalysisOptions(deadline, mode, forceRefresh, tenant, tags);
  }

  /** These options on behalf of a tenant, null for nobody's. */
  public AnalysisOptions withTenant(@Nullable String tenant) {
    return new AnalysisOptions(deadline, mode, forceRefresh, tenant, tags);
  }

  /** These options with these tags in place of the ones before. */
  public AnalysisOptions withTags(Map<String, String> tags) {
    return new AnalysisOptions(deadline, mode, forceRefresh, tenant, tags);
  }
}
