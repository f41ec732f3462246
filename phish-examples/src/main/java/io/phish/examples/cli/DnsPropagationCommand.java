package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.dns.DnsResolver;
import io.phish.core.name.QueryName;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Type;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish dns propagation}. */
@Command(
    name = "propagation",
    header = "Asks many resolvers for one name, and says whether they agree.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Every resolver is told the name. With --json one object:",
      "  name, type, agree, answered, answers",
      "  resolvers   [{resolver, address, status, ttl, records, aliases, elapsed_us}]",
      "where answers counts the different ones among those that are known.",
      "",
      "Exit codes:",
      "  0    every resolver answered, and all the same",
      "  1    they differ",
      "  2    the command line is wrong",
      "  3    some did not answer; those that did agree",
      "",
      "Examples:",
      "  phish dns propagation example.com",
      "  phish dns propagation example.com --type MX --resolver 127.0.0.1:5353 --resolver 9.9.9.9"
    })
final class DnsPropagationCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(arity = "1", paramLabel = "NAME", description = "What is looked up.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private String name;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      defaultValue = "A",
      converter = DnsTypeConverter.class,
      description = "Which records, like MX. ${DEFAULT-VALUE} by default.")
  private int type;

  @Option(
      names = {"-r", "--resolver"},
      paramLabel = "[NAME=]HOST[:PORT]",
      description = "A resolver to ask, again for others; by default some that are public.")
  private List<String> resolvers = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = DurationConverter.class,
      description = "For each resolver. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Option(names = "--json", description = "One JSON object instead of text for people.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DnsPropagationCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    QueryName asked = QueryName.parse(name).requirePublic();
    List<PublicResolver> targets = targets();
    List<DnsResolver> opened = new ArrayList<>();
    try {
      List<CompletableFuture<DnsAsked>> answers = new ArrayList<>();
      for (PublicResolver target : targets) {
        DnsResolver resolver = DnsAsked.only(target.address(), timeout);
        opened.add(resolver);
        answers.add(DnsAsked.ask(resolver, asked, type));
      }
      return tell(asked, targets, answers.stream().map(CompletableFuture::join).toList());
    } finally {
      opened.forEach(DnsResolver::close);
    }
  }

  private List<PublicResolver> targets() {
    try {
      return resolvers.isEmpty()
          ? PublicResolver.KNOWN
          : resolvers.stream().map(PublicResolver::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--resolver: " + e.getMessage(), e);
    }
  }

  private int tell(QueryName asked, List<PublicResolver> targets, List<DnsAsked> answers)
      throws IOException {
    Map<String, Integer> gists = new TreeMap<>();
    for (DnsAsked answer : answers) {
      if (answer.answer().status().isKnown()) {
        gists.merge(answer.gist(), 1, Integer::sum);
      }
    }
    int answered = gists.values().stream().mapToInt(Integer::intValue).sum();
    if (json) {
      writeJson(asked, targets, answers, answered, gists.size());
    } else {
      writeText(targets, answers, answered, gists);
    }
    if (gists.size() > 1) {
      return ExitCode.FOUND;
    }
    return answered < targets.size() ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private void writeText(
      List<PublicResolver> targets,
      List<DnsAsked> answers,
      int answered,
      Map<String, Integer> gists) {
    Table table = new Table("resolver", "address", "status", "ttl", "time", "records");
    for (int i = 0; i < targets.size(); i++) {
      DnsAsked answer = answers.get(i);
      boolean known = answer.answer().status().isKnown();
      table.row(
          targets.get(i).name(),
          targets.get(i).where(),
          answer.status(),
          known ? Long.toString(answer.answer().ttl()) : "-",
          Numbers.duration(answer.elapsed()),
          SafeText.shorten(String.join(", ", answer.values())));
    }
    PrintWriter out = streams.printer();
    out.print(table.render("", new Palette(streams.colour())));
    out.println();
    out.println(answered + " of " + targets.size() + " answered");
    if (gists.size() == 1) {
      out.println("they agree");
    }
    if (gists.size() > 1) {
      out.println("they differ:");
      gists.forEach((gist, count) -> out.println("  " + count + " say " + SafeText.shorten(gist)));
    }
    out.flush();
  }

  private void writeJson(
      QueryName asked,
      List<PublicResolver> targets,
      List<DnsAsked> answers,
      int answered,
      int different)
      throws IOException {
    try (JsonGenerator out = SafeJson.factory().createGenerator(streams.out())) {
      out.writeStartObject();
      out.writeStringField("name", asked.ascii());
      out.writeStringField("type", Type.string(type));
      out.writeBooleanField("agree", different <= 1);
      out.writeNumberField("answered", answered);
      out.writeNumberField("answers", different);
      out.writeArrayFieldStart("resolvers");
      for (int i = 0; i < targets.size(); i++) {
        out.writeStartObject();
        out.writeStringField("resolver", targets.get(i).name());
        out.writeStringField("address", targets.get(i).where());
        answers.get(i).write(out);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
      out.writeRaw('\n');
    }
    streams.out().flush();
  }
}
