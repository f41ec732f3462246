package io.phish.core.packages;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files of a host, perhaps packed. */
final class ListFile {
  private static final int HEAD = 256;

  private ListFile() {}

  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new BufferedInputStream(
          file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether the first sign is a brace or a bracket; the stream stands where it stood. */
  static boolean isJson(InputStream in) throws IOException {
    in.mark(HEAD);
    try {
      for (int i = 0; i < HEAD; i++) {
        int c = in.read();
        if (c > ' ' || c < 0) {
          return c == '{' || c == '[';
        }
      }
      return false;
    } finally {
      in.reset();
    }
  }
}
