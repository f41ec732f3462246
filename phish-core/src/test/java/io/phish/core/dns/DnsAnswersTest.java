package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsAnswersTest {
  private static final Name WWW = Name.fromConstantString("www.a.example.");
  private static final String SOA = "a.example. 300 IN SOA ns.a.example. x.a.example. 1 2 3 4 60";

  @Test
  void keeps_the_records_at_the_name_and_the_least_ttl() throws Exception {
    DnsAnswer answer =
        answer(
            Type.A,
            0,
            "www.a.example. 300 IN A 192.0.2.1",
            "www.a.example. 200 IN A 192.0.2.2",
            "www.a.example. 100 IN AAAA 2001:db8::1",
            "other.example. 10 IN A 192.0.2.66");

    assertThat(answer.status()).isEqualTo(DnsStatus.FOUND);
    assertThat(answer.records()).hasSize(2).allMatch(record -> record.getName().equals(WWW));
    assertThat(answer.ttl()).isEqualTo(200);
    assertThat(answer.aliases()).isEmpty();
  }

  @Test
  void follows_aliases_in_whatever_order_they_come() throws Exception {
    DnsAnswer answer =
        answer(
            Type.A,
            0,
            "c.example. 300 IN A 192.0.2.3",
            "B.example. 50 IN CNAME c.example.",
            "www.a.example. 100 IN CNAME b.example.");

    assertThat(answer.records()).hasSize(1);
    assertThat(answer.aliases()).hasToString("[b.example., c.example.]");
    assertThat(answer.ttl()).isEqualTo(50);
  }

  @Test
  void an_alias_that_is_asked_for_is_no_chain() throws Exception {
    DnsAnswer answer = answer(Type.CNAME, 0, "www.a.example. 100 IN CNAME b.example.");

    assertThat(answer.records()).hasSize(1);
    assertThat(answer.aliases()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"www.a.example.", "b.example.", "c.example."})
  void a_loop_of_aliases_is_no_answer(String back) throws Exception {
    DnsAnswer answer =
        answer(
            Type.A,
            0,
            "www.a.example. 100 IN CNAME b.example.",
            "b.example. 100 IN CNAME c.example.",
            "c.example. 100 IN CNAME " + back);

    assertThat(answer.status()).isEqualTo(DnsStatus.MALFORMED);
  }

  @Test
  void a_chain_is_followed_only_so_far() throws Exception {
    String[] chain =
        IntStream.range(0, DnsAnswers.MAX_ALIASES + 1)
            .mapToObj(
                i ->
                    (i == 0 ? "www.a.example." : "n" + i + ".example.")
                        + " 100 IN CNAME n"
                        + (i + 1)
                        + ".example.")
            .toArray(String[]::new);

    assertThat(answer(Type.A, 0, chain).status()).isEqualTo(DnsStatus.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({"300,60,60", "30,60,30", "0,60,0"})
  void absence_is_kept_as_long_as_the_soa_says(long ttl, long minimum, long kept) throws Exception {
    Message reply = reply(Rcode.NXDOMAIN);
    String soa = "a.example. " + ttl + " IN SOA ns.a.example. x.a.example. 1 2 3 4 " + minimum;
    reply.addRecord(record(soa), Section.AUTHORITY);

    DnsAnswer answer = DnsAnswers.of(WWW, Type.A, reply);
    assertThat(answer.status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
    assertThat(answer.ttl()).isEqualTo(kept);
  }

  @Test
  void a_soa_of_another_zone_says_nothing() throws Exception {
    Message reply = reply(Rcode.NOERROR);
    reply.addRecord(record(SOA.replace("a.example. 300", "b.example. 300")), Section.AUTHORITY);

    DnsAnswer answer = DnsAnswers.of(WWW, Type.A, reply);
    assertThat(answer.status()).isEqualTo(DnsStatus.NO_DATA);
    assertThat(answer.ttl()).isZero();
  }

  @Test
  void an_alias_to_nothing_is_kept_no_longer_than_the_alias() throws Exception {
    Message reply = reply(Rcode.NXDOMAIN, "www.a.example. 10 IN CNAME b.a.example.");
    reply.addRecord(record(SOA), Section.AUTHORITY);

    DnsAnswer answer = DnsAnswers.of(WWW, Type.A, reply);
    assertThat(answer.status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
    assertThat(answer.ttl()).isEqualTo(10);
    assertThat(answer.aliases()).hasToString("[b.a.example.]");
  }

  @Test
  void a_referral_is_not_absence() throws Exception {
    Message reply = reply(Rcode.NOERROR);
    reply.addRecord(record("a.example. 300 IN NS ns.a.example."), Section.AUTHORITY);
    assertThat(DnsAnswers.of(WWW, Type.A, reply).status()).isEqualTo(DnsStatus.SERVER_FAILURE);

    reply.getHeader().setFlag(Flags.RA);
    assertThat(DnsAnswers.of(WWW, Type.A, reply).status()).isEqualTo(DnsStatus.NO_DATA);
  }

  @Test
  void an_alias_out_of_the_zones_of_a_server_is_known_and_its_end_is_not() throws Exception {
    DnsAnswer answer = answer(Type.A, 0, "www.a.example. 100 IN CNAME b.example.");

    assertThat(answer.status()).isEqualTo(DnsStatus.SERVER_FAILURE);
    assertThat(answer.aliases()).hasToString("[b.example.]");
    assertThat(answer.ttl()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "2,SERVER_FAILURE",
    "5,REFUSED",
    "9,REFUSED",
    "4,REFUSED",
    "1,MALFORMED",
    "16,MALFORMED"
  })
  void response_codes_have_their_status(int rcode, DnsStatus status) throws Exception {
    Message reply = reply(rcode & 15);
    if (rcode > 15) {
      reply.addRecord(new org.xbill.DNS.OPTRecord(512, rcode >> 4, 0), Section.ADDITIONAL);
    }
    assertThat(DnsAnswers.of(WWW, Type.A, reply)).isEqualTo(DnsAnswer.unknown(WWW, Type.A, status));
  }

  @Test
  void a_time_to_live_above_31_bits_is_none() throws Exception {
    byte[] wire = reply(Rcode.NOERROR, "www.a.example. 300 IN A 192.0.2.1").toWire();
    wire[wire.length - 10] = (byte) 0x80;

    assertThat(DnsAnswers.of(WWW, Type.A, wire).ttl()).isZero();
  }

  @Test
  void says_whether_the_resolver_vouches_for_it() throws Exception {
    Message reply = reply(Rcode.NOERROR, "www.a.example. 300 IN A 192.0.2.1");
    assertThat(DnsAnswers.of(WWW, Type.A, reply).authenticated()).isFalse();
    reply.getHeader().setFlag(Flags.AD);
    assertThat(DnsAnswers.of(WWW, Type.A, reply).authenticated()).isTrue();
  }

  @Test
  void what_cannot_be_read_is_malformed() {
    assertThat(DnsAnswers.of(WWW, Type.A, new byte[11]).status()).isEqualTo(DnsStatus.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource
  void every_failure_is_something_unknown(Reason reason) {
    DnsAnswer answer = DnsAnswers.failed(WWW, Type.A, reason);
    assertThat(answer.status().isKnown()).isFalse();
    assertThat(answer.records()).isEqualTo(List.of());
  }

  private static DnsAnswer answer(int type, int rcode, String... records) throws Exception {
    return DnsAnswers.of(WWW, type, reply(rcode, records));
  }

  private static Message reply(int rcode, String... records) throws Exception {
    Message reply = new Message(1);
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(Record.newRecord(WWW, Type.A, DClass.IN), Section.QUESTION);
    for (String record : records) {
      reply.addRecord(record(record), Section.ANSWER);
    }
    return reply;
  }

  private static Record record(String text) throws Exception {
    return new org.xbill.DNS.Master(
            new java.io.ByteArrayInputStream(
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
            Name.root)
        .nextRecord();
  }
}
