package io.phish.core.engine;

import io.phish.spi.LoadProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds providers one by one, so that a broken one hides no other. A plain loop over a {@link
 * ServiceLoader} ends at the first that cannot be loaded.
 */
final class Discovery {
  /** A service file that is broken on every line must not keep us for ever. */
  private static final int MAX_PROBLEMS = 1_000;

  private static final Pattern PROVIDER_IN_MESSAGE =
      Pattern.compile("(?:Provider |module )?([\\w$]+(?:\\.[\\w$]+)+)(?: not found| could not be)");

  private Discovery() {}

  /** A provider and where it is from. */
  record Found<T>(T provider, String source) {}

  static <T> List<Found<T>> find(
      Class<T> service, ClassLoader classLoader, Consumer<LoadProblem> problems) {
    List<Found<T>> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<T>> providers =
        ServiceLoader.load(service, classLoader).stream().iterator();
    int failures = 0;
    while (failures < MAX_PROBLEMS) {
      ServiceLoader.Provider<T> provider;
      try {
        if (!providers.hasNext()) {
          break;
        }
        provider = providers.next();
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        problems.accept(unloadable(service, classLoader, e));
        continue;
      }
      try {
        found.add(new Found<>(provider.get(), source(provider.type())));
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        failures++;
        problems.accept(
            new LoadProblem(
                provider.type().getName(),
                source(provider.type()),
                "could not be made: " + Failures.describe(root(e)),
                e));
      }
    }
    return found;
  }

  private static LoadProblem unloadable(Class<?> service, ClassLoader classLoader, Throwable e) {
    String message = String.valueOf(e.getMessage());
    String provider = "an unknown class";
    String source = "an unknown place";
    // The error names the class but not the file that names it: look which one does.
    Matcher matcher = PROVIDER_IN_MESSAGE.matcher(message);
    if (matcher.find()) {
      provider = matcher.group(1);
      source = sourceNaming(service, classLoader, provider);
    } else if (e.getCause() instanceof NoClassDefFoundError missing) {
      message = "needs the missing class " + missing.getMessage();
    }
    return new LoadProblem(provider, source, "could not be loaded: " + message, e);
  }

  private static String sourceNaming(Class<?> service, ClassLoader classLoader, String provider) {
    try {
      Enumeration<URL> files = classLoader.getResources("META-INF/services/" + service.getName());
      while (files.hasMoreElements()) {
        URL file = files.nextElement();
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
          if (lines.lines().anyMatch(line -> line.contains(provider))) {
            return file.toString();
          }
        }
      }
    } catch (IOException e) {
      return "an unreadable place";
    }
    return "an unknown place";
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root instanceof ServiceConfigurationError && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  static String source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "an unknown place"
        : source.getLocation().toString();
  }
}
