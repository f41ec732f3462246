package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.InvalidSubjectException;
import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageChecker;
import io.phish.core.packages.PackageId;
import io.phish.core.packages.PackageVerdict;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code phish package}. */
@Command(
    name = "package",
    header = "Says which package names are attacks: typosquats, known malware, names nobody has.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A package is pkg:npm/name@1.0.0, npm/name@1.0.0 or, with --ecosystem, name@1.0.0; the version",
      "may be left out. Lists have a package a line, written likewise, and may end in .gz.",
      "",
      "Registries are asked if --registry or --deps-dev names them, or if the package managers of this",
      "user are set up with them; there is none by default.",
      "",
      "With --json each package is a line, in the same order:",
      "  name, ecosystem",
      "  recommendation",
      "              SAFE, SUSPICIOUS, HIGH_RISK, NOT_FOUND or UNKNOWN",
      "  score       the probability that it is an attack; null if nothing could be learnt",
      "  target, rule, rank",
      "              the popular package that it looks like, by which trick; null if none",
      "  missing     of what is not found: near-popular, known-hallucinated, tombstone,",
      "              private-scope or unregistered; else null",
      "  reasons     [{\"code\",\"weight\",\"message\"}], the strongest first; the weight moves the",
      "              log-odds of an attack, and is 0 for what is told only",
      "or, if it names no package,",
      "  failure, line, offset",
      "              what is wrong and where: in UTF-16 units, in octets if it is too long or no text",
      "",
      "Exit codes:",
      "  0    every package is safe",
      "  1    one is suspicious or of high risk",
      "  2    the command line or a list is wrong",
      "  3    none is worse than unknown, not found, or no package",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish package --offline --ecosystem pypi requests reqeusts",
      "  phish package --stdin --ecosystem npm --json < names.txt",
      "  phish package --registry npm=https://registry.example.org/ npm/lodahs"
    })
final class PackageCommand implements Callable<Integer> {
  private static final int MAX_LINE = 1 << 16;

  /** Packages that are looked up at a time, and so are in memory. */
  private static final int BATCH = 256;

  /** Batches wait for their turn, for no package is asked about more often than it may be. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "PACKAGE", description = "Packages to check.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read packages from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = "--ecosystem",
      paramLabel = "ECOSYSTEM",
      converter = EcosystemConverter.class,
      description = "Of names without one: pypi, npm, cargo, maven, gem, golang or nuget.")
  private @Nullable Ecosystem ecosystem;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Mixin private PackageListOptions lists = new PackageListOptions();

  @Mixin private RegistryOptions registries = new RegistryOptions();

  @Spec private CommandSpec spec;

  private int worst;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  PackageCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !names.isEmpty()) {
      throw wrong(stdin ? "give packages or --stdin, not both" : "give a package or --stdin");
    }
    PackageChecker.Builder builder = PackageChecker.builder().lists(lists.read(ecosystem));
    if (!registries.offline()) {
      builder.registry(registries.open(streams)).timeout(registries.timeout()).deadline(DEADLINE);
    }
    try (PackageChecker checker = builder.build()) {
      if (json) {
        check(checker, new JsonReport(new Output(streams.out())));
      } else {
        check(checker, new TextReport(streams));
      }
    }
    return worst;
  }

  /** Where answers go. */
  private interface Report {
    void verdict(PackageVerdict verdict);

    void failure(String what, long line, @Nullable Integer offset);

    /** Whatever was told is to be seen now. */
    void flush();
  }

  /** A line, and what it names or why it names nothing. */
  private record Asked(
      long line, @Nullable PackageId id, String failure, @Nullable Integer offset) {}

  private void check(PackageChecker checker, Report report) {
    List<Asked> batch = new ArrayList<>();
    Runnable finish =
        () -> {
          finish(checker, batch, report);
          report.flush();
        };
    Iterator<Line> lines =
        stdin
            ? new LineReader(streams.in(), null, finish, MAX_LINE)
            : names.stream().<Line>map(Line.Text::new).iterator();
    for (long number = 1; lines.hasNext(); number++) {
      batch.add(asked(lines.next(), number));
      if (batch.size() == BATCH) {
        finish(checker, batch, report);
      }
    }
    finish.run();
  }

  private Asked asked(Line line, long number) {
    if (line instanceof Line.Bad bad) {
      Rejection rejection = bad.rejection();
      return new Asked(number, null, rejection.message(), rejection.offset());
    }
    try {
      PackageId id = PackageId.read(((Line.Text) line).text(), ecosystem);
      return new Asked(number, id, "", null);
    } catch (InvalidSubjectException e) {
      return new Asked(number, null, String.valueOf(e.getMessage()), e.offset());
    }
  }

  private void finish(PackageChecker checker, List<Asked> batch, Report report) {
    List<PackageId> ids = new ArrayList<>();
    for (Asked asked : batch) {
      if (asked.id() != null) {
        ids.add(asked.id());
      }
    }
    Iterator<PackageVerdict> verdicts =
        checker.checkAll(ids).toCompletableFuture().join().iterator();
    for (Asked asked : batch) {
      if (asked.id() == null) {
        report.failure(asked.failure(), asked.line(), asked.offset());
        note(ExitCode.UNKNOWN);
      } else {
        PackageVerdict verdict = verdicts.next();
        report.verdict(verdict);
        note(exitCode(verdict));
      }
    }
    batch.clear();
  }

  private void note(int code) {
    if (worst != ExitCode.FOUND && code != ExitCode.BENIGN) {
      worst = code;
    }
  }

  private static int exitCode(PackageVerdict verdict) {
    return switch (verdict.recommendation()) {
      case SAFE -> ExitCode.BENIGN;
      case SUSPICIOUS, HIGH_RISK -> ExitCode.FOUND;
      case NOT_FOUND, UNKNOWN -> ExitCode.UNKNOWN;
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static final class JsonReport implements Report {
    private final Output output;
    private final JsonGenerator generator;

    JsonReport(Output output) {
      this.output = output;
      try {
        this.generator = SafeJson.factory().createGenerator(output.buffer());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void verdict(PackageVerdict verdict) {
      output.write(() -> PackageJson.write(verdict, generator), false);
    }

    @Override
    public void failure(String what, long line, @Nullable Integer offset) {
      output.write(() -> PackageJson.writeFailure(what, line, offset, generator), false);
    }

    @Override
    public void flush() {
      output.flush();
    }
  }

  private static final class TextReport implements Report {
    private final Streams streams;
    private final Palette palette;
    private Table table = table();

    TextReport(Streams streams) {
      this.streams = streams;
      this.palette = new Palette(streams.colour());
    }

    private static Table table() {
      return new Table("package", "recommendation", "score", "why");
    }

    @Override
    public void verdict(PackageVerdict verdict) {
      table.row(PackageText.row(verdict));
    }

    @Override
    public void failure(String what, long line, @Nullable Integer offset) {
      table.row("(" + line + ")", "none", "-", what);
    }

    @Override
    public void flush() {
      if (table.isEmpty()) {
        return;
      }
      PrintWriter out = streams.printer();
      out.print(table.render("", palette));
      out.flush();
      table = table();
    }
  }

  /** Ecosystems by their usual names. */
  static final class EcosystemConverter implements ITypeConverter<Ecosystem> {
    @Override
    public Ecosystem convert(String text) {
      return Ecosystem.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not pypi, npm, cargo, maven, gem, golang or nuget"));
    }
  }
}
