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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "With --resolve those alone that are registered are told: that have name servers, addresses or",
      "mail servers, and not only the wildcard of what they are under. With --json:",
      "  rule, name, unicode",
      "  addresses, mx, ns      records, sorted",
      "  same_ns                whether the domain has just these name servers: it may be its owner's",
      "  created, age_days      with --age: when the name was registered, null if that is not known",
      "  first_seen, last_seen  when a run found it",
      "With --state a line comes only for what has changed since the last run, and has",
      "  change                 new, gone or changed; or unknown, with its status: nobody could say,",
      "                         and it is kept as it was. Gone is said only if the DNS says so",
      "  changed, before        of what has changed, the fields and the records before",
      "",
      "A file has a word a line; empty lines and those that begin with # or // are skipped.",
      "",
      "Exit codes:",
      "  0    the names are listed; with --resolve, of all it is known whether they are registered",
      "  2    the command line, the domain or a file is wrong",
      "  3    a line of a file cannot stand in a name and was left out, or of some names nobody could",
      "       say whether they are registered",
      "  4    a file could not be read or the output not be written; a state that is cut off, of",
      "       another name or in use is left as it is",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish lookalikes example.com",
      "  phish lookalikes example.com --rules omission,transposition --json",
      "  phish lookalikes example.com --dictionary words.txt --tlds tlds.txt --json | wc -l",
      "  phish lookalikes example.com --common --resolve --age --state example.jsonl --json"
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

  @Option(
      names = "--common",
      description = "Also the words that phishing uses, and common top-level domains.")
  private boolean common;

  @Mixin private ResolveOptions resolving = new ResolveOptions();

  @Mixin private RegistrationOptions registrations = new RegistrationOptions();

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
    boolean resolves = resolving.isOn();
    PermutationOptions options =
        common ? PermutationOptions.common() : PermutationOptions.defaults();
    if (!rules.isEmpty()) {
      options = options.withRules(rules());
    }
    WordFile files = new WordFile(streams, spec.commandLine());
    if (dictionary != null) {
      options =
          options.withWords(
              joined(
                  options.words(),
                  files.read(
                      dictionary, word -> PermutationOptions.defaults().withWords(List.of(word)))));
    }
    if (tlds != null) {
      options =
          options.withSuffixes(
              joined(
                  options.suffixes(),
                  files.read(
                      tlds, tld -> PermutationOptions.defaults().withSuffixes(List.of(tld)))));
    }
    Permutations permutations = Permutations.of(name, options);
    if (resolves) {
      boolean known =
          new LookalikesWatch(streams, resolving, registrations.settings(), json).run(permutations);
      return files.hasRefused() || !known ? ExitCode.UNKNOWN : ExitCode.BENIGN;
    }
    if (json) {
      writeJson(permutations);
    } else {
      print(permutations);
    }
    return files.hasRefused() ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private static List<String> joined(List<String> bundled, List<String> own) {
    return Stream.concat(bundled.stream(), own.stream()).toList();
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
