package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.InvalidSubjectException;
import io.phish.core.registration.RegistrationSettings;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.RdapOutcome;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phish rdap}. */
@Command(
    name = "rdap",
    header = "Asks the RDAP server of the registry about domains.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The domain that a name belongs to is asked for, as it is registered with its registry. With",
      "--json each gives one JSON object a line:",
      "  name, source, outcome, elapsed_ms",
      "              who was asked, and found, not-found, throttled, no-server or failed",
      "  message     why there is no answer",
      "  …           the fields of rdap-parse, and response_text, the reply as it came",
      "or, if it is no name of a domain, failure, code and offset.",
      "",
      "Exit codes:",
      "  0    all were answered, whether there is such a domain or not",
      "  2    the command line is wrong",
      "  3    one was not answered, or is no name",
      "  4    the output could not be written",
      "",
      "Examples:",
      "  phish rdap example.com",
      "  phish rdap --raw example.com | jq .events",
      "  phish rdap --rdap-base com=https://rdap.example/ example.com"
    })
final class RdapCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "A domain, or a host within it.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "One JSON object a line instead of text for people.")
  private boolean json;

  @Option(names = "--raw", description = "The reply as it came, and nothing else.")
  private boolean raw;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "By when each is answered. ${DEFAULT-VALUE} by default.")
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  private Duration timeout;

  @Mixin private RegistrationOptions options = new RegistrationOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets the time-out
  RdapCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    int exit = ExitCode.BENIGN;
    PrintWriter out = streams.printer();
    try (RdapClient client = new RegistrationSettings(options.settings()).rdap()) {
      for (String name : names) {
        boolean answered;
        try {
          answered = ask(client, name, out);
        } catch (InvalidSubjectException e) {
          reject(name, e, out);
          answered = false;
        }
        exit = answered ? exit : ExitCode.UNKNOWN;
        out.flush();
      }
    }
    return exit;
  }

  private boolean ask(RdapClient client, String name, PrintWriter out) throws IOException {
    String domain = DomainName.registered(name);
    long began = System.nanoTime();
    RdapOutcome outcome = client.lookUp(domain, timeout).join();
    long elapsed = System.nanoTime() - began;
    if (raw) {
      printRaw(name, outcome, out);
    } else if (json) {
      out.flush();
      writeJson(name, outcome, elapsed);
    } else {
      print(domain, outcome, elapsed, out);
    }
    return outcome instanceof RdapOutcome.Found || outcome instanceof RdapOutcome.NotFound;
  }

  private void printRaw(String name, RdapOutcome outcome, PrintWriter out) {
    if (outcome instanceof RdapOutcome.Found found) {
      // A terminal must not obey it; whoever reads it from a pipe wants it as it is.
      out.println(streams.colour() ? escaped(found.text()) : found.text());
    } else {
      streams.err().println("phish: " + SafeText.shorten(name) + ": " + message(outcome));
    }
  }

  private static String escaped(String text) {
    return String.join("\n", text.lines().map(SafeText::escape).toList());
  }

  private void print(String domain, RdapOutcome outcome, long nanos, PrintWriter out) {
    Palette palette = new Palette(streams.colour());
    out.println(palette.bold(SafeText.shorten(domain)));
    URI source = outcome.source();
    RegistrationText text = new RegistrationText(palette);
    text.row(
        "asked",
        source == null ? null : source + " in " + Numbers.duration(Duration.ofNanos(nanos)));
    if (outcome instanceof RdapOutcome.Found found) {
      text.registration(found.response().registration());
      text.row("registrar's RDAP", found.response().registrarLink());
      found.response().redacted().forEach(name -> text.row("redacted", name));
      found.response().oddities().forEach(oddity -> text.row("odd", oddity));
    } else {
      text.row("answer", message(outcome));
    }
    out.println(text.render());
  }

  private void writeJson(String name, RdapOutcome outcome, long nanos) throws IOException {
    try (JsonGenerator out = SafeJson.factory().createGenerator(streams.out())) {
      out.writeStartObject();
      out.writeStringField("name", name);
      URI source = outcome.source();
      out.writeStringField("source", source == null ? null : source.toString());
      out.writeStringField("outcome", id(outcome));
      out.writeNumberField("elapsed_ms", Math.round(nanos / 1e3) / 1e3);
      if (outcome instanceof RdapOutcome.Found found) {
        RdapJson.write(found.response(), out);
        out.writeStringField("response_text", found.text());
      } else {
        out.writeStringField("message", message(outcome));
      }
      out.writeEndObject();
      out.writeRaw('\n');
    }
    streams.out().flush();
  }

  private void reject(String name, InvalidSubjectException e, PrintWriter out) throws IOException {
    if (!json) {
      streams.err().println(DomainName.complaint(name, e));
      return;
    }
    out.flush();
    try (JsonGenerator writer = SafeJson.factory().createGenerator(streams.out())) {
      writer.writeStartObject();
      DomainName.writeFailure(name, e, writer);
      writer.writeEndObject();
      writer.writeRaw('\n');
    }
    streams.out().flush();
  }

  private static String id(RdapOutcome outcome) {
    if (outcome instanceof RdapOutcome.Found) {
      return "found";
    }
    if (outcome instanceof RdapOutcome.NotFound) {
      return "not-found";
    }
    if (outcome instanceof RdapOutcome.Throttled) {
      return "throttled";
    }
    return outcome instanceof RdapOutcome.NoServer ? "no-server" : "failed";
  }

  private static @Nullable String message(RdapOutcome outcome) {
    if (outcome instanceof RdapOutcome.NotFound) {
      return "the server knows of no such domain";
    }
    if (outcome instanceof RdapOutcome.Throttled throttled) {
      return "the server answers no questions for " + throttled.retryAfter().toSeconds() + " s";
    }
    if (outcome instanceof RdapOutcome.NoServer none) {
      return "no RDAP server is known for ." + none.tld();
    }
    return outcome instanceof RdapOutcome.Failed failed ? SafeText.shorten(failed.message()) : null;
  }
}
