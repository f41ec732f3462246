package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsResolver;
import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.transport.NioTransport;
import io.phish.core.name.QueryName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What one server said, and how long it took. */
record DnsAsked(DnsAnswer answer, Duration elapsed) {

  /** A resolver that asks one server alone and remembers nothing. */
  static DnsResolver only(InetSocketAddress server, Duration timeout) {
    return DnsResolver.builder(NioTransport.to(server)).timeout(timeout).cacheOctets(0).build();
  }

  static CompletableFuture<DnsAsked> ask(DnsResolver resolver, QueryName name, int type) {
    long start = System.nanoTime();
    return resolver
        .resolve(name, type)
        .thenApply(answer -> new DnsAsked(answer, Duration.ofNanos(System.nanoTime() - start)));
  }

  /** What two servers that agree have in common: the status and the records in order. */
  String gist() {
    List<String> values = values();
    return values.isEmpty() ? status() : String.join(", ", values);
  }

  /** The records without their times to live, in order. */
  List<String> values() {
    return answer.records().stream().map(Record::rdataToString).sorted().toList();
  }

  /** {@code no-such-name}. */
  String status() {
    DnsStatus status = answer.status();
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fields of an answer in an object that is open. */
  void write(JsonGenerator json) throws IOException {
    json.writeStringField("status", status());
    if (answer.status().isKnown()) {
      json.writeNumberField("ttl", answer.ttl());
    }
    json.writeArrayFieldStart("records");
    for (String value : values()) {
      json.writeString(value);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("aliases");
    for (Name alias : answer.aliases()) {
      json.writeString(alias.toString(true));
    }
    json.writeEndArray();
    json.writeNumberField("elapsed_us", elapsed.toNanos() / 1_000);
  }
}
