package io.phish.core.registration.whois;

import io.phish.core.name.PublicAddresses;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One domain, from the registry to the registrar. On the event loop but for {@link #parse} and the
 * listener.
 */
final class Lookup implements Query.Sink, Iana.Waiter {
  /** How often a server is asked that says it was asked too much. */
  private static final int MAX_TRIES = 3;

  /** Of attempts that came to nothing; what a result keeps is bounded. */
  private static final int MAX_FAILURES = 16;

  private final Network network;
  private final Iana iana;
  private final Function<WhoisReply, Registration> parser;
  private final Request request;
  private final Listener listener;

  private final List<WhoisAnswer> answers = new ArrayList<>(2);
  private final List<WhoisFailure> failures = new ArrayList<>(0);
  private final Set<HostPort> visited = new HashSet<>();
  private @Nullable Query query;
  private EventLoop.@Nullable Timer timer;
  private int tries;
  private int octets;
  private boolean expired;
  private boolean done;

  Lookup(
      Network network,
      Iana iana,
      Function<WhoisReply, Registration> parser,
      Request request,
      Listener listener) {
    this.network = network;
    this.iana = iana;
    this.parser = parser;
    this.request = request;
    this.listener = listener;
  }

  /**
   * What is asked.
   *
   * @param name the domain
   * @param tld its last label
   * @param server whom to ask, null for the one of the table
   * @param trusted addresses that the host named, which may be asked though they are private
   * @param flow see {@link Query}
   * @param started by the clock of the event loop
   * @param deadline by the clock of the event loop
   */
  record Request(
      String name,
      String tld,
      @Nullable HostPort server,
      Set<InetAddress> trusted,
      Object flow,
      long started,
      long deadline) {}

  /** Who wants the result. One of the last two is called once, on the executor. */
  interface Listener {
    /** It has ended, in whatever way. On the event loop. */
    default void ended(Lookup lookup) {}

    /** There is an answer. {@link Lookup#taken} is to be called when it has been used. */
    void answered(Lookup lookup, WhoisResult result);

    /** There is none. */
    void failed(Lookup lookup, WhoisException failure);
  }

  String name() {
    return request.name();
  }

  /** The memory of the replies is free again. On any thread. */
  void taken() {
    network.release(octets);
  }

  void start() {
    if (done) {
      return;
    }
    long left = request.deadline() - EventLoop.now();
    if (left <= 0) {
      fail(Reason.TIMEOUT, null, "the time was up before anything was asked");
      return;
    }
    timer = network.loop().after(left, this::expire);
    HostPort server = request.server();
    if (server != null) {
      ask(server, address -> true);
      return;
    }
    WhoisServers.Entry entry = network.settings().servers().find(request.name());
    if (request.name().equals(request.tld())) {
      ask(iana.server().at(), iana.server().allowed());
    } else if (entry == null) {
      iana.find(request.tld(), this);
    } else if (entry.server() == null) {
      fail(Reason.NO_SERVER, null, "." + request.tld() + " has no WHOIS server");
    } else {
      ask(entry.server(), entry.given() ? address -> true : this::isAllowed);
    }
  }

  private boolean isAllowed(InetSocketAddress server) {
    return network.settings().allowPrivate()
        || request.trusted().contains(server.getAddress())
        || (server.getPort() == HostPort.WHOIS && PublicAddresses.isPublic(server.getAddress()));
  }

  private void ask(HostPort server, Predicate<InetSocketAddress> allowed) {
    visited.add(server);
    Query next =
        new Query(server, request.name(), request.flow(), request.deadline(), allowed, this);
    query = next;
    network.ask(next);
  }

  @Override
  public void found(@Nullable HostPort server) {
    if (done) {
      return;
    }
    if (server == null) {
      fail(Reason.NO_SERVER, null, "IANA knows no WHOIS server of ." + request.tld());
    } else {
      ask(server, this::isAllowed);
    }
  }

  @Override
  public void notFound(HostPort server, Reason reason, String message, long elapsedNanos) {
    if (!done) {
      note(server, reason, message, elapsedNanos);
      finish();
    }
  }

  @Override
  public void replied(Query asked, byte[] reply, int length, boolean complete, long elapsedNanos) {
    octets += length;
    network.settings().run(() -> parse(asked, reply, length, complete, elapsedNanos));
  }

  /** On the executor: a reply takes longer to be understood than all other work on it together. */
  private void parse(Query asked, byte[] reply, int length, boolean complete, long elapsedNanos) {
    Lane lane = asked.lane;
    String text =
        ReplyDecoder.decode(reply, length, lane == null ? null : lane.rules().charset(), complete);
    WhoisReply whole = new WhoisReply(asked.target.host(), request.tld(), text, complete);
    Registration registration = parser.apply(whole);
    WhoisAnswer answer = new WhoisAnswer(whole, registration, Duration.ofNanos(elapsedNanos));
    network.loop().execute(() -> understood(asked, answer));
  }

  private void understood(Query asked, WhoisAnswer answer) {
    if (done) {
      return;
    }
    boolean throttled = answer.registration().state() == RegistrationState.THROTTLED;
    Lane lane = asked.lane;
    if (throttled && lane != null) {
      lane.throttled(RetryHint.of(answer.reply().text()));
      if (!expired && ++tries < MAX_TRIES) {
        note(
            asked.target,
            Reason.THROTTLED,
            "answers no more questions for now",
            answer.elapsed().toNanos());
        retry(asked);
        return;
      }
    }
    answers.add(answer);
    tries = 0;
    HostPort next = throttled ? null : referral(answer);
    if (next == null || expired) {
      finish();
    } else {
      ask(next, this::isAllowed);
    }
  }

  private @Nullable HostPort referral(WhoisAnswer answer) {
    HostPort next = Referral.parse(answer.registration().referral());
    return next == null
            || visited.contains(next)
            || visited.size() > network.settings().maxReferrals()
        ? null
        : next;
  }

  private void retry(Query asked) {
    Query again =
        new Query(
            asked.target, request.name(), request.flow(), request.deadline(), asked.allowed, this);
    query = again;
    network.ask(again);
  }

  @Override
  public void failed(Query asked, Reason reason, String message, long elapsedNanos) {
    if (done) {
      return;
    }
    note(asked.target, reason, message, elapsedNanos);
    boolean refused = reason == Reason.THROTTLED && elapsedNanos > 0;
    if (refused && !expired && ++tries < MAX_TRIES) {
      retry(asked);
    } else {
      finish();
    }
  }

  private void note(HostPort server, Reason reason, String message, long elapsedNanos) {
    if (failures.size() < MAX_FAILURES) {
      failures.add(
          new WhoisFailure(server.toString(), reason, message, Duration.ofNanos(elapsedNanos)));
    }
  }

  private void expire() {
    expired = true;
    Query asked = query;
    if (asked != null && asked.place != null) {
      asked.expire();
    } else if (asked == null) {
      fail(Reason.TIMEOUT, null, "IANA did not answer in time");
    }
    // Otherwise a reply is being parsed, and ends the look-up in a moment.
  }

  /** Nobody wants the result any more. */
  void cancel() {
    if (!done) {
      done = true;
      end();
      taken();
    }
  }

  /** Ends it, whatever it is doing. */
  void fail(Reason reason, @Nullable String server, String message) {
    if (done) {
      return;
    }
    done = true;
    end();
    WhoisException failure =
        new WhoisException(reason, server, request.name() + ": " + message, null);
    network.settings().run(() -> listener.failed(this, failure));
  }

  private void end() {
    listener.ended(this);
    network.loop().cancel(timer);
    Query asked = query;
    if (asked != null) {
      asked.cancel();
    }
  }

  private void finish() {
    if (answers.isEmpty()) {
      WhoisFailure last = failures.get(failures.size() - 1);
      fail(last.reason(), last.server(), last.server() + ' ' + last.message());
      return;
    }
    done = true;
    end();
    Duration elapsed = Duration.ofNanos(EventLoop.now() - request.started());
    WhoisResult result = new WhoisResult(request.name(), answers, failures, elapsed);
    network.settings().run(() -> listener.answered(this, result));
  }
}
