package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.name.display.IdnDisplay;
import io.phish.core.name.display.IdnDisplayPolicy;
import io.phish.core.name.display.IdnRisk;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish idn}. */
@Command(
    name = "idn",
    header = "Says which internationalised names can be shown in Unicode.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "With --stdin each line is a name, and gives one JSON object, in the same order:",
      "  name     as it was given",
      "  unicode  in Unicode, null if it is no name",
      "  safe     whether people can be shown that",
      "  reason   why not: invalid, character, deviation, mixed-digits, mixed-scripts,",
      "           combining-mark, east-asian-shape, middle-dot, foreign-letter, digit-lookalike,",
      "           whole-script or protected-name; null if it is safe",
      "  about    the label with that reason, or the name that it looks like; null if it is safe",
      "or, if the line is no text or too long,",
      "  failure, offset",
      "           what is wrong, and where in the line, in octets",
      "",
      "Exit codes:",
      "  0    every name was judged, whatever was found",
      "  2    the command line is wrong",
      "  3    a line is no text",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish idn xn--80ak6aa92e.com",
      "  phish idn --stdin --protect our-domains.txt < names.txt | jq -r 'select(.safe|not).name'"
    })
final class IdnCommand implements Callable<Integer> {
  private static final int MAX_LENGTH = 64 << 10;

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "In A-labels or Unicode.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read names from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = "--protect",
      paramLabel = "FILE",
      description =
          "Names that others must not look like, one a line, beside the popular ones that come"
              + " with Phish.")
  private @Nullable Path protect;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  IdnCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          stdin ? "give names or --stdin, not both" : "give a name, or --stdin");
    }
    IdnDisplayPolicy policy =
        protect == null
            ? IdnDisplayPolicy.standard()
            : IdnDisplayPolicy.protecting(
                new WordFile(streams, spec.commandLine()).read(protect, name -> {}));
    return stdin ? lines(policy) : arguments(policy);
  }

  private int arguments(IdnDisplayPolicy policy) {
    PrintWriter out = streams.printer();
    for (String name : names) {
      IdnDisplay display = policy.judge(name);
      IdnRisk risk = display.risk();
      out.println(
          SafeText.shorten(display.shown())
              + (risk == null
                  ? ""
                  : ": "
                      + SafeText.shorten(String.valueOf(display.label()))
                      + ", "
                      + risk.description()));
    }
    out.flush();
    return ExitCode.BENIGN;
  }

  private int lines(IdnDisplayPolicy policy) throws IOException {
    Output output = new Output(streams.out());
    JsonGenerator json = SafeJson.factory().createGenerator(output.buffer());
    LineReader lines = new LineReader(streams.in(), null, output::flush, MAX_LENGTH);
    int exit = ExitCode.BENIGN;
    while (lines.hasNext()) {
      Line line = lines.next();
      if (line instanceof Line.Bad bad) {
        exit = ExitCode.UNKNOWN;
        output.write(() -> fail(json, bad.rejection()), false);
      } else if (line instanceof Line.Text text) {
        output.write(() -> write(json, text.text(), policy.judge(text.text())), false);
      }
    }
    output.flush();
    return exit;
  }

  private static void write(JsonGenerator json, String name, IdnDisplay display)
      throws IOException {
    IdnRisk risk = display.risk();
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("unicode", risk == IdnRisk.INVALID ? null : display.unicode());
    json.writeBooleanField("safe", display.isSafe());
    json.writeStringField("reason", risk == null ? null : risk.id());
    json.writeStringField("about", display.label());
    end(json);
  }

  private static void fail(JsonGenerator json, Rejection rejection) throws IOException {
    json.writeStartObject();
    json.writeStringField("failure", rejection.message());
    Integer offset = rejection.offset();
    if (offset == null) {
      json.writeNullField("offset");
    } else {
      json.writeNumberField("offset", offset);
    }
    end(json);
  }

  private static void end(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
