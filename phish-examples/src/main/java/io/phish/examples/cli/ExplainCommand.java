package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.InvalidSubjectException;
import io.phish.Verdict;
import io.phish.core.url.UrlExplanation;
import io.phish.examples.json.Rejection;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish explain}. */
@Command(
    name = "explain",
    header = "Draws a URL with what is suspicious about it, and by how much.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Pieces that speak for phishing are marked ^^^^ or red, pieces against it ~~~~ or green. A bar is",
      "by how much a feature moves the log-odds of phishing; 0.7 doubles the odds. All bars, those not",
      "shown included, sum to the probability of the model. What is known for certain, such as an IP",
      "address in disguise, is a finding, which the verdict weighs beside the model.",
      "",
      "Only the text of the URL is looked at; nothing is contacted.",
      "",
      "Exit codes are those of analyze:",
      "  0 benign; 1 suspicious or phishing; 2 wrong command line; 3 not a URL; 4 output failed"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int MIN_WIDTH = 40;
  private static final int MAX_WIDTH = 400;
  private static final int DEFAULT_WIDTH = 100;

  private final Streams streams;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "What is explained; https:// is put before it if it has no scheme.")
  private List<String> urls = List.of();

  @Option(
      names = "--prior",
      paramLabel = "RATE",
      converter = PriorConverter.class,
      description = PriorConverter.DESCRIPTION)
  private double prior = ScoringModel.DEFAULT_PRIOR;

  @Option(names = "--all", description = "Every feature, not only those that moved it most.")
  private boolean all;

  @Option(names = "--ascii", description = "Bars of plain characters.")
  private boolean ascii;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "The width of the terminal; by default that of the variable COLUMNS, or 100.")
  private @Nullable Integer width;

  @Option(names = "--json", description = "One JSON object a line instead of a picture.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ExplainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Tally tally = new Tally();
    Output output = new Output(streams.out());
    ExplanationPrinter printer = printer(output);
    try (Detector detector =
        Detector.builder().enable("phish.url").priorPhishingRate(prior).build()) {
      for (String url : urls) {
        output.write(() -> explain(detector, printer, url, tally), false);
      }
    }
    output.flush();
    return tally.exitCode();
  }

  private void explain(Detector detector, ExplanationPrinter printer, String input, Tally tally)
      throws IOException {
    String url = Guess.url(input);
    try {
      Verdict verdict = detector.analyze(Subject.url(url)).join();
      printer.explanation(url, verdict, UrlExplanation.of(url, prior), prior);
      tally.verdict(verdict.label());
    } catch (InvalidSubjectException e) {
      rejected(printer, url, e, tally);
    } catch (CompletionException e) {
      if (e.getCause() instanceof InvalidSubjectException invalid) {
        rejected(printer, url, invalid, tally);
      } else {
        throw e;
      }
    }
  }

  private static void rejected(
      ExplanationPrinter printer, String url, InvalidSubjectException e, Tally tally)
      throws IOException {
    printer.rejected(Rejection.of(url, e));
    tally.rejected();
  }

  private ExplanationPrinter printer(Output output) {
    if (json) {
      return new ExplanationJson(output.buffer());
    }
    return new ExplanationText(output.buffer(), streams, width(), ascii, all);
  }

  private int width() {
    if (width != null) {
      if (width < MIN_WIDTH || width > MAX_WIDTH) {
        throw new ParameterException(
            spec.commandLine(),
            "--width " + width + " is not within " + MIN_WIDTH + " and " + MAX_WIDTH);
      }
      return width;
    }
    try {
      int columns = Integer.parseInt(String.valueOf(System.getenv("COLUMNS")));
      return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }
}
