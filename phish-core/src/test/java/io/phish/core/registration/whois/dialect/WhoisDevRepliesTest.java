package io.phish.core.registration.whois.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import io.phish.core.registration.whois.WhoisReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Replies from the test suites of five public WHOIS parsers, and what those expect of them; the
 * table of what is read otherwise is written to {@code target/whois-dev-*.txt}.
 *
 * <p>Some expectations can not be met: registrars taken from technical contacts, "available" for
 * replies that only ask to wait, null for registrars that the reply names.
 */
class WhoisDevRepliesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void most_fields_are_read_as_the_suites_expect() throws IOException {
    ReplyScore score = score(new WhoisParser(), "target/whois-dev-misses.txt");

    assertThat(score.share()).as(score::table).isGreaterThanOrEqualTo(0.98);
    assertThat(score.share("created")).as(score::table).isEqualTo(1);
    assertThat(score.share("nameservers")).as(score::table).isEqualTo(1);
  }

  /** How well the general rules do on registries that nobody has described. */
  @Test
  void most_fields_are_read_without_knowing_any_registry() throws IOException {
    ReplyScore score =
        score(new WhoisParser(Dialects.none()), "target/whois-dev-misses-general.txt");

    assertThat(score.share()).as(score::table).isGreaterThanOrEqualTo(0.975);
  }

  /** A reply read as that of an unknown server and TLD says the same, but for a few dates. */
  @Test
  void server_and_tld_are_hardly_needed() throws IOException {
    WhoisParser parser = new WhoisParser();
    List<String> different = new ArrayList<>();
    for (String line : SharedData.lines("registration/whois-dev.jsonl.gz")) {
      JsonNode row = JSON.readTree(line);
      String text = row.get("response_text").asText();
      if (!parser
          .parse(reply(row))
          .equals(parser.parse(new WhoisReply("whois.invalid", "unknown", text, true)))) {
        different.add(row.get("id").asText());
      }
    }
    assertThat(different).hasSizeLessThanOrEqualTo(6);
  }

  private static ReplyScore score(WhoisParser parser, String file) throws IOException {
    ReplyScore score = new ReplyScore();
    for (String line : SharedData.lines("registration/whois-dev.jsonl.gz")) {
      JsonNode row = JSON.readTree(line);
      score.add(row.get("id").asText(), row.get("expected"), parser.parse(reply(row)));
    }
    Files.writeString(Path.of(file), score.table());
    return score;
  }

  private static WhoisReply reply(JsonNode row) {
    return new WhoisReply(
        row.path("server").asText(null),
        row.path("tld").asText(null),
        row.get("response_text").asText(),
        true);
  }
}
