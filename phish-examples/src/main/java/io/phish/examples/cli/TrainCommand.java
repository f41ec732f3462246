package io.phish.examples.cli;

import io.phish.examples.training.DomainTrainer;
import io.phish.examples.training.UrlTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish train}. */
@Command(
    name = "train",
    header = "Trains the model of an extractor and measures it.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%n",
    footer = {
      "The data folder holds urls/phish_SOURCE.tsv.gz and urls/benign_SOURCE.tsv.gz: a header, then",
      "label, date and URL, tab-separated and ordered by date. The same data and seed give the same",
      "files to the byte. For the model url: three model files, a card, the figures as JSON and pictures. Nothing is said",
      "of a source by a model that learnt from it alone: for each group of benign sources a model is",
      "trained without it, which takes most of the time.",
      "",
      "For the model domain the data folder holds domains/domainradar_dev.csv.gz. Out of it come the",
      "models for the DNS and for registrations, and the stack that weighs them and the URL model."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class TrainCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "What is trained: url or domain.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "What it learns from.")
  private Path data;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where it is put.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything that is random. ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--model-version",
      paramLabel = "NAME",
      description = "What to call it in verdicts. By default seed-N.")
  private @Nullable String version;

  @Option(
      names = "--exclude",
      paramLabel = "SOURCE",
      description = "Do not learn from this source, such as openphish; may be given again.")
  private Set<String> excluded = Set.of();

  @Option(
      names = "--permissive",
      description = "Learn from sources alone whose licence is stated and permissive.")
  private boolean permissive;

  @Option(
      names = "--leave-one-out",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "url: measure and calibrate on sources left out. domain: compare with models that are not"
              + " shipped. On by default.")
  private boolean leaveOneOut;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Models trained at once. By default as many as there are processors, 4 at most.")
  private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

  TrainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new ParameterException(spec.commandLine(), "--threads must be 1 at least");
    }
    return switch (model) {
      case "url" -> url();
      case "domain" -> domain();
      default ->
          throw new ParameterException(
              spec.commandLine(), "no model '" + model + "' can be trained; url and domain can");
    };
  }

  private int domain() throws IOException {
    requireFolder("domains");
    if (permissive || !excluded.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--exclude and --permissive are for the model url: domain has one source");
    }
    DomainTrainer.Options options =
        DomainTrainer.Options.of(seed).withComparisons(leaveOneOut).withThreads(threads);
    return print(
        DomainTrainer.run(
                data, out, version == null ? options : options.withVersion(version), this::progress)
            .metrics());
  }

  private int url() throws IOException {
    requireFolder("urls");
    UrlTrainer.Options options =
        UrlTrainer.Options.of(seed)
            .withExcluded(excluded)
            .withLeaveOneOut(leaveOneOut)
            .withThreads(threads);
    if (permissive) {
      options = options.withPermissiveSources();
    }
    UrlTrainer.Result result =
        UrlTrainer.run(
            data, out, version == null ? options : options.withVersion(version), this::progress);
    return print(result.metrics());
  }

  private void requireFolder(String name) {
    if (!Files.isDirectory(data.resolve(name))) {
      throw new ParameterException(spec.commandLine(), "no folder " + name + " in " + data);
    }
  }

  private void progress(String step, double done) {
    streams.err().printf(Locale.ROOT, "%3.0f%%  %s%n", 100 * done, step);
  }

  private int print(Map<String, Double> metrics) {
    PrintWriter printer = streams.printer();
    metrics.forEach((name, value) -> printer.printf(Locale.ROOT, "%s %.4f%n", name, value));
    printer.flush();
    return ExitCode.BENIGN;
  }
}
