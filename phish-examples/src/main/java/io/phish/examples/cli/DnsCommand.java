package io.phish.examples.cli;

import io.phish.core.dns.BulkResolver;
import io.phish.core.dns.BulkStatistics;
import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.HttpsTransport;
import io.phish.core.dns.transport.NioTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish dns}. */
@Command(
    name = "dns",
    header = "Looks up names in the DNS, millions of them if need be.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each name is asked for with each type. Every question gives one line: name, type, status, TTL",
      "and records, tab-separated, or with --json an object:",
      "  name, type, status  found, no-data, no-such-name; or why nothing is known: server-failure,",
      "                      refused, timed-out, malformed, not-sent",
      "  ttl                 in seconds; of absence what the SOA record says of it",
      "  records, aliases    what is at the name or the end of its aliases, and these",
      "A line that is no name gives a line that says so, in JSON",
      "  failure, code, value, line, offset",
      "Names of special use (RFC 6761), such as those under .test, are asked for only if every server",
      "is on a loopback, link-local or private address.",
      "",
      "Exit codes:",
      "  0    every answer is known, whether the name is there or not",
      "  2    the command line is wrong",
      "  3    something is unknown or was rejected",
      "  4    the input could not be read or the output not be written",
      "  130  interrupted; 141 the reader of the output closed it",
      "",
      "Examples:",
      "  phish dns example.com --type A,AAAA,MX",
      "  phish dns --stdin --server 127.0.0.1:5353 --json < names.txt > answers.jsonl",
      "  phish dns --stdin --rate 500 --doh https://dns.quad9.net/dns-query < names.txt"
    })
