package io.phish.examples.cli;

import io.phish.Brand;
import io.phish.DetectorBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The names that matter to who asks. */
final class LookalikeOptions {
  /** In octets. */
  private static final int MAX_FILE = 8 << 20;

  @Option(
      names = "--protect",
      paramLabel = "NAME[=DOMAIN,…]|@FILE",
      description =
          "A brand of your own and all its domains, to be protected from imitation beside the"
              + " bundled ones; or a file with one a line. May be given several times.")
  private List<String> brands = List.of();

  @Option(
      names = "--allow",
      paramLabel = "DOMAIN|@FILE",
      description = "What imitates nothing, with all that is below it. May be given several times.")
  private List<String> allowed = List.of();

  @Option(
      names = "--deny",
      paramLabel = "DOMAIN|@FILE",
      description =
          "What is an attack for certain, with all that is below it. May be given several times.")
  private List<String> denied = List.of();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  LookalikeOptions() {}

  /** Hands the names over. */
  void configure(DetectorBuilder builder) {
    each("--protect", brands, text -> builder.protect(Brand.parse(text)));
    each("--allow", allowed, builder::allow);
    each("--deny", denied, builder::deny);
  }

  private void each(String option, List<String> values, Consumer<String> use) {
    for (String value : values) {
      if (!value.startsWith("@")) {
        take(option, value, use);
        continue;
      }
      List<String> lines = lines(option, value.substring(1));
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          take(option + ' ' + value + ", line " + (i + 1), line, use);
        }
      }
    }
  }

  private void take(String where, String text, Consumer<String> use) {
    try {
      use.accept(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), where + ": " + e.getMessage(), e);
    }
  }

  private List<String> lines(String option, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] octets = in.readNBytes(MAX_FILE + 1);
      if (octets.length <= MAX_FILE) {
        return new String(octets, StandardCharsets.UTF_8).lines().toList();
      }
      throw new IOException("has more than 8 MiB");
    } catch (InvalidPathException | IOException e) {
      throw new ParameterException(
          command.commandLine(), option + ": " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
