package io.phish.core.dns.transport;

import static io.phish.core.dns.transport.Asking.LONG;
import static io.phish.core.dns.transport.Asking.addresses;
import static io.phish.core.dns.transport.Asking.failure;
import static io.phish.core.dns.transport.Asking.get;
import static io.phish.core.dns.transport.Asking.query;
import static io.phish.core.dns.transport.Asking.to;
import static io.phish.core.dns.transport.Asking.www;
import static io.phish.core.dns.transport.Asking.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.core.dns.TestBehaviour;
import io.phish.core.dns.TestDnsServer;
import io.phish.core.dns.TestReply;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Over real sockets, with servers that answer as they like. */
class NioTransportTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private TestDnsServer server(TestBehaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(zone(), behaviour);
    open.add(server);
    return server;
  }

  private NioTransport transport(NioTransport.Builder builder) {
    NioTransport transport = builder.build();
    open.add(transport);
    return transport;
  }

  @Test
  void brings_the_reply() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest());
    NioTransport transport = transport(to(server));

    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(get(transport.send(query("www", Type.MX), LONG)).getSection(Section.AUTHORITY))
        .hasSize(1);
    assertThat(transport.statistics().received()).isEqualTo(2);
    assertThat(transport.open()).isZero();
  }

  @Test
  void asks_as_the_message_says() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest());
    Message query = www();
    query.getHeader().setFlag(Flags.CD);
    query.getHeader().unsetFlag(Flags.RD);
    query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);

    Message reply = get(transport(to(server)).send(query, LONG));

    assertThat(reply.getQuestion()).isEqualTo(query.getQuestion());
    Message asked = server.queries().get(0).message();
    assertThat(asked.getHeader().getFlag(Flags.CD)).isTrue();
    assertThat(asked.getHeader().getFlag(Flags.RD)).isFalse();
    assertThat(asked.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(asked.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
  }

  @Test
  void lies_are_counted_and_the_wait_goes_on() throws Exception {
    TestBehaviour lies =
        TestBehaviour.wrongSource()
            .after(TestBehaviour.noQuestion())
            .after(TestBehaviour.wrongQuestion())
            .after(TestBehaviour.wrongId());
    TestDnsServer server = server(TestBehaviour.honest().after(lies));
    NioTransport transport = transport(to(server));

    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(transport.statistics().wrongId()).isEqualTo(1);
    assertThat(transport.statistics().wrongQuestion()).isEqualTo(2);
    assertThat(transport.statistics().received()).isEqualTo(1);
  }

  @Test
  void a_lie_alone_is_no_answer() throws Exception {
    for (TestBehaviour lie :
        List.of(
            TestBehaviour.wrongId(),
            TestBehaviour.wrongQuestion(),
            TestBehaviour.noQuestion(),
            TestBehaviour.wrongSource())) {
      NioTransport transport = transport(to(server(lie)));
      assertThat(failure(transport.send(www(), Duration.ofMillis(200))))
          .isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void what_cannot_be_read_is_no_answer() throws Exception {
    NioTransport transport = transport(to(server(TestBehaviour.garbage(1))));

    assertThat(failure(transport.send(www(), Duration.ofMillis(200)))).isEqualTo(Reason.MALFORMED);
    assertThat(transport.statistics().malformed()).isPositive();
  }

  @Test
  void what_is_lost_is_sent_again() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest().losing(0.3, 7));
    NioTransport transport = transport(to(server));
    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 300)
            .mapToObj(i -> transport.send(query("n" + i, Type.A), LONG))
            .toList();

    for (CompletableFuture<Message> reply : replies) {
      assertThat(addresses(get(reply))).containsExactly("192.0.2.9");
    }
    assertThat(transport.statistics().retransmitted()).isGreaterThan(50);
    assertThat(transport.statistics().timedOut()).isZero();
  }

  @Test
  void a_late_reply_to_the_first_try_counts() throws Exception {
    TestDnsServer server =
        server(
            TestBehaviour.honest().slow(Duration.ofMillis(600)).first(1, TestBehaviour.silent()));

    assertThat(addresses(get(transport(to(server)).send(www(), LONG))))
        .containsExactly("192.0.2.1");
  }

  @Test
  void silence_ends_with_the_time() throws Exception {
    TestDnsServer server = server(TestBehaviour.silent());
    NioTransport transport = transport(to(server));

    assertThat(failure(transport.send(www(), Duration.ofMillis(700)))).isEqualTo(Reason.TIMED_OUT);
    assertThat(server.udpQueries()).isEqualTo(2);
    assertThat(transport.open()).isZero();
    assertThat(transport.statistics().timedOut()).isEqualTo(1);
  }

  @Test
  void a_silent_server_is_left_for_another_and_then_avoided() throws Exception {
    TestDnsServer silent = server(TestBehaviour.silent());
    TestDnsServer honest = server(TestBehaviour.honest());
    NioTransport transport = transport(to(silent, honest));

    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 10).mapToObj(i -> transport.send(www(), LONG)).toList();
    for (CompletableFuture<Message> reply : replies) {
      assertThat(addresses(get(reply))).containsExactly("192.0.2.1");
    }
    assertThat(transport.statistics().failedOver()).isEqualTo(10);
    int asked = silent.udpQueries();
    for (int i = 0; i < 10; i++) {
      get(transport.send(www(), LONG));
    }
    assertThat(silent.udpQueries()).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTAUTH})
  void a_server_that_cannot_tell_is_left_for_another(int rcode) throws Exception {
    TestDnsServer failing = server(TestBehaviour.code(rcode));
    TestDnsServer honest = server(TestBehaviour.honest());

    Message reply = get(transport(to(failing, honest)).send(www(), LONG));
    assertThat(addresses(reply)).containsExactly("192.0.2.1");
    assertThat(get(transport(to(failing, failing)).send(www(), LONG)).getRcode()).isEqualTo(rcode);
  }

  @Test
  void what_one_server_said_is_better_than_the_silence_of_the_other() throws Exception {
    NioTransport transport =
        transport(
            to(server(TestBehaviour.code(Rcode.SERVFAIL)), server(TestBehaviour.silent()))
                .window(1));

    assertThat(get(transport.send(www(), Duration.ofMillis(500))).getRcode())
        .isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void what_does_not_fit_is_asked_for_over_tcp_on_one_connection() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest());
    NioTransport transport = transport(to(server));
    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 100)
            .mapToObj(i -> transport.send(query("big", Type.TXT), LONG))
            .toList();

    for (CompletableFuture<Message> reply : replies) {
      assertThat(get(reply).getSection(Section.ANSWER)).hasSize(60);
    }
    assertThat(server.tcpQueries()).isEqualTo(100);
    assertThat(server.tcpConnections()).isEqualTo(1);
    assertThat(transport.statistics().truncated()).isEqualTo(100);
    assertThat(transport.statistics().tcpConnections()).isEqualTo(1);
  }

  @Test
  void a_server_may_close_after_each_reply() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest().closing());
    NioTransport transport = transport(to(server).tcpOnly(true));
    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 20).mapToObj(i -> transport.send(www(), LONG)).toList();

    for (CompletableFuture<Message> reply : replies) {
      assertThat(addresses(get(reply))).containsExactly("192.0.2.1");
    }
    assertThat(server.tcpConnections()).isBetween(20, 60);
    assertThat(server.udpQueries()).isZero();
  }

  @Test
  void drips_are_put_together() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest().dripping(7, Duration.ofMillis(2)));

    Message reply = get(transport(to(server).tcpOnly(true)).send(www(), LONG));
    assertThat(addresses(reply)).containsExactly("192.0.2.1");
  }

  @Test
  void a_connection_that_drips_for_ever_ends_with_the_time() throws Exception {
    TestDnsServer server =
        server(
            TestBehaviour.truncating()
                .overUdp(TestBehaviour.honest().dripping(1, Duration.ofMinutes(1))));
    NioTransport transport = transport(to(server));

    assertThat(failure(transport.send(www(), Duration.ofMillis(300)))).isEqualTo(Reason.TIMED_OUT);
    transport.close();
    await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
  }

  @Test
  void truncated_over_tcp_is_no_answer() throws Exception {
    TestDnsServer server =
        server(
            (query, zone) -> {
              Message reply = TestBehaviour.bare(query);
              reply.getHeader().setFlag(Flags.TC);
              return List.of(TestReply.of(reply.toWire()));
            });

    assertThat(failure(transport(to(server)).send(www(), Duration.ofMillis(300))))
        .isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP, 16})
  void a_server_without_edns_is_asked_without(int rcode) throws Exception {
    TestDnsServer server =
        server(
            TestBehaviour.code(rcode)
                .when(query -> query.message().getOPT() != null, TestBehaviour.honest()));
    NioTransport transport = transport(to(server));

    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    // The second time it is known.
    assertThat(server.queries())
        .extracting(query -> query.message().getOPT() != null)
        .containsExactly(true, false, false);
  }

  @Test
  void a_server_that_understands_nothing_says_so_without_a_question() throws Exception {
    TestBehaviour headerOnly =
        (query, zone) -> {
          Message reply = new Message(query.message().getHeader().getID());
          reply.getHeader().setFlag(Flags.QR);
          reply.getHeader().setRcode(Rcode.FORMERR);
          return List.of(TestReply.of(reply.toWire()));
        };
    TestDnsServer server =
        server(headerOnly.when(query -> query.message().getOPT() != null, TestBehaviour.honest()));

    assertThat(addresses(get(transport(to(server)).send(www(), LONG))))
        .containsExactly("192.0.2.1");
  }

  @Test
  void the_case_of_letters_is_mixed_and_must_come_back() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest());
    NioTransport transport = transport(to(server).mixedCase(true));
    String name = "abcdefghijklmnopqrstuvwxyz";

    Message reply = get(transport.send(query(name, Type.A), LONG));

    String asked = server.queries().get(0).message().getQuestion().getName().toString();
    assertThat(asked).isEqualToIgnoringCase(name + ".a.example.").isNotEqualTo(name);
    assertThat(asked).matches(".*[A-Z].*").matches(".*[a-z].*");
    assertThat(reply.getQuestion().getName()).hasToString(name + ".a.example.");
    assertThat(reply.getSection(Section.ANSWER).get(0).getName()).hasToString(name + ".a.example.");
  }

  @Test
  void a_server_that_does_not_copy_the_case_is_asked_over_tcp() throws Exception {
    TestDnsServer server = server(TestBehaviour.lowerCasing());
    NioTransport transport = transport(to(server).mixedCase(true));

    assertThat(addresses(get(transport.send(query("abcdefghijklmnop", Type.A), LONG))))
        .containsExactly("192.0.2.9");
    assertThat(server.tcpQueries()).isEqualTo(1);
    assertThat(transport.statistics().wrongQuestion()).isEqualTo(1);
  }

  @Test
  void a_cookie_is_sent_back_and_kept() throws Exception {
    TestDnsServer server =
        server(TestBehaviour.demandingCookies(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    NioTransport transport = transport(to(server));

    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(server.udpQueries()).isEqualTo(2);
    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(server.udpQueries()).isEqualTo(3);
    assertThat(server.tcpQueries()).isZero();
  }

  @Test
  void a_foreign_cookie_is_a_lie() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest().after(TestBehaviour.foreignCookie()));
    NioTransport transport = transport(to(server));

    assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    assertThat(transport.statistics().wrongQuestion()).isEqualTo(1);
  }

  @Test
  void a_server_that_stops_sending_cookies_is_asked_over_tcp_once() throws Exception {
    TestDnsServer server =
        server(TestBehaviour.demandingCookies(new byte[8]).first(2, TestBehaviour.honest()));
    NioTransport transport = transport(to(server));

    for (int i = 0; i < 4; i++) {
      assertThat(addresses(get(transport.send(www(), LONG)))).containsExactly("192.0.2.1");
    }
    assertThat(server.tcpQueries()).isEqualTo(1);
  }

  @Test
  void ports_and_ids_differ_from_question_to_question() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest());
    NioTransport transport = transport(to(server).socketsPerServer(8));
    for (int i = 0; i < 64; i++) {
      get(transport.send(www(), LONG));
    }

    assertThat(server.sourcePorts()).hasSize(8).allMatch(port -> port >= 10_000);
    // Of 64 out of 65,536 two are the same in 3 of 100 runs, six pairs in none that anybody will
    // see.
    assertThat(
            server.queries().stream().map(query -> query.message().getHeader().getID()).distinct())
        .hasSizeGreaterThan(58);
  }

  @Test
  void a_port_where_nobody_listens_is_told_before_the_time_is_up() throws Exception {
    TestDnsServer gone = TestDnsServer.start(zone());
    InetSocketAddress address = gone.address();
    gone.close();
    NioTransport transport = transport(NioTransport.builder(List.of(address)));

    assertThat(failure(transport.send(www(), LONG))).isEqualTo(Reason.UNREACHABLE);
    NioTransport tcp = transport(NioTransport.builder(List.of(address)).tcpOnly(true));
    assertThat(failure(tcp.send(www(), LONG))).isEqualTo(Reason.UNREACHABLE);
    TestDnsServer honest = server(TestBehaviour.honest());
    NioTransport both = transport(NioTransport.builder(List.of(address, honest.address())));
    assertThat(addresses(get(both.send(www(), LONG)))).containsExactly("192.0.2.1");
  }

  @Test
  void cancelling_ends_the_work() {
    TestDnsServer server = server(TestBehaviour.silent());
    NioTransport transport = transport(to(server));
    CompletableFuture<Message> reply = transport.send(www(), LONG);
    await().until(() -> server.udpQueries() == 1);

    assertThat(reply.cancel(true)).isTrue();

    await().untilAsserted(() -> assertThat(transport.open()).isZero());
  }

  @Test
  void what_is_too_much_is_turned_away() throws Exception {
    NioTransport transport = transport(to(server(TestBehaviour.silent())).maxOpen(10));
    for (int i = 0; i < 10; i++) {
      var unused = transport.send(www(), LONG);
    }

    assertThat(failure(transport.send(www(), LONG))).isEqualTo(Reason.OVERLOADED);
    assertThat(transport.statistics().overloaded()).isEqualTo(1);
  }

  @Test
  void what_exceeds_the_window_waits() throws Exception {
    TestDnsServer server = server(TestBehaviour.honest().slow(Duration.ofMillis(5)));
    NioTransport transport = transport(to(server).window(4));
    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 100).mapToObj(i -> transport.send(www(), LONG)).toList();

    for (CompletableFuture<Message> reply : replies) {
      assertThat(addresses(get(reply))).containsExactly("192.0.2.1");
    }
  }

  @Test
  void closing_fails_what_is_under_way_and_frees_everything() throws Exception {
    TestDnsServer server = server(TestBehaviour.silent());
    NioTransport transport = to(server).threads(3).build();
    List<CompletableFuture<Message>> replies =
        IntStream.range(0, 50).mapToObj(i -> transport.send(www(), LONG)).toList();

    transport.close();

    for (CompletableFuture<Message> reply : replies) {
      assertThat(failure(reply)).isEqualTo(Reason.CLOSED);
    }
    assertThat(failure(transport.send(www(), LONG))).isEqualTo(Reason.CLOSED);
    assertThat(transport.open()).isZero();
  }

  @Test
  void one_that_was_never_used_opened_nothing() {
    NioTransport transport = to(server(TestBehaviour.honest())).build();

    assertThat(SelectorThreads.running()).isEmpty();
    transport.close();
  }

  @Test
  void it_may_be_closed_on_its_own_thread() throws Exception {
    NioTransport transport = transport(to(server(TestBehaviour.honest())));
    CompletableFuture<Void> closed =
        transport.send(www(), LONG).thenAccept(reply -> transport.close());

    closed.get(60, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(SelectorThreads.running()).isEmpty());
  }

  @Test
  void asks_what_is_a_question_only() {
    NioTransport transport = transport(to(server(TestBehaviour.honest())));
    Message two = www();
    two.addRecord(
        Record.newRecord(Name.fromConstantString("b.example."), Type.A, DClass.IN),
        Section.QUESTION);

    assertThatThrownBy(() -> transport.send(two, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one unsigned question");
    assertThatThrownBy(() -> transport.send(www(), Duration.ZERO))
        .hasMessageContaining("timeout PT0S");
    assertThatThrownBy(() -> NioTransport.builder(List.of()))
        .hasMessageContaining("servers is empty");
    assertThatThrownBy(
            () ->
                NioTransport.builder(List.of(InetSocketAddress.createUnresolved("ns.example", 53))))
        .hasMessageContaining("ns.example");
  }
}
