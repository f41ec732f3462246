package io.phish.core.registration.whois;

import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A question for one server, wherever it is between here and there. Only on the event loop. */
final class Query {
  final HostPort target;
  final String name;
  final Object flow;
  final long deadline;
  final Predicate<InetSocketAddress> allowed;
  final Sink sink;

  /** Where it waits or runs; null if it has ended. */
  @Nullable Place place;

  /** The server as soon as its address is known. */
  @Nullable Lane lane;

  /** Of the circuit breaker, while it runs. */
  long permit;

  /** At how many addresses of the server nobody was found. */
  int addressesTried;

  /**
   * A question.
   *
   * @param target whom to ask
   * @param name what for
   * @param flow questions of one flow are asked in order, those of several in turn
   * @param deadline by the clock of the event loop
   * @param allowed which addresses the server may have
   * @param sink who is told what came of it
   */
  Query(
      HostPort target,
      String name,
      Object flow,
      long deadline,
      Predicate<InetSocketAddress> allowed,
      Sink sink) {
    this.target = target;
    this.name = name;
    this.flow = flow;
    this.deadline = deadline;
    this.allowed = allowed;
    this.sink = sink;
  }

  /** Ends it without a word to anybody. */
  void cancel() {
    Place from = place;
    place = null;
    if (from != null) {
      from.withdraw(this);
    }
  }

  /** Its time is up: what there is of a reply is taken. */
  void expire() {
    if (place instanceof Exchange exchange) {
      exchange.expire();
    } else {
      cancel();
      sink.failed(this, Reason.TIMEOUT, "waited for its turn until the time was up", 0);
    }
  }

  void fail(Reason reason, String message, long elapsedNanos) {
    place = null;
    sink.failed(this, reason, message, elapsedNanos);
  }

  /** Something that a question is in. */
  @FunctionalInterface
  interface Place {
    /** Forgets the question, which is not told. */
    void withdraw(Query query);
  }

  /** Who asks. Called once per question. */
  interface Sink {
    /** There is a reply; the question has ended. */
    void replied(Query query, byte[] octets, int length, boolean complete, long elapsedNanos);

    /** There is none, and the question has ended. */
    void failed(Query query, Reason reason, String message, long elapsedNanos);
  }
}
