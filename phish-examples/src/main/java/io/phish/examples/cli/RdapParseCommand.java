package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.rdap.MalformedRdapException;
import io.phish.core.registration.rdap.RdapParser;
import io.phish.core.registration.rdap.RdapResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish rdap-parse}. */
@Command(
    name = "rdap-parse",
    header = "Reads replies of RDAP servers.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each line is a JSON object {\"response_text\":\"…\"} of up to 8,388,608 octets and gives one JSON",
      "object, in the same order:",
      "  state       registered, unregistered, reserved, throttled or unknown",
      "  registered, available, throttled",
      "              the same as yes or no; null if the reply does not say",
      "  domain, id, created, updated, expires, nameservers, status, dnssec, referral",
      "              dates in ISO 8601, without a time where the server does not state one; status",
      "              as EPP has it; null for what is not stated",
      "  registrar   {\"name\",\"iana_id\",\"url\",\"abuse_email\",\"abuse_phone\"}",
      "  registrant, registrant_country, hidden",
      "  kind, handle, ldh_name, unicode_name, rdap_status, events, links, notices, redacted, …",
      "              the reply as it is written",
      "  oddities    what is not as RFC 9083 has it",
      "and, if the reply cannot be read,",
      "  failure, offset",
      "              what is wrong, and where in the reply, in UTF-16 units",
      "",
      "Exit codes:",
      "  0    every line was read",
      "  2    the command line is wrong",
      "  3    a line is no such object",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish rdap-parse --stdin < replies.jsonl | jq -r .registrar.name",
      "  jq -Rs '{response_text:.}' reply.json | jq -c . | phish rdap-parse --stdin"
    })
final class RdapParseCommand implements Callable<Integer> {
  private static final int MAX_LINE_LENGTH = 8 << 20;

  private final Streams streams;
  private final RdapParser parser = new RdapParser();

  @Option(names = "--stdin", description = "Read JSON objects from standard input, one a line.")
  private boolean stdin;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  RdapParseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (!stdin) {
      throw new ParameterException(spec.commandLine(), "give --stdin");
    }
    return new JsonLines(streams, MAX_LINE_LENGTH, "response_text", this::write).run();
  }

  private void write(String reply, JsonGenerator json) throws IOException {
    RdapResponse response;
    try {
      response = parser.parse(reply);
    } catch (MalformedRdapException e) {
      RegistrationJson.write(Registration.of(RegistrationState.UNKNOWN), json);
      json.writeStringField("failure", e.getMessage());
      json.writeNumberField("offset", e.offset());
      return;
    }
    RdapJson.write(response, json);
  }
}
