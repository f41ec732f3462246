package io.phish.core.name.resemblance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Names that others are mistaken for, for hosts that have no list of their own. */
public final class PopularNames {
  /** The lists have no order, so all names have the same rank. */
  private static final int RANK = 100;

  private PopularNames() {}

  /**
   * The labels of some hundred popular sites and the brands that phishing borrows; where they come
   * from is in {@code tables.md} beside them.
   */
  public static List<ProtectedName> ofSites() {
    return Stream.of("popular-names.txt", "brands.txt")
        .flatMap(PopularNames::lines)
        .distinct()
        .map(label -> ProtectedName.of(label, NameKind.LABEL, RANK))
        .toList();
  }

  private static Stream<String> lines(String file) {
    String resource = "/io/phish/core/url/" + file;
    try (InputStream in =
        Objects.requireNonNull(PopularNames.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
