package io.phish.core.dns;

import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.DnsTransportException;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Answers as it is told, without a network, with messages that went over the wire format. */
final class ScriptedTransport implements DnsTransport {
  final List<Message> queries = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Message>> pending = new CopyOnWriteArrayList<>();
  volatile Function<Message, CompletableFuture<Message>> script;
  volatile boolean closed;

  ScriptedTransport(TestZone zone) {
    script = answering(zone);
  }

  static Function<Message, CompletableFuture<Message>> answering(TestZone zone) {
    return query -> CompletableFuture.completedFuture(overTheWire(zone.answer(query)));
  }

  static Function<Message, CompletableFuture<Message>> code(int rcode) {
    return query -> {
      Message reply = new Message(1);
      reply.getHeader().setFlag(Flags.QR);
      reply.getHeader().setRcode(rcode);
      reply.addRecord(query.getQuestion(), Section.QUESTION);
      return CompletableFuture.completedFuture(overTheWire(reply));
    };
  }

  static Function<Message, CompletableFuture<Message>> failing(Reason reason) {
    return query ->
        CompletableFuture.failedFuture(new DnsTransportException(reason, "as told", null));
  }

  void answer(TestZone zone) {
    script = answering(zone);
  }

  void servfail() {
    script = code(Rcode.SERVFAIL);
  }

  void fail(Reason reason) {
    script = failing(reason);
  }

  /** Keeps questions until the test completes them. */
  void hold() {
    script =
        query -> {
          CompletableFuture<Message> future = new CompletableFuture<>();
          pending.add(future);
          return future;
        };
  }

  @Override
  public CompletableFuture<Message> send(Message query, Duration timeout) {
    queries.add(query);
    return script.apply(query);
  }

  static Message overTheWire(Message message) {
    try {
      return new Message(message.toWire());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (CompletableFuture<Message> each : pending) {
      each.completeExceptionally(new DnsTransportException(Reason.CLOSED, "closed", null));
    }
  }
}
