package io.phish.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The data that is not in the repository. A test that asks for it is skipped where it is not. */
public final class SharedData {
  private SharedData() {}

  /** The directory of the data. */
  public static Path directory() {
    Path directory = Path.of(System.getProperty("phish.shared", "../shared")).resolve("data");
    Assumptions.assumeTrue(
        Files.isDirectory(directory),
        "no data in " + directory.toAbsolutePath() + "; name it by -Dphish.shared");
    return directory;
  }

  /** The lines of a gzip file. */
  public static List<String> lines(String file) throws IOException {
    Path path = directory().resolve(file);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      // String.lines() would also end a line at a carriage return within a JSON string.
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    }
  }
}
