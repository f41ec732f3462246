package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.name.permutation.Permutation;
import io.phish.core.name.permutation.PermutationOptions;
import io.phish.core.name.permutation.PermutationRule;
import io.phish.core.name.permutation.Permutations;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish lookalikes}. */
@Command(
    name = "lookalikes",
    header = "Lists the names that somebody could register to be taken for a domain.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each name comes once, under the first rule that gives it. With --json each is a line:",
      "  rule         *original for the domain itself, which comes first unless --rules is given",
      "  name         in A-labels",
      "  unicode      the same in Unicode",
      "  registrable  false if the registry is known not to take its letters",
      "",
      "A file has a word a line; empty lines and those that begin with # or // are skipped.",
      "",
      "Exit codes:",
      "  0    the names are listed",
      "  2    the command line, the domain or a file is wrong",
      "  3    a line of a file cannot stand in a name and was left out",
      "  4    a file could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish lookalikes example.com",
      "  phish lookalikes example.com --rules omission,transposition --json",
      "  phish lookalikes example.com --dictionary words.txt --tlds tlds.txt --json | wc -l"
    })
final class LookalikesCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "NAME", description = "The domain, with its top-level domain.")
  private String name;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--rules",
      paramLabel = "RULE",
      split = ",",
      description = "Only names by these rules: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Rules.class)
  private List<String> rules = List.of();

  @Option(
      names = "--dictionary",
      paramLabel = "FILE",
      description = "Words that are put to the domain.")
  private @Nullable Path dictionary;

  @Option(
      names = "--tlds",
      paramLabel = "FILE",
      description = "Top-level domains that take the place of its own.")
  private @Nullable Path tlds;

  @Spec private CommandSpec spec;

  /** What {@code --rules} takes. */
  static final class Rules extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Rules() {
      for (PermutationRule rule : PermutationRule.values()) {
        add(rule.id());
      }
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the name and the spec
  LookalikesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    PermutationOptions options = PermutationOptions.defaults();
    if (!rules.isEmpty()) {
      options = options.withRules(rules());
    }
    WordFile files = new WordFile(streams, spec.commandLine());
    if (dictionary != null) {
      options =
          options.withWords(
              files.read(
                  dictionary, word -> PermutationOptions.defaults().withWords(List.of(word))));
    }
    if (tlds != null) {
      options =
          options.withSuffixes(
              files.read(tlds, tld -> PermutationOptions.defaults().withSuffixes(List.of(tld))));
    }
    Permutations permutations = Permutations.of(name, options);
    if (json) {
      writeJson(permutations);
    } else {
      print(permutations);
    }
    return files.hasRefused() ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private Set<PermutationRule> rules() {
    Set<PermutationRule> chosen = EnumSet.noneOf(PermutationRule.class);
    for (String id : rules) {
      PermutationRule rule = PermutationRule.of(id);
      if (rule == null) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no rule " + id + "; there are " + String.join(", ", new Rules()));
      }
      chosen.add(rule);
    }
    return chosen;
  }

  private void writeJson(Permutations permutations) throws IOException {
    Output output = new Output(streams.out());
    JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer());
    if (rules.isEmpty()) {
      output.write(
          () -> write(generator, "*original", permutations.ascii(), permutations.unicode(), true),
          false);
    }
    for (Permutation found : permutations) {
      output.write(
          () ->
              write(
                  generator,
                  found.rule().id(),
                  found.ascii(),
                  found.unicode(),
                  found.registrable()),
          false);
    }
    output.flush();
  }

  private static void write(
      JsonGenerator json, String rule, String name, String unicode, boolean registrable)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", rule);
    json.writeStringField("name", name);
    json.writeStringField("unicode", unicode);
    json.writeBooleanField("registrable", registrable);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private void print(Permutations permutations) {
    PrintWriter out = streams.printer();
    if (rules.isEmpty()) {
      line(out, "*original", permutations.ascii(), permutations.unicode());
    }
    for (Permutation found : permutations) {
      line(out, found.rule().id(), found.ascii(), found.unicode());
    }
    out.flush();
  }

  private static void line(PrintWriter out, String rule, String ascii, String unicode) {
    out.println(
        Table.padded(rule, 14) + ascii + (ascii.equals(unicode) ? "" : " (" + unicode + ")"));
  }
}
