package io.phish.examples.cli;

import io.phish.AnalysisBatch.Progress;
import io.phish.core.packages.PackageChecker;
import io.phish.core.packages.Recommendation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish scan}. */
@Command(
    name = "scan",
    header = "Checks the packages that manifests, lock files and bills of materials name.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A folder is searched for files of pip, Poetry, Pipenv, uv, PDM, npm, Yarn, pnpm, Cargo, Maven,",
      "Gradle, Bundler and Go, and for CycloneDX and SPDX; node_modules, target, .git and the like are",
      "skipped. Nothing is run, and no file outside the root is opened. What cannot be read is told",
      "with file and line; the rest is checked.",
      "",
      "An ignore file has a package, a date or never, and a reason a line:",
      "  npm/left-padd 2027-01-31 our own fork, renamed with the next release",
      "",
      "Exit codes:",
      "  0    nothing was found that --fail-on names; what is unknown is told and does not fail",
      "  1    something was",
      "  2    the command line, a list or the ignore file is wrong",
      "  3    a file could not be read or not to its end, and nothing is worse",
      "  4    the output could not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish scan --offline .",
      "  phish scan pom.xml --fail-on high-risk,not-found",
      "  phish scan . --sarif --output phish.sarif --ignore .phish-ignore"
    })
final class ScanCommand implements Callable<Integer> {
  /** Batches wait for their turn, for no package is asked about more often than it may be. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Streams streams;

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to scan.")
  private List<Path> paths = List.of();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(names = "--sarif", description = "SARIF 2.1.0.")
  private boolean sarif;

  @Option(names = "--junit", description = "JUnit XML.")
  private boolean junit;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the report there, and the table to standard output.")
  private @Nullable Path output;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "Files may include others in it. By default the folder that is scanned or, of a file, the"
              + " working directory if the file is in it, else the folder of the file.")
  private @Nullable Path root;

  @Option(
      names = "--fail-on",
      paramLabel = "WHAT",
      split = ",",
      description =
          "suspicious (high-risk as well), high-risk, not-found or none; suspicious by default.")
  private List<String> failOn = List.of("suspicious");

  @Option(
      names = "--ignore",
      paramLabel = "FILE",
      description = "Findings that do not count, with reasons.")
  private @Nullable Path ignore;

  @Mixin private PackageListOptions lists = new PackageListOptions();

  @Mixin private RegistryOptions registries = new RegistryOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ScanCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if ((json ? 1 : 0) + (sarif ? 1 : 0) + (junit ? 1 : 0) > 1) {
      throw wrong("give one of --json, --sarif and --junit");
    }
    Set<Recommendation> failing = failing();
    IgnoreFile ignored = ignored();
    PackageChecker.Builder builder = PackageChecker.builder().lists(lists.read(null));
    if (!registries.offline()) {
      builder.registry(registries.open(streams)).timeout(registries.timeout()).deadline(DEADLINE);
    }
    ScanResult result;
    try (PackageChecker checker = builder.build()) {
      ScanRun run = new ScanRun(checker, failing, ignored, LocalDate.now(ZoneOffset.UTC));
      result = watched(run);
    }
    report(result);
    if (result.fails()) {
      return ExitCode.FOUND;
    }
    return result.problems().isEmpty() ? ExitCode.BENIGN : ExitCode.UNKNOWN;
  }

  private ScanResult watched(ScanRun run) throws IOException {
    for (Path path : paths) {
      run.read(path, rootOf(path));
    }
    if (!streams.interactive()) {
      return run.check();
    }
    try (ProgressLine line =
        new ProgressLine(
            streams.err(),
            () -> new Progress(run.started(), run.checked(), 0, false),
            System::nanoTime)) {
      line.start();
      return run.check();
    }
  }

  private Path rootOf(Path path) {
    if (root != null) {
      if (!Files.isDirectory(root)) {
        throw wrong("there is no folder " + root);
      }
      return root;
    }
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return absolute;
    }
    Path here = Path.of("").toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw wrong("there is no file " + path);
    }
    return absolute.startsWith(here) ? here : folder;
  }

  private Set<Recommendation> failing() {
    Set<Recommendation> failing = EnumSet.noneOf(Recommendation.class);
    for (String what : failOn) {
      switch (what) {
        case "suspicious" -> {
          failing.add(Recommendation.SUSPICIOUS);
          failing.add(Recommendation.HIGH_RISK);
        }
        case "high-risk" -> failing.add(Recommendation.HIGH_RISK);
        case "not-found" -> failing.add(Recommendation.NOT_FOUND);
        case "none" -> {
          // Only told.
        }
        default ->
            throw wrong("--fail-on " + what + " is not suspicious, high-risk, not-found or none");
      }
    }
    return failing;
  }

  private IgnoreFile ignored() throws IOException {
    if (ignore == null) {
      return new IgnoreFile(List.of());
    }
    try {
      return IgnoreFile.read(ignore);
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + ignore);
    } catch (IgnoreFile.BadIgnoreException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void report(ScanResult result) throws IOException {
    boolean machine = json || sarif || junit;
    if (output != null) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(output))) {
        write(result, out, false);
      }
    }
    if (output == null && machine) {
      OutputStream out = new BufferedOutputStream(streams.out());
      write(result, out, false);
      out.flush();
    } else {
      write(result, streams.out(), true);
    }
  }

  private void write(ScanResult result, OutputStream out, boolean table) throws IOException {
    if (table || !(json || sarif || junit)) {
      PrintWriter text = table ? streams.printer() : new PrintWriter(out, false, streams.charset());
      ScanText.write(result, new Palette(table && streams.colour()), text);
      text.flush();
    } else if (json) {
      ScanJson.write(result, out);
    } else if (sarif) {
      ScanSarif.write(result, out);
    } else {
      ScanJunit.write(result, out);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
