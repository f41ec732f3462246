package io.phish.core.registration.whois.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.whois.WhoisReply;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoisParserTest {
  private static final WhoisParser PARSER = new WhoisParser();
  private static final int LIMIT = 256 * 1024;

  private static Registration parse(String text) {
    return PARSER.parse(new WhoisReply(null, null, text, true));
  }

  @Test
  void the_time_of_the_database_is_no_update() {
    assertThat(
            parse(
                    """
                    Domain Name: alpha.example
                    Created: 2001-02-03
                    >>> Last update of WHOIS database: 2020-01-01T00:00:00Z <<<
                    Last updated on 2020-01-01 00:00:00 MSK
                    Database last updated on 01-Jan-2020 10:00:00 EDT.
                    """)
                .updated())
        .isNull();
  }

  @Test
  void the_latest_of_several_changes_counts() {
    assertThat(
            parse("domain: alpha.example\nchanged: 20010203\nchanged: 20050203\nchanged: 20040203")
                .updated())
        .hasToString("2005-02-03");
  }

  @Test
  void the_record_of_the_registrar_counts_before_that_of_the_registry() {
    Registration registration =
        parse(
            """
               Domain Name: ALPHA.EXAMPLE
               Registrar: BETA
               Name Server: NS1.OLD.EXAMPLE
               Updated Date: 02-oct-2014
               Creation Date: 12-sep-1995

            Domain Name: alpha.example
            Registrar: Beta Ltd
            Name Server: ns1.new.example
            Updated Date: 2014-10-03T15:33:46Z
            """);
    assertThat(registration.registrar())
        .isEqualTo(new Registrar("Beta Ltd", null, null, null, null));
    assertThat(registration.nameservers()).containsExactly("ns1.new.example");
    assertThat(registration.updated()).hasToString("2014-10-03T15:33:46Z");
    assertThat(registration.created()).hasToString("1995-09-12");
  }

  @Test
  void a_throttled_answer_is_never_available() {
    assertThat(parse("Query rate limit exceeded. No match.").state())
        .isEqualTo(RegistrationState.THROTTLED);
    assertThat(parse("You have exceeded your quota.\nNot found.\n").state())
        .isIn(RegistrationState.THROTTLED, RegistrationState.UNREGISTERED);
  }

  @Test
  void what_is_behind_five_thousand_lines_is_not_read() {
    assertThat(parse("x\n".repeat(4_998) + "Domain: alpha.example\nCreated: 2001-02-03").created())
        .isNotNull();
    assertThat(parse("x\n".repeat(4_999) + "Domain: alpha.example\nCreated: 2001-02-03").created())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "a:\n",
        ":",
        " ",
        "[",
        "(((",
        "domain: a.b\n",
        "registrar:\n",
        "registrar: x\n\n",
        "nserver: a.b c.d e.f\n",
        "created: 1 1 1 1 1 1 1 1 1\n",
        "status: ok,ok,ok,ok,ok,ok,ok\n",
        "status: client\n",
        "key/key/key: v\n",
        "not found not found\n",
        "no match no entries no record no data is available * has been not been there is a\n",
        "Name Servers:\nns1.a.b\n",
        "changed: x 20040102\n"
      })
  void work_grows_no_faster_than_the_reply(String repeated) {
    String part = repeated.repeat(LIMIT / 16 / repeated.length());
    String whole = part.repeat(16);
    parse(whole);

    // 256 times as long if work grew with the square; the best of some runs is hardly disturbed.
    assertThat(nanos(whole)).isLessThan(80 * nanos(part) + 5_000_000);
  }

  private static long nanos(String text) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 7; i++) {
      long start = System.nanoTime();
      Registration registration = parse(text);
      best = Math.min(best, System.nanoTime() - start);
      assertThat(registration.nameservers()).hasSizeLessThanOrEqualTo(64);
      assertThat(registration.statuses()).hasSizeLessThanOrEqualTo(64);
    }
    return best;
  }

  @Test
  void rubbish_never_fails() {
    String[] pieces = {
      "domain",
      "Domain Name",
      "created",
      "expires on",
      ": ",
      ":",
      "\n",
      "\r\n",
      "\n\n",
      "registrar",
      " ",
      "nserver",
      "ns1.a.example",
      "2004-01-02",
      "02/03/2004",
      "[",
      "]",
      "(",
      ")",
      "%",
      "# ",
      "not found",
      "status",
      "free",
      "\t",
      "Name Servers:\n",
      "  ",
      "....",
      "é",
      "日",
      "\ud800",
      "\0",
      ">>>",
      "**",
      "!",
      "\"",
      "/",
      "-",
      ",",
      "Registrant:\n",
      "Tech-C",
      "ok-until",
      "http://",
      "%rwhois"
    };
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      WhoisReply reply =
          new WhoisReply(
              random.nextBoolean() ? null : pieces[random.nextInt(pieces.length)],
              random.nextBoolean() ? "to" : "dk",
              text.toString(),
              random.nextBoolean());
      assertThat(PARSER.parse(reply)).isEqualTo(PARSER.parse(reply));
    }
  }
}
