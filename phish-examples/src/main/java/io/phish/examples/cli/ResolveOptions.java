package io.phish.examples.cli;

import io.phish.core.dns.BulkResolver;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.HttpsTransport;
import io.phish.core.dns.transport.NioTransport;
import io.phish.core.monitor.LookalikeMonitor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lookalikes are registered: whom to ask, and what to keep of it. */
final class ResolveOptions {
  @Option(names = "--resolve", description = "Only those that are registered, with their records.")
  private boolean resolve;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Keep what was found in this file, and tell only what has changed since the last run.")
  private @Nullable Path state;

  @Option(names = "--age", description = "Ask registries when they were registered.")
  private boolean age;

  @Option(
      names = {"-s", "--server"},
      paramLabel = "HOST[:PORT]",
      converter = ServerConverter.class,
      description = "A name server to ask; again for others. By default the system's.")
  private List<InetSocketAddress> servers = List.of();

  @Option(names = "--doh", paramLabel = "URL", description = "Ask over HTTPS instead (RFC 8484).")
  private @Nullable URI doh;

  @Option(names = "--tcp", description = "Ask over TCP alone.")
  private boolean tcp;

  @Option(
      names = "--dns-rate",
      paramLabel = "N",
      description = "At most so many questions to the DNS a second. By default there is no limit.")
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
      description =
          "For each question to the DNS, all tries together. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary on standard error.")
  private boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ResolveOptions() {}

  /** Whether names are to be asked for; the other options make no sense if not. */
  boolean isOn() {
    if (!resolve && (state != null || age || !servers.isEmpty() || doh != null || rate != null)) {
      throw wrong("--state, --age, --server, --doh and --dns-rate need --resolve");
    }
    return resolve;
  }

  @Nullable Path state() {
    return state;
  }

  boolean asksAges() {
    return age;
  }

  boolean isQuiet() {
    return quiet;
  }

  DnsTransport transport() {
    if (doh != null) {
      if (!servers.isEmpty()) {
        throw wrong("give --server or --doh, not both");
      }
      try {
        return HttpsTransport.to(doh);
      } catch (IllegalArgumentException e) {
        throw wrong("--doh: " + e.getMessage());
      }
    }
    List<InetSocketAddress> all =
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    if (all.isEmpty()) {
      throw wrong("the system has no name server; give one with --server");
    }
    return NioTransport.builder(all)
        .tcpOnly(tcp)
        .maxOpen(2 * BulkResolver.Builder.MAX_IN_FLIGHT)
        .build();
  }

  LookalikeMonitor.Builder monitor(DnsTransport transport) {
    LookalikeMonitor.Builder builder =
        LookalikeMonitor.builder(transport).inFlight(inFlight).timeout(timeout);
    return rate == null ? builder : builder.rate(rate);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
