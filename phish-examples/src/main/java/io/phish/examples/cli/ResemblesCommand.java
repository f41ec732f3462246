package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.InvalidSubjectException;
import io.phish.core.name.resemblance.Difference;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.PopularNames;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceIndex;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code phish resembles}. */
@Command(
    name = "resembles",
    header = "Says which protected name a name imitates, and by which trick.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each name gives one JSON object, in the same order:",
      "  name, target, rule, rank, score",
      "              the protected name that it resembles most; target is null and nothing follows if",
      "              there is none, and if the name is protected itself",
      "With --all a line comes for each protected name that it resembles, the strongest first: all that",
      "it may have come from. Or, if it is no name,",
      "  failure, line, offset",
      "              what is wrong and where: in UTF-16 units, in octets if it is too long or no text",
      "With --json also",
      "  cost        characters changed, added, left out or moved",
      "  reason      a sentence for people",
      "  differences [{\"from\",\"to\",\"target_from\",\"target_to\"}], in UTF-16 units of the name as",
      "              people see it, and of the target",
      "",
      "A file of protected names has a name a line, the most popular first, perhaps followed by a tab",
      "and its rank, by another and its owner, and by more tabs and its aliases; it may end in .gz.",
      "Lines that begin with # are skipped.",
      "",
      "Exit codes:",
      "  0    every name was looked at, whatever was found",
      "  2    the command line or the file of protected names is wrong",
      "  3    something was no name",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish resembles --stdin --protect brands.txt < hosts.txt",
      "  phish resembles --protect popular-npm.txt.gz --kind package --json crossenv",
      "  phish resembles --protect brands.txt --all --min-score 0 paypai.com"
    })
final class ResemblesCommand implements Callable<Integer> {
  private static final int MAX_LINE = 1 << 16;

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names to look at.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read names from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = "--protect",
      paramLabel = "FILE",
      description = "The names that others may imitate; without it popular names of sites.")
  private @Nullable Path protect;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      converter = KindConverter.class,
      description =
          "What the names are: domain, label or package. By default domain if most of the protected"
              + " names end in a public suffix, label if none has a dot, a slash, a colon or an"
              + " underscore, else package.")
  private @Nullable NameKind kind;

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      defaultValue = "0.5",
      description = "What scores less is not told. ${DEFAULT-VALUE} by default.")
  private double minScore;

  @Option(
      names = "--all",
      description = "Every protected name that a name may have come from, not only the strongest.")
  private boolean all;

  @Option(names = "--json", description = "Tell more: cost, reason and differences.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ResemblesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !names.isEmpty()) {
      throw wrong(stdin ? "give names or --stdin, not both" : "give a name or --stdin");
    }
    if (!(minScore >= 0 && minScore <= 1)) {
      throw wrong("--min-score must be within 0 and 1");
    }
    List<ProtectedName> protectedNames = protectedNames();
    ResemblanceIndex index = index(protectedNames);
    NameKind asked = protectedNames.get(0).kind();
    // Whoever protects labels asks about hosts as well.
    NameKind queries = kind == null && asked == NameKind.LABEL ? NameKind.DOMAIN : asked;
    Output output = new Output(streams.out());
    JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer());
    boolean[] failed = new boolean[1];
    Iterator<Line> lines =
        stdin
            ? new LineReader(streams.in(), null, output::flush, MAX_LINE)
            : names.stream().<Line>map(Line.Text::new).iterator();
    for (long number = 1; lines.hasNext(); number++) {
      Line line = lines.next();
      long at = number;
      output.write(() -> failed[0] |= !answer(index, queries, line, at, generator), false);
    }
    output.flush();
    return failed[0] ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private List<ProtectedName> protectedNames() throws IOException {
    if (protect == null) {
      if (kind == NameKind.PACKAGE) {
        throw wrong("no list of popular packages is bundled; name one with --protect");
      }
      return PopularNames.ofSites();
    }
    try {
      return ProtectedFile.read(protect, kind);
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + protect);
    } catch (ProtectedFile.BadFileException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ResemblanceIndex index(List<ProtectedName> protectedNames) {
    try {
      return ResemblanceIndex.of(protectedNames);
    } catch (InvalidSubjectException e) {
      throw wrong("a protected name is none: " + e.getMessage());
    }
  }

  private boolean answer(
      ResemblanceIndex index, NameKind queries, Line line, long number, JsonGenerator generator)
      throws IOException {
    boolean fine = true;
    if (line instanceof Line.Bad bad) {
      Rejection rejection = bad.rejection();
      fine = fail(generator, rejection.message(), number, rejection.offset());
    } else {
      String name = ((Line.Text) line).text();
      try {
        write(name, hits(index, new NameQuery(name, queries, null, null)), generator);
      } catch (InvalidSubjectException e) {
        fine = fail(generator, String.valueOf(e.getMessage()), number, e.offset());
      }
    }
    generator.flush();
    return fine;
  }

  /** Those that are told; none if there is nothing to tell. */
  private List<Resemblance> hits(ResemblanceIndex index, NameQuery query) {
    return index.find(query).stream()
        .filter(hit -> hit.score() >= minScore)
        .limit(all ? Long.MAX_VALUE : 1)
        .toList();
  }

  private void write(String name, List<Resemblance> hits, JsonGenerator generator)
      throws IOException {
    for (Resemblance hit : hits) {
      generator.writeStartObject();
      generator.writeStringField("name", name);
      write(hit, generator);
      end(generator);
    }
    if (hits.isEmpty()) {
      generator.writeStartObject();
      generator.writeStringField("name", name);
      generator.writeNullField("target");
      end(generator);
    }
  }

  private static void end(JsonGenerator generator) throws IOException {
    generator.writeEndObject();
    generator.writeRaw('\n');
  }

  private void write(Resemblance hit, JsonGenerator generator) throws IOException {
    generator.writeStringField("target", hit.target().name());
    generator.writeStringField("rule", hit.rule().id());
    generator.writeNumberField("rank", hit.rank());
    generator.writeNumberField("score", Math.round(hit.score() * 10_000) / 10_000.0);
    if (!json) {
      return;
    }
    generator.writeNumberField("cost", hit.cost());
    generator.writeStringField("reason", hit.explanation());
    generator.writeArrayFieldStart("differences");
    for (Difference difference : hit.differences()) {
      generator.writeStartObject();
      generator.writeNumberField("from", difference.from());
      generator.writeNumberField("to", difference.to());
      generator.writeNumberField("target_from", difference.targetFrom());
      generator.writeNumberField("target_to", difference.targetTo());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  private static boolean fail(
      JsonGenerator generator, String message, long number, @Nullable Integer offset)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("failure", message);
    generator.writeNumberField("line", number);
    if (offset == null) {
      generator.writeNullField("offset");
    } else {
      generator.writeNumberField("offset", offset);
    }
    end(generator);
    return false;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Kinds in lower case. */
  static final class KindConverter implements ITypeConverter<NameKind> {
    @Override
    public NameKind convert(String text) {
      for (NameKind kind : NameKind.values()) {
        if (kind.id().equals(text)) {
          return kind;
        }
      }
      throw new TypeConversionException("'" + text + "' is not domain, label or package");
    }
  }
}
