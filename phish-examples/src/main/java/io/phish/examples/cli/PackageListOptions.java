package io.phish.examples.cli;

import io.phish.PhishException;
import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.MaliciousPackages;
import io.phish.core.packages.PackageId;
import io.phish.core.packages.PackageLists;
import io.phish.core.packages.PopularPackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The host's own lists of packages. */
final class PackageListOptions {
  @Option(
      names = "--popular",
      paramLabel = "FILE",
      description =
          "Popular packages of --ecosystem, the most popular first, in place of the bundled ones.")
  private @Nullable Path popular;

  @Option(
      names = "--known-malicious",
      paramLabel = "FILE",
      description =
          "Packages, or versions of them, that are known to be malicious: advisories in OSV format"
              + " (a file or a directory of them) or a list.")
  private List<Path> malicious = List.of();

  @Option(
      names = "--known-hallucinated",
      paramLabel = "FILE",
      description = "Names that language models are known to invent.")
  private List<Path> hallucinated = List.of();

  @Option(names = "--allow", paramLabel = "FILE", description = "Packages that are safe.")
  private List<Path> allow = List.of();

  @Option(names = "--deny", paramLabel = "FILE", description = "Packages that are not to be used.")
  private List<Path> deny = List.of();

  @Option(
      names = "--private",
      paramLabel = "FILE",
      description = "Packages of your own, which no public registry has.")
  private List<Path> privateNames = List.of();

  @Option(
      names = "--private-scope",
      paramLabel = "ECOSYSTEM:SCOPE",
      split = ",",
      description = "A scope or group of your own: npm:@acme, maven:com.acme.")
  private List<String> privateScopes = List.of();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  PackageListOptions() {}

  /**
   * The lists.
   *
   * @param ecosystem of lines that name none
   * @throws ParameterException if a list is wrong
   */
  PackageLists read(@Nullable Ecosystem ecosystem) {
    PackageLists.Builder lists = PackageLists.builder();
    if (popular != null) {
      if (ecosystem == null) {
        throw new ParameterException(
            command.commandLine(), "--popular needs --ecosystem to say whose names they are");
      }
      Path file = popular;
      load(() -> lists.popular(popular(file, ecosystem)));
    }
    if (!malicious.isEmpty()) {
      MaliciousPackages.Builder all = MaliciousPackages.builder();
      for (Path file : malicious) {
        load(() -> all.addFile(file, ecosystem));
      }
      lists.knownMalicious(all.build());
    }
    add(hallucinated, ecosystem, lists::knownHallucinated);
    add(allow, ecosystem, lists::allow);
    add(deny, ecosystem, lists::deny);
    add(privateNames, ecosystem, lists::privateNames);
    for (String scope : privateScopes) {
      load(() -> addScope(lists, scope));
    }
    return lists.build();
  }

  private static void addScope(PackageLists.Builder lists, String text) {
    int colon = text.indexOf(':');
    Ecosystem owner = Ecosystem.of(text.substring(0, Math.max(colon, 0))).orElse(null);
    if (owner == null || colon == text.length() - 1) {
      throw new IllegalArgumentException("--private-scope is not ECOSYSTEM:SCOPE, as npm:@acme");
    }
    lists.privateScope(owner, text.substring(colon + 1));
  }

  private void add(
      List<Path> files, @Nullable Ecosystem ecosystem, Consumer<List<PackageId>> into) {
    for (Path file : files) {
      load(() -> into.accept(PackageLists.read(file, ecosystem)));
    }
  }

  private static PopularPackages popular(Path file, Ecosystem ecosystem) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream names = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return PopularPackages.read(ecosystem, names, file.toString());
    }
  }

  /** Reads a list. */
  @FunctionalInterface
  private interface Load {
    void run() throws IOException;
  }

  private void load(Load load) {
    try {
      load.run();
    } catch (NoSuchFileException e) {
      throw new ParameterException(command.commandLine(), "there is no file " + e.getFile(), e);
    } catch (IOException | IllegalArgumentException | PhishException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