final class DnsCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "What is looked up.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read names from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      split = ",",
      defaultValue = "A",
      description = "Which records, like A,MX. ${DEFAULT-VALUE} by default.")
  private List<String> types = List.of();

  @Option(
      names = {"-s", "--server"},
      paramLabel = "HOST[:PORT]",
      converter = ServerConverter.class,
      description = "A server to ask; again for others, in this order. By default the system's.")
  private List<InetSocketAddress> servers = List.of();

  @Option(names = "--doh", paramLabel = "URL", description = "Ask over HTTPS instead (RFC 8484).")
  private @Nullable URI doh;

  @Option(names = "--tcp", description = "Ask over TCP alone.")
  private boolean tcp;

  @Option(
      names = "--mixed-case",
      description = "Leave the case of letters to chance and see that it comes back (0x20).")
  private boolean mixedCase;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many questions a second. By default as many as servers answer.")
  private @Nullable Double rate;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "2048",
      description = "How many questions are under way at most. ${DEFAULT-VALUE} by default.")
  private int inFlight;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "For each question, all tries together. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Option(names = "--order", description = "Answers in the order of the names.")
  private boolean order;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no statistics on standard error.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DnsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (stdin == !names.isEmpty()) {
      throw wrong(stdin ? "give names or --stdin, not both" : "give a name, or --stdin");
    }
    List<Integer> codes = new ArrayList<>();
    for (String type : types) {
      codes.add(type(type.strip()));
    }
    Output output = new Output(streams.out());
    LineReader reader = new LineReader(streams.in(), null, output::flush);
    Iterator<Line> lines = stdin ? reader : names.stream().<Line>map(Line.Text::new).iterator();
    List<InetSocketAddress> asked = servers();
    try (DnsTransport transport = transport(asked)) {
      boolean inHouse = doh == null && asked.stream().allMatch(DnsCommand::isInHouse);
      DnsInputs inputs = new DnsInputs(lines, codes, inHouse);
      return run(transport, inputs, output, stdin ? reader::isWaiting : () -> false);
    }
  }

  private int run(
      DnsTransport transport, DnsInputs inputs, Output output, BooleanSupplier isWaiting)
      throws IOException, InterruptedException {
    DnsPrinter printer =
        json
            ? new DnsPrinter.Json(output.buffer())
            : new DnsPrinter.Text(output.buffer(), streams.charset());
    boolean[] unknown = new boolean[1];
    Thread hook = new Thread(output::seal, "phish-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      BulkStatistics statistics =
          resolver(transport)
              .resolveAll(
                  inputs,
                  DnsInput::question,
                  (input, answer) ->
                      output.write(
                          () -> unknown[0] |= !print(printer, input, answer),
                          isWaiting.getAsBoolean()));
      output.flush();
      if (!quiet) {
        summary(statistics, transport);
      }
    } finally {
      removeHook(hook);
    }
    return unknown[0] ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private static boolean print(DnsPrinter printer, DnsInput input, @Nullable DnsAnswer answer)
      throws IOException {
    if (answer != null) {
      printer.answer(answer);
      return answer.status().isKnown();
    }
    if (input.rejection() != null) {
      printer.rejected(input.line(), input.rejection());
    }
    return false;
  }

  private BulkResolver resolver(DnsTransport transport) {
    try {
      BulkResolver.Builder builder =
          BulkResolver.builder(transport).inFlight(inFlight).ordered(order).timeout(timeout);
      if (rate != null) {
        builder.rate(rate);
      }
      if (streams.interactive() && !quiet) {
        builder.progress(Duration.ofMillis(250), this::draw);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private DnsTransport transport(List<InetSocketAddress> asked) {
    if (doh != null) {
      try {
        return HttpsTransport.to(doh);
      } catch (IllegalArgumentException e) {
        throw wrong("--doh: " + e.getMessage());
      }
    }
    return NioTransport.builder(asked)
        .tcpOnly(tcp)
        .mixedCase(mixedCase)
        .maxOpen(2 * BulkResolver.Builder.MAX_IN_FLIGHT)
        .build();
  }

  private List<InetSocketAddress> servers() {
    if (doh != null && !servers.isEmpty()) {
      throw wrong("give --server or --doh, not both");
    }
    List<InetSocketAddress> all =
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    if (all.isEmpty() && doh == null) {
      throw wrong("the system has no name server; give one with --server");
    }
    return all;
  }

  private static boolean isInHouse(InetSocketAddress server) {
    var address = server.getAddress();
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC);
  }

  private int type(String name) {
    int code = Type.value(name, true);
    if (code < 0) {
      throw wrong("--type '" + name + "' is no type of record; write A, MX, TXT or the like");
    }
    return code;
  }

  private void draw(BulkStatistics now) {
    PrintWriter terminal = streams.err();
    terminal.printf(
        Locale.ROOT,
        "\r\u001b[K%,d answered, %,d in flight, %,.0f/s",
        now.answered(),
        now.inFlight(),
        now.rate());
    terminal.flush();
  }

  private void summary(BulkStatistics statistics, DnsTransport transport) {
    PrintWriter err = streams.err();
    if (streams.interactive()) {
      err.print("\r\u001b[K");
    }
    long answers = statistics.byStatus().values().stream().mapToLong(Long::longValue).sum();
    err.printf(
        Locale.ROOT,
        "%,d answers in %.2f s, %,.0f/s%n",
        answers,
        statistics.elapsed().toNanos() / 1e9,
        statistics.rate());
    for (DnsStatus status : DnsStatus.values()) {
      long count = statistics.byStatus().getOrDefault(status, 0L);
      if (count > 0) {
        err.printf(Locale.ROOT, "  %-15s %,d%n", DnsPrinter.id(status), count);
      }
    }
    long rejected = statistics.answered() - answers;
    if (rejected > 0) {
      err.printf(Locale.ROOT, "  %-15s %,d%n", "rejected", rejected);
    }
    if (transport instanceof NioTransport nio) {
      var traffic = nio.statistics();
      err.printf(
          Locale.ROOT,
          "sent %,d, retransmitted %,d, failed over %,d, truncated %,d, forged or late %,d,"
              + " TCP connections %,d%n",
          traffic.sent(),
          traffic.retransmitted(),
          traffic.failedOver(),
          traffic.truncated(),
          traffic.wrongId() + traffic.wrongQuestion(),
          traffic.tcpConnections());
    }
    err.flush();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is doing its work.
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
