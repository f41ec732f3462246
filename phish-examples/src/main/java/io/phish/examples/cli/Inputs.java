package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.examples.json.Rejection;
import io.phish.subject.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns inputs into subjects, and failures into what is said of them. Safe for any number of
 * threads.
 *
 * @param kind the kind that every input is of, null if it is guessed
 */
record Inputs(@Nullable SubjectKind kind) {

  /**
   * Arguments as inputs. Only arguments name files: what comes from standard input may have been
   * written by anyone.
   */
  List<Line> of(List<String> arguments) {
    return arguments.stream().map(this::input).toList();
  }

  private Line input(String argument) {
    if (kind == null || !kind.isDocument() || !argument.startsWith("@")) {
      return new Line.Text(argument);
    }
    String rest = argument.substring(1);
    if (rest.startsWith("@")) {
      return new Line.Text(rest);
    }
    try {
      return new Line.File(Path.of(rest));
    } catch (InvalidPathException e) {
      return new Line.Bad(unreadable(rest, e.getReason()));
    }
  }

  /**
   * The subject of an input.
   *
   * @throws InvalidSubjectException if it is none
   * @throws RejectedInputException if it did not come that far
   */
  Subject subject(Line line) {
    if (line instanceof Line.Text text) {
      return kind == null ? Guess.of(text.text()).parse() : kind.parse(text.text());
    }
    if (line instanceof Line.File file && kind != null) {
      return kind.parse(read(file.path(), kind));
    }
    throw new RejectedInputException(((Line.Bad) line).rejection());
  }

  /** The text of an input, or the name of its file. */
  String text(Line line) {
    if (line instanceof Line.Text text) {
      return text.text();
    }
    return line instanceof Line.File file
        ? "@" + file.path()
        : ((Line.Bad) line).rejection().value();
  }

  /** What is said of an input without a verdict. */
  Rejection rejection(Line line, Throwable cause) {
    if (cause instanceof RejectedInputException rejected) {
      return rejected.rejection;
    }
    String value =
        kind == null && line instanceof Line.Text text ? Guess.of(text.text()).value() : text(line);
    if (cause instanceof InvalidSubjectException invalid) {
      return Rejection.of(value, invalid);
    }
    return new Rejection(
        kind == null ? null : kind.id(), value, "internal-error", cause.toString(), null);
  }

  private byte[] read(Path path, SubjectKind kind) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(kind.maxFileSize() + 1);
      if (content.length > kind.maxFileSize()) {
        throw new RejectedInputException(
            new Rejection(
                kind.id(),
                "@" + path,
                LineReader.TOO_LONG,
                "file has more than " + kind.maxFileSize() + " octets",
                kind.maxFileSize()));
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new RejectedInputException(unreadable(path.toString(), "there is no such file"));
    } catch (IOException e) {
      throw new RejectedInputException(unreadable(path.toString(), String.valueOf(e.getMessage())));
    }
  }

  private Rejection unreadable(String path, String why) {
    return new Rejection(
        kind == null ? null : kind.id(),
        "@" + path,
        "unreadable",
        "file cannot be read: " + why,
        null);
  }

  /** An input that is no subject for a reason that no {@link InvalidSubjectException} knows. */
  static final class RejectedInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    RejectedInputException(Rejection rejection) {
      // A binary file has thousands of them, and nobody looks at their stack traces.
      super(rejection.message(), null, false, false);
      this.rejection = rejection;
    }
  }
}
