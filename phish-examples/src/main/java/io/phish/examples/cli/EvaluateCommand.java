package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.examples.training.UrlEvaluator;
import io.phish.examples.training.UrlJudge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish evaluate}. */
@Command(
    name = "evaluate",
    header = "Measures a model on labelled URLs.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%n",
    footer = {
      "A file has lines of label (1 is phishing), date and URL, tab-separated, or JSON objects with",
      "label and url, perhaps with source; it may end in .gz. Of a folder the files that end in .tsv",
      "or .jsonl are read, each a source by its name; or those in its folder urls. A row that is not",
      "such is named on standard error and left out: then the exit code is 3.",
      "",
      "Figures on rows that a model has learnt from say nothing. Of the folder that the shipped models",
      "were trained on, --kept takes the twentieth of the registrable domains that they never saw."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class EvaluateCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "shipped",
      description =
          "shipped, permissive, or a folder or file that train wrote. ${DEFAULT-VALUE} by default.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "A file or a folder of labelled URLs.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where pictures are put: ROC, precision, reliability, sources, scores.")
  private @Nullable Path out;

  @Option(
      names = "--prior",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Share of phishing that probabilities are held to. ${DEFAULT-VALUE}, that of the shipped"
              + " models, by default.")
  private double prior;

  @Option(names = "--kept", description = "Only rows of domains that no shipped model learnt from.")
  private boolean kept;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  EvaluateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (!(prior > 0 && prior < 1)) {
      throw new ParameterException(spec.commandLine(), "--prior must be within 0 and 1");
    }
    if (!Files.exists(data)) {
      throw new ParameterException(spec.commandLine(), "nothing is at " + data);
    }
    UrlJudge judge = judge();
    UrlEvaluator evaluator = new UrlEvaluator(judge, prior, kept);
    LabelledRows rows =
        new LabelledRows(
            evaluator::add, problem -> streams.err().println("phish: " + SafeText.escape(problem)));
    for (Path file : LabelledRows.files(data)) {
      rows.read(file);
    }
    Map<String, Double> metrics = evaluator.metrics();
    if (json) {
      printJson(judge, rows, metrics);
    } else {
      PrintWriter printer = streams.printer();
      printer.printf("model %s%nrows_refused %d%n", judge.version(), rows.refused());
      metrics.forEach((name, value) -> printer.printf(Locale.ROOT, "%s %.4f%n", name, value));
      printer.flush();
    }
    if (out != null) {
      Files.createDirectories(out);
      for (Map.Entry<String, String> picture : evaluator.pictures().entrySet()) {
        Files.writeString(out.resolve(picture.getKey() + ".svg"), picture.getValue());
      }
    }
    if (evaluator.rows() == 0) {
      streams.err().println("phish: no row could be measured on");
      return ExitCode.BROKEN;
    }
    return rows.refused() > 0 ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private UrlJudge judge() throws IOException {
    return switch (model) {
      case "shipped" -> UrlJudge.shipped("full");
      case "permissive" -> UrlJudge.shipped("permissive");
      default -> {
        Path path = Path.of(model);
        if (!Files.exists(path)) {
          throw new ParameterException(
              spec.commandLine(),
              "--model is shipped, permissive, a folder or a file, not " + model);
        }
        yield UrlJudge.read(path);
      }
    };
  }

  private void printJson(UrlJudge judge, LabelledRows rows, Map<String, Double> metrics)
      throws IOException {
    try (JsonGenerator generator =
        new JsonFactory()
            .createGenerator(streams.out())
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      generator.writeStartObject();
      generator.writeStringField("model", judge.version());
      generator.writeNumberField("rows_refused", rows.refused());
      generator.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Double> metric : metrics.entrySet()) {
        generator.writeNumberField(metric.getKey(), metric.getValue());
      }
      generator.writeEndObject();
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }
}
