package io.phish.core.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.dns.TestDnsServer;
import io.phish.core.dns.TestZone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What tests of transports ask for. */
final class Asking {
  static final Duration LONG = Duration.ofSeconds(30);

  private Asking() {}

  static TestZone zone() {
    List<String> lines = new ArrayList<>();
    lines.add("@ 3600 IN SOA ns x 1 2 3 4 60");
    lines.add("@ 3600 IN NS ns");
    lines.add("www 300 IN A 192.0.2.1");
    for (int i = 0; i < 60; i++) {
      lines.add("big 300 IN TXT \"" + "x".repeat(100) + i + "\"");
    }
    lines.add("* 300 IN A 192.0.2.9");
    return TestZone.of("a.example.", lines.toArray(String[]::new));
  }

  static Message query(String name, int type) {
    return Message.newQuery(
        Record.newRecord(Name.fromConstantString(name + ".a.example."), type, DClass.IN));
  }

  static Message www() {
    return query("www", Type.A);
  }

  static NioTransport.Builder to(TestDnsServer... servers) {
    return NioTransport.builder(
        Stream.of(servers).map(TestDnsServer::address).map(InetSocketAddress.class::cast).toList());
  }

  static Message get(CompletableFuture<Message> reply) throws Exception {
    return reply.get(60, TimeUnit.SECONDS);
  }

  static DnsTransportException.Reason failure(CompletableFuture<Message> reply) throws Exception {
    try {
      throw new AssertionError("answered: " + get(reply));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(DnsTransportException.class);
      return ((DnsTransportException) e.getCause()).reason();
    }
  }

  static List<String> addresses(Message reply) {
    return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }
}
