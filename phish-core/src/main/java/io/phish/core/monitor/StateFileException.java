package io.phish.core.monitor;

import java.io.IOException;
import java.nio.file.Path;

/** A file is no state that can be used. It was left as it is. */
public final class StateFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final int line;

  StateFileException(Path file, int line, String message) {
    super(file + ":" + line + ": " + message);
    this.file = file;
    this.line = line;
  }

  /** The file; null after serialisation. */
  public Path file() {
    return file;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
