package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.AnalysisBatch.Progress;
import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.core.dns.DnsResolver;
import io.phish.core.dns.NameServers;
import io.phish.core.dns.transport.NioTransport;
import io.phish.core.registration.RegistrationSettings;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish domain}. */
@Command(
    name = "domain",
    header = "Says everything that the DNS and registries know of domains.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The registration is asked over RDAP, and over WHOIS where there is no RDAP, it fails, or it",
      "knows of no such domain. With --stdin each line is a name. Each gives one result, in the same",
      "order; with --json one object a line:",
      "  name, domain            as given, and as registered with a registry",
      "  registration            the fields of rdap-parse, and",
      "    sources               who stated each field",
      "    attempts              [{protocol, source, state, elapsed_ms, problem}]: who was asked",
      "    elapsed_ms",
      "  cached                  whether the registration comes from the file of --cache",
      "  dns                     by type of record {status, ttl, records, aliases, elapsed_us}",
      "  elapsed_ms",
      "or, for what is no name of a domain, failure, code and offset; the run goes on. The state of a",
      "registration is registered, unregistered, reserved, throttled or unknown.",
      "",
      "Exit codes:",
      "  0    of all it is known whether they are registered",
      "  2    the command line is wrong",
      "  3    of one it is not known, or it is no name",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish domain example.com",
      "  phish domain --stdin --json --rate 10/s --cache domains.db < names.txt",
      "  phish domain --dns 127.0.0.1:5353 --rdap-base com=http://127.0.0.1:8080/ example.com"
    })
