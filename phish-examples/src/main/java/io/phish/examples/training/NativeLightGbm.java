package io.phish.examples.training;

import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads LightGBM's native library, from a directory of this process alone. Left to itself,
 * lightgbm4j 4.3.0 writes the library under one fixed name into {@code java.io.tmpdir}, over the
 * file that another process may be running from, which kills that process.
 */
final class NativeLightGbm {
  private static final String TMPDIR = "java.io.tmpdir";

  private NativeLightGbm() {}

  /**
   * Loads the library unless it is loaded already. Called before any class of lightgbm4j is
   * touched.
   *
   * @throws IOException if it does not run here; on Linux it needs libgomp
   */
  static void load() throws IOException {
    if (!isAvailable()) {
      throw new IOException("LightGBM cannot be loaded: is libgomp installed? " + Loaded.PROBLEM);
    }
  }

  static boolean isAvailable() {
    return Loaded.PROBLEM.isEmpty();
  }

  /** Tried once per process. */
  private static final class Loaded {
    static final String PROBLEM = tryToLoad();

    private static String tryToLoad() {
      String shared = System.getProperty(TMPDIR);
      try {
        Path own = Files.createTempDirectory("phish-lightgbm");
        System.setProperty(TMPDIR, own.toString());
        LGBMBooster.loadNative();
        deleteOnExit(own);
        return LGBMBooster.isNativeLoaded() ? "" : "there is no build for this platform";
      } catch (IOException | LinkageError e) {
        return e.toString();
      } finally {
        System.setProperty(TMPDIR, shared);
      }
    }

    private static void deleteOnExit(Path directory) {
      // In reverse order of registration, so the directory goes last.
      directory.toFile().deleteOnExit();
      File[] files = directory.toFile().listFiles();
      if (files != null) {
        for (File file : files) {
          file.deleteOnExit();
        }
      }
    }
  }
}
