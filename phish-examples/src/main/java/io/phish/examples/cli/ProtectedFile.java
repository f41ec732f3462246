package io.phish.examples.cli;

import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of protected names: a name a line, the most popular first, perhaps with rank, owner and
 * aliases behind tabs. Lines that are empty or begin with {@code #} are skipped.
 */
final class ProtectedFile {
  private static final int MAX_LINE = 1 << 16;

  private ProtectedFile() {}

  /** A line, split at its tabs. */
  private record Row(long line, List<String> cells) {}

  /**
   * Reads a file.
   *
   * @param kind of all names, null to tell it from most of them
   * @throws IOException if it cannot be read
   * @throws BadFileException with the line if something in it is wrong, or if there is no name
   */
  static List<ProtectedName> read(Path file, @Nullable NameKind kind) throws IOException {
    List<Row> rows = rows(file);
    if (rows.isEmpty()) {
      throw new BadFileException(file + " has no names");
    }
    NameKind one = kind == null ? kind(rows) : kind;
    List<ProtectedName> names = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<String> cells = row.cells();
      names.add(
          new ProtectedName(
              cells.get(0),
              one,
              cells.size() > 1 && !cells.get(1).isEmpty() ? rank(file, row) : names.size() + 1,
              cells.size() > 2 && !cells.get(2).isEmpty() ? cells.get(2) : null,
              cells.size() > 3 ? Set.copyOf(cells.subList(3, cells.size())) : Set.of()));
    }
    return names;
  }

  private static List<Row> rows(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      LineReader lines = new LineReader(in, null, () -> {}, MAX_LINE);
      for (long number = 1; lines.hasNext(); number++) {
        Line line = lines.next();
        if (line instanceof Line.Bad bad) {
          throw new BadFileException(file + ", line " + number + ": " + bad.rejection().message());
        }
        String text = ((Line.Text) line).text();
        if (!text.isBlank() && !text.startsWith("#")) {
          rows.add(new Row(number, List.of(text.strip().split("\t", -1))));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows;
  }

  private static int rank(Path file, Row row) {
    try {
      int rank = Integer.parseInt(row.cells().get(1));
      if (rank > 0) {
        return rank;
      }
    } catch (NumberFormatException e) {
      // Refused below, with what is not positive.
    }
    throw new BadFileException(
        file + ", line " + row.line() + ": '" + row.cells().get(1) + "' is no rank of 1 or more");
  }

  private static NameKind kind(List<Row> rows) {
    int hosts = 0;
    int dotted = 0;
    int scoped = 0;
    for (Row row : rows) {
      String name = row.cells().get(0).toLowerCase(Locale.ROOT);
      hosts += isHost(name) ? 1 : 0;
      dotted += name.indexOf('.') >= 0 ? 1 : 0;
      scoped += name.indexOf('/') >= 0 || name.indexOf(':') >= 0 || name.indexOf('_') >= 0 ? 1 : 0;
    }
    if (2 * hosts > rows.size()) {
      return NameKind.DOMAIN;
    }
    return dotted + scoped == 0 ? NameKind.LABEL : NameKind.PACKAGE;
  }

  private static boolean isHost(String name) {
    int dot = name.indexOf('.');
    return dot > 0
        && dot < name.length() - 1
        && name.indexOf('/') < 0
        && name.indexOf(':') < 0
        && PublicSuffixes.isListed(PublicSuffixes.bundled().find(name, 0, name.length()));
  }

  /** A file that is no such list; the message says where. */
  static final class BadFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
      super(message);
    }
  }
}
