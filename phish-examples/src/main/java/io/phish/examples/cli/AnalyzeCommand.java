package io.phish.examples.cli;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.BatchOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.spi.Combiner;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish analyze}. */
@Command(
    name = "analyze",
    header = "Says of each subject whether it is an attack, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Kinds: url, domain, email, text, page, package. Without --kind it is guessed: what begins with",
      "pkg: is a package; what has a scheme is a URL; what has a slash, a query or a port is a URL",
      "and gets https:// put before it; anything else is a domain. A package is written pypi/name or",
      "pkg:pypi/name@1.0. For email, text and page, @FILE reads a file (@@ stands for a plain @).",
      "",
      "With --stdin each line is one subject and gives one line of output, in the same order: an empty",
      "line, one of more than 196,608 octets and one that is not UTF-8 text give an error and the run",
      "goes on. Errors in JSON have a code, a message and an offset, in characters of the value; for",
      "the codes not-text and too-long of a line in octets.",
      "",
      "Off-line is the default: no name server, registry or site is contacted.",
      "",
      "Exit codes:",
      "  0    everything is benign",
      "  1    something is suspicious or phishing",
      "  2    the command line or the configuration is wrong; nothing was analysed",
      "  3    something is unknown or was rejected, and nothing is worse",
      "  4    the input could not be read or the output not be written",
      "  130  interrupted; 141 the reader of the output closed it",
      "",
      "Examples:",
      "  phish analyze https://example.com/login example.org",
      "  phish analyze --kind email @mail.eml",
      "  phish analyze --online --deadline 2s --json example.com",
      "  phish analyze --online --dns 9.9.9.9 example.com",
      "  phish analyze --protect acme=acme.com,acme.co.uk https://acme-login.example/",
      "  phish analyze --stdin --json < urls.txt | jq -r 'select(.label==\"phishing\").subject.value'"
    })
final class AnalyzeCommand implements Callable<Integer> {
  private static final Duration OFFLINE_DEADLINE = Duration.ofSeconds(1);
  private static final Duration ONLINE_DEADLINE = Duration.ofSeconds(5);

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "SUBJECT", description = "What is analysed.")
  private List<String> subjects = List.of();

  @Option(names = "--stdin", description = "Read subjects from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = {"-k", "--kind"},
      paramLabel = "KIND",
      converter = SubjectKind.Converter.class,
      description = "What the subjects are: url, domain, email, text, page or package.")
  private @Nullable SubjectKind kind;

  @Option(
      names = {"-d", "--deadline"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "By when each has its verdict: 500ms, 2s, 1m. By default 1s off-line and 5s on-line.")
  private @Nullable Duration deadline;

  @Option(names = "--online", description = "Ask name servers, registries and the like.")
  private boolean online;

  @Option(
      names = "--prior",
      paramLabel = "RATE",
      converter = PriorConverter.class,
      description = PriorConverter.DESCRIPTION)
  private @Nullable Double prior;

  @Option(
      names = "--combiner",
      paramLabel = "NAME",
      defaultValue = "stack",
      description =
          "How what several extractors say becomes one probability: stack, as was learnt from names"
              + " with known labels, or weights, by the weights that extractors lists. stack by"
              + " default.")
  private String combiner;

  @Option(names = "--json", description = "One JSON object a line instead of text for people.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary on standard error.")
  private boolean quiet;

  @Mixin private DetectorOptions detectorOptions = new DetectorOptions();

  @Mixin private LookalikeOptions lookalikeOptions = new LookalikeOptions();

  @Mixin private OnlineOptions onlineOptions = new OnlineOptions();

  @Mixin private RegistrationOptions registrationOptions = new RegistrationOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec and the combiner
  AnalyzeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (stdin == !subjects.isEmpty()) {
      throw wrong(stdin ? "give subjects or --stdin, not both" : "give a subject, or --stdin");
    }
    if (stdin && kind != null && kind.isDocument() && kind != SubjectKind.TEXT) {
      throw wrong("an " + kind.id() + " does not fit on a line; give it as @FILE instead");
    }
    AnalysisMode mode = online ? AnalysisMode.ONLINE : AnalysisMode.OFFLINE;
    Inputs inputs = new Inputs(kind);
    Output output = new Output(streams.out());
    try (Detector detector = detector()) {
      BatchRun run = new BatchRun(detector, inputs, output, printer(output, mode));
      BatchOptions options = BatchOptions.defaults().withAnalysis(analysis(mode));
      if (!stdin) {
        return run.over(inputs.of(subjects), () -> true, options, null);
      }
      LineReader lines =
          new LineReader(streams.in(), kind == null ? null : kind.id(), output::flush);
      PrintWriter terminal = streams.interactive() && !quiet ? streams.err() : null;
      if (terminal != null && !online) {
        terminal.println("off-line: nothing is contacted (--online to ask)");
      }
      return run.over(() -> lines, lines::isWaiting, options, terminal);
    }
  }

  private Detector detector() {
    DetectorBuilder builder = detectorOptions.builder();
    lookalikeOptions.configure(builder);
    onlineOptions.configure(builder);
    registrationOptions.configure(builder);
    switch (combiner) {
      case "stack" -> {} // the default of the library
      case "weights" -> builder.combiner(Combiner.weightedMean());
      default -> throw wrong("--combiner is stack or weights, not " + combiner);
    }
    if (prior != null) {
      builder.priorPhishingRate(prior);
    }
    if (stdin) {
      // A list mostly names a subject once. What was looked up is remembered all the same.
      builder.verdictCache(0, Duration.ofMinutes(1));
    }
    return builder.build();
  }

  private AnalysisOptions analysis(AnalysisMode mode) {
    Duration byDefault = online ? ONLINE_DEADLINE : OFFLINE_DEADLINE;
    return AnalysisOptions.defaults()
        .withMode(mode)
        .withDeadline(deadline == null ? byDefault : deadline);
  }

  private ResultPrinter printer(Output output, AnalysisMode mode) {
    if (json) {
      return new JsonPrinter(output.buffer());
    }
    return stdin
        ? new LinePrinter(output.buffer(), streams)
        : new TextPrinter(output.buffer(), streams, mode);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
