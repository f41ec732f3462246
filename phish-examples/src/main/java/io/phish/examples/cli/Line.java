package io.phish.examples.cli;

import io.phish.examples.json.Rejection;
import java.nio.file.Path;

/** One input. */
sealed interface Line {

  /** An argument, or a line of standard input without its line break. */
  record Text(String text) implements Line {}

  /** An argument that names a file. */
  record File(Path path) implements Line {}

  /** A line of standard input that is not text; why is in the rejection. */
  record Bad(Rejection rejection) implements Line {}
}
