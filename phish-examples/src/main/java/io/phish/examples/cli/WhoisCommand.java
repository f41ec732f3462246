package io.phish.examples.cli;

import io.phish.core.registration.RegistrationMerge;
import io.phish.core.registration.whois.WhoisAnswer;
import io.phish.core.registration.whois.WhoisClient;
import io.phish.core.registration.whois.WhoisClientBuilder;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisResult;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish whois}. */
@Command(
    name = "whois",
    header = "Asks WHOIS servers about domains, from the registry to the registrar.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "No server is asked more often than its limit allows, and one that refuses is left alone for",
      "a while. With --stdin a look-up waits for the limit as long as it takes.",
      "",
      "Each JSON object has, of all servers together, the fields of 'phish whois-parse', and",
      "  name        as it was given",
      "  elapsed_ms  waiting included",
      "  answers     of each server: server, elapsed_ms, complete, text and the same fields",
      "  failures    of attempts that came to nothing: server, reason, message, elapsed_ms",
      "or, if nobody answered, name, failure, reason and server.",
      "",
      "Exit codes:",
      "  0    every domain has an answer",
      "  2    the command line is wrong",
      "  3    a domain has none, or all there is says that the server was asked too much",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish whois example.com",
      "  phish whois --server whois.denic.de --json example.de",
      "  phish whois --stdin --rate 20/s,1000/h --json < domains.txt"
    })
final class WhoisCommand implements Callable<Integer> {
  /** Of a line, in octets: no name has as many. */
  private static final int MAX_LINE_LENGTH = 4_096;

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "A domain, or a host below one.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read names from standard input, one a line.")
  private boolean stdin;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT]",
      description = "Ask this server, whatever the name.")
  private @Nullable String server;

  @Option(
      names = "--whois",
      paramLabel = "SUFFIX=HOST[:PORT]",
      description = "The server of a suffix such as com or co.uk; may be given several times.")
  private Map<String, String> servers = new LinkedHashMap<>();

  @Option(
      names = "--rate",
      paramLabel = "N/TIME,…",
      description = "How often each server may be asked, such as 50/s,1000/h.")
  private @Nullable String rate;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "15s",
      description = "For a name; with --stdin for each server. ${DEFAULT-VALUE} by default.")
  private Duration timeout = Duration.ofSeconds(15);

  @Option(
      names = "--referrals",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How many servers beyond the first are asked, 0 to 8; ${DEFAULT-VALUE} by default.")
  private int referrals;

  @Option(
      names = "--allow-private",
      description = "Follow referrals to private addresses and any port.")
  private boolean allowPrivate;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  WhoisCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    if (stdin == !names.isEmpty()) {
      throw wrong(stdin ? "give names or --stdin, not both" : "give a name, or --stdin");
    }
    if (stdin && server != null) {
      throw wrong("--server is for names, not for --stdin; use --whois");
    }
    Output output = new Output(streams.out());
    WhoisPrinter printer =
        json
            ? new WhoisJson(output.buffer())
            : new WhoisText(output.buffer(), streams.charset(), new Palette(streams.colour()));
    try (WhoisClient client = client()) {
      Tell tell = new Tell(output, printer);
      if (stdin) {
        bulk(client, tell);
      } else {
        single(client, tell);
      }
      output.flush();
      return tell.exit;
    }
  }

  private WhoisClient client() {
    try {
      WhoisClientBuilder builder =
          WhoisClient.builder().maxReferrals(referrals).allowPrivate(allowPrivate);
      servers.forEach(builder::server);
      if (rate != null) {
        builder.rate(rate);
      }
      if (stdin) {
        builder.queryTimeout(timeout);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void bulk(WhoisClient client, Tell tell) throws InterruptedIOException {
    LineReader lines = new LineReader(streams.in(), null, tell.output::flush, MAX_LINE_LENGTH);
    try {
      client.lookupAll(new Domains(client, lines), tell);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** All at once, told in the order in which they were given. */
  private void single(WhoisClient client, Tell tell) throws InterruptedException {
    List<CompletableFuture<WhoisResult>> lookups = new ArrayList<>();
    for (String name : names) {
      lookups.add(start(client, name));
    }
    for (int i = 0; i < lookups.size(); i++) {
      try {
        tell.answered(names.get(i), lookups.get(i).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof WhoisException failure)) {
          throw new IllegalStateException(e);
        }
        tell.failed(names.get(i), failure);
      }
    }
  }

  private CompletableFuture<WhoisResult> start(WhoisClient client, String name) {
    try {
      String domain = client.registeredDomain(name);
      return client.lookup(domain, server, timeout);
    } catch (WhoisException e) {
      return CompletableFuture.failedFuture(e);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What the lines name. What is no domain stays as it is, and is told so. */
  private record Domains(WhoisClient client, LineReader lines) implements Iterator<String> {
    @Override
    public boolean hasNext() {
      return lines.hasNext();
    }

    @Override
    public String next() {
      Line line = lines.next();
      String name =
          line instanceof Line.Text text ? text.text() : ((Line.Bad) line).rejection().value();
      try {
        return client.registeredDomain(name);
      } catch (WhoisException e) {
        return name;
      }
    }
  }

  /** Writes what came of each. */
  private static final class Tell implements WhoisClient.Results {
    private final Output output;
    private final WhoisPrinter printer;
    private int exit = ExitCode.BENIGN;

    Tell(Output output, WhoisPrinter printer) {
      this.output = output;
      this.printer = printer;
    }

    @Override
    public void answered(WhoisResult result) {
      answered(result.domain(), result);
    }

    void answered(String name, WhoisResult result) {
      RegistrationMerge.Merged merged = RegistrationMerge.merge(parts(result));
      switch (merged.registration().state()) {
        case THROTTLED, UNKNOWN -> exit = ExitCode.UNKNOWN;
        default -> {}
      }
      output.write(() -> printer.answered(name, result, merged.registration()), false);
    }

    private static List<RegistrationMerge.Part> parts(WhoisResult result) {
      List<RegistrationMerge.Part> parts = new ArrayList<>();
      for (WhoisAnswer answer : result.answers()) {
        parts.add(
            new RegistrationMerge.Part(
                String.valueOf(answer.reply().server()), answer.registration()));
      }
      return parts;
    }

    @Override
    public void failed(String domain, WhoisException failure) {
      exit = ExitCode.UNKNOWN;
      output.write(() -> printer.failed(domain, failure), false);
    }
  }
}
