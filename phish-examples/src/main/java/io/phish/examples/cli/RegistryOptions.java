package io.phish.examples.cli;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.Registries;
import io.phish.core.packages.registry.RegistryConfiguration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which registries to ask about packages, and how. */
final class RegistryOptions {
  @Option(
      names = "--registry",
      paramLabel = "ECOSYSTEM=URL",
      description =
          "Ask this registry about packages of pypi, npm, cargo, maven, gem, golang or nuget; may"
              + " be given several times.")
  private List<String> registries = List.of();

  @Option(
      names = "--deps-dev",
      paramLabel = "URL",
      description = "A server of the deps.dev API, for ecosystems without a registry.")
  private @Nullable String depsDev;

  @Option(
      names = "--npm-downloads",
      paramLabel = "URL",
      description = "A server that counts the downloads of npm's packages.")
  private @Nullable String npmDownloads;

  @Option(
      names = "--registry-config",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether to ask the registries that npm, pip, Cargo, Maven, gem, Go and NuGet are set up"
              + " with here. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private String registryConfig;

  @Option(
      names = "--registry-rate",
      paramLabel = "ECOSYSTEM=N/TIME",
      description = "How often its servers may be asked at most: cargo=5/s, or pypi=10/s,1000/h.")
  private List<String> rates = List.of();

  @Option(names = "--offline", description = "Ask nobody.")
  private boolean offline;

  @Option(
      names = "--allow-private",
      description = "Let registries refer to private and loopback addresses.")
  private boolean allowPrivate;

  @Option(
      names = "--contact",
      paramLabel = "ADDRESS",
      description = "Whom a registry may write to about what this does; sent in User-Agent.")
  private @Nullable String contact;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "By when each look-up ends. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  RegistryOptions() {}

  /** For the whole of one look-up. */
  Duration timeout() {
    return timeout;
  }

  /** Whether nobody is to be asked. */
  boolean offline() {
    return offline;
  }

  /**
   * The registries that are asked for; the caller closes them. What is wrong with the
   * configuration's files is told on standard error, the rest of them counts.
   */
  PackageRegistry open(Streams streams) {
    RegistryConfiguration configuration = configuration();
    for (String problem : configuration.problems()) {
      streams.err().println("phish: " + SafeText.escape(problem));
    }
    try {
      Registries.Builder builder =
          Registries.builder(configuration)
              .offline(offline)
              .allowPrivate(allowPrivate)
              .requestTimeout(timeout);
      for (String rate : rates) {
        builder.rate(ecosystem("--registry-rate", rate), value("--registry-rate", rate));
      }
      if (contact != null) {
        builder.contact(contact);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private RegistryConfiguration configuration() {
    if (!registryConfig.equals("on") && !registryConfig.equals("off")) {
      throw wrong("--registry-config is on or off");
    }
    RegistryConfiguration configuration =
        registryConfig.equals("on")
            ? RegistryConfiguration.ofUser()
            : RegistryConfiguration.empty();
    try {
      for (String registry : registries) {
        configuration =
            configuration.with(ecosystem("--registry", registry), value("--registry", registry));
      }
      if (depsDev != null) {
        configuration = configuration.withDepsDev(depsDev);
      }
      if (npmDownloads != null) {
        configuration = configuration.withNpmDownloads(npmDownloads);
      }
      return configuration;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Ecosystem ecosystem(String option, String text) {
    String id = text.substring(0, Math.max(0, text.indexOf('=')));
    return Ecosystem.of(id)
        .orElseThrow(
            () ->
                wrong(
                    option
                        + " is not ECOSYSTEM=… with one of pypi, npm, cargo, maven, gem,"
                        + " golang and nuget"));
  }

  private String value(String option, String text) {
    String value = text.substring(text.indexOf('=') + 1);
    if (value.isBlank()) {
      throw wrong(option + " has nothing after the =");
    }
    return value;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
