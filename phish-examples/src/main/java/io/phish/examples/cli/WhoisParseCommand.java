package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.whois.WhoisReply;
import io.phish.core.registration.whois.dialect.WhoisParser;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish whois-parse}. */
@Command(
    name = "whois-parse",
    header = "Reads replies of WHOIS servers.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each line of standard input is a JSON object {\"tld\":\"…\",\"server\":\"…\",\"response_text\":\"…\"} of up",
      "to 4,194,304 octets; tld and server may be missing or null. It gives one JSON object, in the same",
      "order, in which null is what the reply does not state:",
      "  state        registered, unregistered, reserved, throttled, unknown",
      "  registered, available, throttled",
      "               the same as flags; the first two are null if nobody said",
      "  domain, id, created, updated, expires",
      "               dates in ISO 8601: days, or instants if time and zone are stated",
      "  registrar    {\"name\",\"iana_id\",\"url\",\"abuse_email\",\"abuse_phone\"}",
      "  nameservers, status, dnssec, registrant, registrant_country, hidden, referral",
      "or, if the line is something else,",
      "  failure, offset",
      "               what is wrong, and where in the line: in UTF-16 units, in octets if it is too",
      "               long or no text",
      "",
      "Exit codes:",
      "  0    every reply was read, whatever it says",
      "  2    the command line is wrong",
      "  3    a line is no such object",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Example:",
      "  jq -Rs '{tld: \"com\", response_text: .}' -c reply.txt | phish whois-parse --stdin"
    })
final class WhoisParseCommand implements Callable<Integer> {
  // A reply of 256 KiB in which each sign is escaped, and the rest of the object.
  private static final int MAX_LENGTH = 4 << 20;
  private static final String TEXT = "response_text";
  private static final String TLD = "tld";
  private static final String SERVER = "server";

  private final Streams streams;

  @Option(names = "--stdin", description = "Read JSON objects from standard input, one a line.")
  private boolean stdin;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  WhoisParseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (!stdin) {
      throw new ParameterException(spec.commandLine(), "give --stdin");
    }
    WhoisParser parser = new WhoisParser();
    return new JsonLines(
            streams,
            MAX_LENGTH,
            TEXT,
            Set.of(TLD, SERVER),
            (fields, json) -> write(parser, fields, json))
        .run();
  }

  private static void write(WhoisParser parser, Map<String, String> fields, JsonGenerator json)
      throws IOException {
    WhoisReply reply =
        new WhoisReply(
            name(fields.get(SERVER)), name(fields.get(TLD)), fields.getOrDefault(TEXT, ""), true);
    RegistrationJson.write(parser.parse(reply), json);
  }

  /** In lower case, without a dot before it. */
  private static @Nullable String name(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    String lower = given.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith(".") ? lower.substring(1) : lower;
  }
}
