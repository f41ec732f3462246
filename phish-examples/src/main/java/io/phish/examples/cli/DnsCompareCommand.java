package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.dns.DnsResolver;
import io.phish.core.dns.NameServers;
import io.phish.core.dns.transport.NioTransport;
import io.phish.core.name.QueryName;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish dns compare}. */
@Command(
    name = "compare",
    header = "Compares what a resolver says of a name with what its own name servers say.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The servers of the name are found by its NS records, asked of the resolver; those at private",
      "addresses are not asked. Times to live are not compared. With --json one object:",
      "  name, zone, agree, skipped",
      "  types   [{type, state, resolver: {…}, authoritative: [{server, address, …}]}]",
      "where state is same, differs or unknown, and … is status, ttl, records, aliases, elapsed_us.",
      "",
      "Exit codes:",
      "  0    all say the same",
      "  1    something differs",
      "  2    the command line is wrong",
      "  3    something is unknown, and nothing differs",
      "",
      "Examples:",
      "  phish dns compare example.com",
      "  phish dns compare example.com --dns 9.9.9.9 --type A,MX",
      "  phish dns compare example.com --authoritative 192.0.2.1"
    })
final class DnsCompareCommand implements Callable<Integer> {
  private enum State {
    SAME,
    DIFFERS,
    UNKNOWN;

    String id() {
      return switch (this) {
        case SAME -> "same";
        case DIFFERS -> "differs";
        case UNKNOWN -> "unknown";
      };
    }
  }

  /** What was said of one type; the answers of servers in their order. */
  private record Comparison(int type, DnsAsked resolver, List<DnsAsked> servers) {

    State state() {
      boolean known = resolver.answer().status().isKnown();
      boolean told = false;
      for (DnsAsked each : servers) {
        if (each.answer().status().isKnown()) {
          told = true;
          if (known && !each.gist().equals(resolver.gist())) {
            return State.DIFFERS;
          }
        }
      }
      return known && told ? State.SAME : State.UNKNOWN;
    }
  }

  private final Streams streams;

  @Parameters(arity = "1", paramLabel = "NAME", description = "What is looked up.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private String name;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      split = ",",
      defaultValue = "A,AAAA,MX,NS,TXT,SOA,CAA",
      converter = DnsTypeConverter.class,
      description = "Which records. ${DEFAULT-VALUE} by default.")
  private List<Integer> types = List.of();

  @Option(
      names = "--dns",
      paramLabel = "HOST[:PORT],…",
      description = "The resolver, in place of that of this machine.")
  private @Nullable String dns;

