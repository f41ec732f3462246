package io.phish;

import io.phish.spi.DetectorProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the engine. */
final class Providers {

  private Providers() {}

  /** The one provider that the class loader of this library sees. */
  static DetectorProvider only() {
    ServiceLoader<DetectorProvider> loader =
        ServiceLoader.load(DetectorProvider.class, Detector.class.getClassLoader());
    List<DetectorProvider> found = new ArrayList<>();
    try {
      for (Iterator<DetectorProvider> providers = loader.iterator(); providers.hasNext(); ) {
        found.add(providers.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ConfigurationException(
          "the detector engine could not be loaded: " + e.getMessage() + rootOf(e), e);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "no detector engine: add io.phish:phish-core to the class path or module path");
    }
    List<String> names =
        found.stream()
            .map(
                provider ->
                    provider.getClass().getName() + " in " + CodeSource.of(provider.getClass()))
            .toList();
    throw new ConfigurationException(
        "more than one detector engine; remove all but one: " + String.join(", ", names));
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? "" : ": " + root;
  }

  private static final class CodeSource {
    static String of(Class<?> type) {
      java.security.CodeSource source = type.getProtectionDomain().getCodeSource();
      return source == null || source.getLocation() == null
          ? "an unknown place"
          : source.getLocation().toString();
    }
  }
}
