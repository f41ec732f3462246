package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.core.packages.PackageId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Findings that do not count: a line has a package, a date or {@code never}, and a reason. Lines
 * that are empty or begin with {@code #} are skipped.
 */
record IgnoreFile(List<Rule> rules) {
  private static final int MAX_LINE = 1 << 14;

  /** Copies the rules. */
  IgnoreFile {
    rules = List.copyOf(rules);
  }

  /**
   * One line.
   *
   * @param until the last day on which it holds, null for ever
   */
  record Rule(PackageId id, @Nullable LocalDate until, String reason, String place) {

    boolean isExpired(LocalDate today) {
      return until != null && today.isAfter(until);
    }

    boolean isAbout(PackageId other) {
      return id.ecosystem() == other.ecosystem()
          && id.canonicalName().equals(other.canonicalName())
          && (id.version() == null || id.version().equals(other.version()));
    }
  }

  /** The rule that holds today for a package. */
  Optional<Rule> rule(PackageId id, LocalDate today) {
    return rules.stream().filter(rule -> !rule.isExpired(today) && rule.isAbout(id)).findFirst();
  }

  List<Rule> expired(LocalDate today) {
    return rules.stream().filter(rule -> rule.isExpired(today)).toList();
  }

  /**
   * Reads a file.
   *
   * @throws BadIgnoreException with the line if something in it is wrong
   */
  static IgnoreFile read(Path file) throws IOException {
    List<Rule> rules = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in, null, () -> {}, MAX_LINE);
      for (long number = 1; lines.hasNext(); number++) {
        Line line = lines.next();
        String place = file + ", line " + number;
        if (line instanceof Line.Bad bad) {
          throw new BadIgnoreException(place + ": " + bad.rejection().message());
        }
        String text = ((Line.Text) line).text().strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          rules.add(rule(text, place));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new IgnoreFile(rules);
  }

  private static Rule rule(String text, String place) {
    String[] parts = text.split("\\s+", 3);
    if (parts.length < 2) {
      throw new BadIgnoreException(place + ": no date; write ECOSYSTEM/NAME DATE|never REASON");
    }
    if (parts.length < 3) {
      throw new BadIgnoreException(place + ": no reason; say why " + parts[0] + " is ignored");
    }
    LocalDate until = null;
    if (!parts[1].equals("never")) {
      try {
        until = LocalDate.parse(parts[1]);
      } catch (DateTimeParseException e) {
        throw new BadIgnoreException(
            place + ": '" + parts[1] + "' is no date as 2027-01-31, and not never");
      }
    }
    try {
      PackageId id = PackageId.read(parts[0], null);
      id.canonicalName();
      return new Rule(id, until, parts[2], place);
    } catch (InvalidSubjectException e) {
      throw new BadIgnoreException(place + ": " + e.getMessage());
    }
  }

  /** A file that is no such list; the message says where. */
  static final class BadIgnoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadIgnoreException(String message) {
      super(message);
    }
  }
}