  @Option(
      names = "--authoritative",
      paramLabel = "[NAME=]HOST[:PORT]",
      description = "A server of the name, again for others, in place of those that are found.")
  private List<String> authoritative = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = DurationConverter.class,
      description = "For each question. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Option(names = "--json", description = "One JSON object instead of text for people.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DnsCompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    QueryName asked = QueryName.parse(name).requirePublic();
    List<DnsResolver> opened = new ArrayList<>();
    try {
      DnsResolver resolver =
          DnsResolver.builder(NioTransport.builder(servers()).build()).timeout(timeout).build();
      opened.add(resolver);
      Authorities authorities =
          authoritative.isEmpty() ? Authorities.find(resolver, asked) : given();
      Map<PublicResolver, DnsResolver> ends = new LinkedHashMap<>();
      for (PublicResolver server : authorities.servers()) {
        DnsResolver end = DnsAsked.only(server.address(), timeout);
        opened.add(end);
        ends.put(server, end);
      }
      List<Comparison> comparisons = compare(asked, types, resolver, ends.values());
      return tell(asked, authorities, comparisons);
    } finally {
      opened.forEach(DnsResolver::close);
    }
  }

  private static List<Comparison> compare(
      QueryName asked, List<Integer> codes, DnsResolver resolver, Iterable<DnsResolver> ends) {
    List<CompletableFuture<DnsAsked>> recursive = new ArrayList<>();
    List<List<CompletableFuture<DnsAsked>>> direct = new ArrayList<>();
    for (int code : codes) {
      recursive.add(DnsAsked.ask(resolver, asked, code));
      List<CompletableFuture<DnsAsked>> all = new ArrayList<>();
      ends.forEach(end -> all.add(DnsAsked.ask(end, asked, code)));
      direct.add(all);
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      comparisons.add(
          new Comparison(
              codes.get(i),
              recursive.get(i).join(),
              direct.get(i).stream().map(CompletableFuture::join).toList()));
    }
    return comparisons;
  }

  private List<InetSocketAddress> servers() {
    try {
      return dns == null ? NameServers.system() : NameServers.parse(dns);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--dns: " + e.getMessage(), e);
    }
  }

  private Authorities given() {
    try {
      return new Authorities(
          null, authoritative.stream().map(PublicResolver::parse).toList(), List.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--authoritative: " + e.getMessage(), e);
    }
  }

  private int tell(QueryName asked, Authorities authorities, List<Comparison> comparisons)
      throws IOException {
    if (json) {
      writeJson(asked, authorities, comparisons);
    } else {
      writeText(authorities, comparisons);
    }
    List<State> states = comparisons.stream().map(Comparison::state).toList();
    if (states.contains(State.DIFFERS)) {
      return ExitCode.FOUND;
    }
    return states.contains(State.UNKNOWN) ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private void writeText(Authorities authorities, List<Comparison> comparisons) {
    PrintWriter out = streams.printer();
    if (authorities.zone() != null) {
      out.println("zone " + SafeText.escape(authorities.zone()));
    }
    authorities.skipped().forEach(each -> out.println("not asked: " + SafeText.escape(each)));
    if (authorities.servers().isEmpty()) {
      out.println("no name server of the name was found");
    }
    Table table = new Table("type", "", "server", "ttl", "says");
    for (Comparison each : comparisons) {
      row(table, Type.string(each.type()), each.state().id(), "resolver", each.resolver());
      for (int i = 0; i < each.servers().size(); i++) {
        DnsAsked said = each.servers().get(i);
        boolean other =
            said.answer().status().isKnown()
                && each.resolver().answer().status().isKnown()
                && !said.gist().equals(each.resolver().gist());
        row(table, "", other ? "differs" : "", authorities.servers().get(i).name(), said);
      }
    }
    out.print(table.render("", new Palette(streams.colour())));
    out.flush();
  }

  private static void row(Table table, String type, String state, String server, DnsAsked said) {
    boolean known = said.answer().status().isKnown();
    table.row(
        type,
        state,
        server,
        known ? Long.toString(said.answer().ttl()) : "-",
        SafeText.shorten(said.gist()));
  }

  private void writeJson(QueryName asked, Authorities authorities, List<Comparison> comparisons)
      throws IOException {
    try (JsonGenerator out = SafeJson.factory().createGenerator(streams.out())) {
      out.writeStartObject();
      out.writeStringField("name", asked.ascii());
      out.writeStringField("zone", authorities.zone());
      out.writeBooleanField(
          "agree", comparisons.stream().allMatch(each -> each.state() == State.SAME));
      out.writeArrayFieldStart("skipped");
      for (String each : authorities.skipped()) {
        out.writeString(each);
      }
      out.writeEndArray();
      out.writeArrayFieldStart("types");
      for (Comparison each : comparisons) {
        out.writeStartObject();
        out.writeStringField("type", Type.string(each.type()));
        out.writeStringField("state", each.state().id());
        out.writeObjectFieldStart("resolver");
        each.resolver().write(out);
        out.writeEndObject();
        out.writeArrayFieldStart("authoritative");
        for (int i = 0; i < each.servers().size(); i++) {
          out.writeStartObject();
          out.writeStringField("server", authorities.servers().get(i).name());
          out.writeStringField("address", authorities.servers().get(i).where());
          each.servers().get(i).write(out);
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
      out.writeRaw('\n');
    }
    streams.out().flush();
  }
}
