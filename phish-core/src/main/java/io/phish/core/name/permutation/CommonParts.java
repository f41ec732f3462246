package io.phish.core.name.permutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Words and top-level domains for who has no list. */
final class CommonParts {

  private CommonParts() {}

  static List<String> words() {
    return read("/io/phish/core/name/resemblance/affixes-domain.txt");
  }

  static List<String> suffixes() {
    return read("/io/phish/core/name/permutation/common-tlds.txt");
  }

  private static List<String> read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(CommonParts.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.strip().split(" ")))
          .filter(word -> !word.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