final class DomainCommand implements Callable<Integer> {
  private static final Duration ONE = Duration.ofSeconds(10);
  private static final Duration MANY = Duration.ofHours(1);

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "A domain, or a host within it.")
  private List<String> names = List.of();

  @Option(names = "--stdin", description = "Read names from standard input, one a line.")
  private boolean stdin;

  @Option(names = "--json", description = "One JSON object a line instead of text for people.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on standard error.")
  private boolean quiet;

  @Option(
      names = "--dns",
      paramLabel = "HOST[:PORT],…",
      description = "Name servers to ask, in place of those of this machine.")
  private @Nullable String dns;

  @Option(names = "--no-dns", description = "Ask registries only.")
  private boolean noDns;

  @Mixin private RegistrationOptions options = new RegistrationOptions();

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description = "Keep registrations for the next run in this SQLite file.")
  private @Nullable Path cacheFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "By when each registration is known, waiting for the limits of servers included: by"
              + " default 10s, and 1h with --stdin. A single exchange never takes more than 10s.")
  private @Nullable Duration timeout;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many names are in work at once. ${DEFAULT-VALUE} by default.")
  private int concurrency;

  @Spec private CommandSpec spec;

  /** What is in work, oldest first, so that results come in the order of the names. */
  private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();

  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable RuntimeException failure;
  private volatile int exit = ExitCode.BENIGN;
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DomainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !names.isEmpty()) {
      throw wrong(stdin ? "give names or --stdin, not both" : "give a name, or --stdin");
    }
    if (concurrency < 1 || concurrency > 100_000) {
      throw wrong("--concurrency " + concurrency + " is not 1 to 100,000");
    }
    Output output = new Output(streams.out());
    try (DomainLookup lookup = lookup();
        ProgressLine progress = progress()) {
      if (progress != null) {
        progress.start();
      }
      Iterator<Line> lines =
          stdin
              ? new LineReader(streams.in(), null, output::flush)
              : names.stream().<Line>map(Line.Text::new).iterator();
      run(lookup, lines, output);
    }
    output.flush();
    return exit;
  }

  private @Nullable ProgressLine progress() {
    if (!streams.interactive() || !stdin || quiet) {
      return null;
    }
    return new ProgressLine(
        streams.err(),
        () -> new Progress(started.get(), succeeded.get(), failed.get(), false),
        System::nanoTime);
  }

  private DomainLookup lookup() {
    Duration time = timeout == null ? stdin ? MANY : ONE : timeout;
    RegistrationSettings settings = new RegistrationSettings(options.thoroughSettings());
    try {
      return new DomainLookup(
          noDns ? null : DnsResolver.builder(NioTransport.builder(servers()).build()).build(),
          settings.lookup().timeout(time).build(),
          cacheFile == null ? null : JdbcCacheStore.sqlite(cacheFile),
          time);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<InetSocketAddress> servers() {
    try {
      return dns == null ? NameServers.system() : NameServers.parse(dns);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--dns: " + e.getMessage(), e);
    }
  }

  private void run(DomainLookup lookup, Iterator<Line> lines, Output output) {
    Semaphore room = new Semaphore(concurrency);
    while (failure == null && lines.hasNext()) {
      started.incrementAndGet();
      room.acquireUninterruptibly();
      Pending next = start(lookup, lines.next());
      pending.add(next);
      if (next.report() == null) {
        tellThoseThatAreDone(output, room);
      } else {
        CompletableFuture<?> unused =
            next.report().whenComplete((report, bug) -> tellThoseThatAreDone(output, room));
      }
    }
    room.acquireUninterruptibly(concurrency);
    RuntimeException broken = failure;
    if (broken != null) {
      throw broken;
    }
  }

  /** In the order of the names; on the thread of whichever answer came. */
  private void tellThoseThatAreDone(Output output, Semaphore room) {
    lock.lock();
    try {
      for (Pending next = pending.peek(); next != null && next.isDone(); next = pending.peek()) {
        pending.remove();
        tellUnlessBroken(next, output);
        room.release(); // after it: who has all the room believes that everything was told
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // to be thrown where somebody catches it
  private void tellUnlessBroken(Pending next, Output output) {
    if (failure != null) {
      return;
    }
    try {
      tell(next, output);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * One name.
   *
   * @param report null if it is none
   * @param rejection why not, null if it is one
   */
  private record Pending(
      String name,
      @Nullable CompletableFuture<DomainReport> report,
      @Nullable InvalidSubjectException invalid,
      @Nullable Rejection rejection) {

    boolean isDone() {
      return report == null || report.isDone();
    }
  }

  private static Pending start(DomainLookup lookup, Line line) {
    if (line instanceof Line.Bad bad) {
      return new Pending("", null, null, bad.rejection());
    }
    String name = ((Line.Text) line).text().strip();
    try {
      return new Pending(name, lookup.ask(name), null, null);
    } catch (InvalidSubjectException e) {
      return new Pending(name, null, e, null);
    }
  }

  private void tell(Pending next, Output output) {
    // Nobody should wait for a result that is there because others are still in work.
    boolean now = pending.isEmpty();
    CompletableFuture<DomainReport> asked = next.report();
    if (asked == null) {
      failed.incrementAndGet();
      exit = ExitCode.UNKNOWN;
      output.write(() -> reject(next, output), now);
      return;
    }
    DomainReport report = asked.join();
    succeeded.incrementAndGet();
    exit = DomainLookup.isKnown(report) ? exit : ExitCode.UNKNOWN;
    output.write(() -> print(report, output), now);
  }

  private void print(DomainReport report, Output output) throws IOException {
    if (json) {
      object(output, report::write);
    } else {
      String text = new DomainText(new Palette(streams.colour())).render(report);
      output.buffer().write((text + '\n').getBytes(streams.charset()));
    }
  }

  private void reject(Pending pending, Output output) throws IOException {
    Rejection rejection = pending.rejection();
    InvalidSubjectException invalid = pending.invalid();
    if (json) {
      object(
          output,
          writer -> {
            if (invalid != null) {
              DomainName.writeFailure(pending.name(), invalid, writer);
            } else if (rejection != null) {
              writer.writeStringField("failure", rejection.message());
              writer.writeStringField("code", rejection.code());
            }
          });
      return;
    }
    String line =
        invalid != null
            ? DomainName.complaint(pending.name(), invalid)
            : "phish: " + (rejection == null ? "" : SafeText.shorten(rejection.message()));
    streams.err().println(line);
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static void object(Output output, Fields fields) throws IOException {
    try (JsonGenerator writer = SafeJson.factory().createGenerator(output.buffer())) {
      writer.writeStartObject();
      fields.write(writer);
      writer.writeEndObject();
    }
    output.buffer().write("\n".getBytes(StandardCharsets.US_ASCII));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
