package io.phish.core.dns.transport;

import io.phish.core.dns.transport.Counters.Count;
import java.nio.ByteBuffer;
import org.xbill.DNS.Rcode;

/** Whether a reply with the id of an attempt is to be believed, and what to do if not. */
final class ReplyJudge {
  private static final int BADVERS = 16;
  private static final int BADCOOKIE = 23;
  private static final int HEADER = 12;

  private final NioTransport.Settings settings;
  private final Counters counters;
  private final ReplyScan scan = new ReplyScan();

  /** What to do. */
  enum Verdict {
    /** Go on waiting. */
    IGNORED,
    /** Ask the server without EDNS, which it does not know. */
    WITHOUT_EDNS,
    /** Ask it over TCP: the reply did not fit, or may be forged. */
    OVER_TCP,
    /** Ask it again with the cookie that it has sent. */
    WITH_COOKIE,
    /** It is the reply. */
    BELIEVED
  }

  ReplyJudge(NioTransport.Settings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
  }

  /** The response code of what was last believed. */
  int rcode() {
    return scan.rcode();
  }

  /** Judges a message over UDP. */
  Verdict ofDatagram(Attempt attempt, ByteBuffer message) {
    DnsExchange exchange = attempt.exchange;
    switch (ReplyScan.question(message, attempt.name, exchange.type, exchange.dclass)) {
      case SAME -> {}
      case OTHER_CASE -> {
        if (settings.mixedCase()) {
          // Forged, or by a server that does not copy the question. TCP is hard to forge.
          counters.add(Count.WRONG_QUESTION);
          return Verdict.OVER_TCP;
        }
      }
      case NONE, OTHER -> {
        return ofOther(attempt, message);
      }
    }
    if (ReplyScan.isTruncated(message)) {
      counters.add(Count.TRUNCATED);
      return Verdict.OVER_TCP;
    }
    return ofRecords(attempt, message);
  }

  /** Judges a message over TCP. */
  Verdict ofFrame(Attempt attempt, ByteBuffer message) {
    DnsExchange exchange = attempt.exchange;
    switch (ReplyScan.question(message, attempt.name, exchange.type, exchange.dclass)) {
      case SAME, OTHER_CASE -> {}
      case NONE, OTHER -> {
        return ofOther(attempt, message);
      }
    }
    return ReplyScan.isTruncated(message) ? malformed(attempt) : ofRecords(attempt, message);
  }

  /** A server that does not know EDNS may send nothing but a header (RFC 6891, section 7). */
  private Verdict ofOther(Attempt attempt, ByteBuffer message) {
    if (attempt.edns
        && ReplyScan.questions(message) == 0
        && isRefusalOfEdns(ReplyScan.shortCode(message))) {
      return Verdict.WITHOUT_EDNS;
    }
    counters.add(Count.WRONG_QUESTION);
    return Verdict.IGNORED;
  }

  private Verdict ofRecords(Attempt attempt, ByteBuffer message) {
    if (!scan.records(message, HEADER + attempt.name.length + 4)) {
      return malformed(attempt);
    }
    Verdict cookie = ofCookie(attempt);
    if (cookie != Verdict.BELIEVED) {
      return cookie;
    }
    int rcode = scan.rcode();
    if (attempt.edns && (rcode == BADVERS || (isRefusalOfEdns(rcode) && !scan.hasOpt()))) {
      return Verdict.WITHOUT_EDNS;
    }
    return rcode == BADCOOKIE ? Verdict.WITH_COOKIE : Verdict.BELIEVED;
  }

  private Verdict malformed(Attempt attempt) {
    counters.add(Count.MALFORMED);
    attempt.exchange.malformed = true;
    return Verdict.IGNORED;
  }

  /** RFC 7873, section 5.3. */
  private Verdict ofCookie(Attempt attempt) {
    NameServer server = attempt.server;
    byte[] cookie = scan.cookie();
    if (!settings.cookies() || !attempt.edns) {
      return Verdict.BELIEVED;
    }
    if (cookie != null) {
      if (ReplyScan.answers(cookie, server.clientCookie())) {
        server.learnCookie(cookie);
        return Verdict.BELIEVED;
      }
      counters.add(Count.WRONG_QUESTION);
      return Verdict.IGNORED;
    }
    if (attempt.connection != null) {
      server.forgetServerCookie();
    } else if (server.hasServerCookie()) {
      // Forged, or the server has stopped. It can say so where forging is hard.
      return Verdict.OVER_TCP;
    }
    return Verdict.BELIEVED;
  }

  static boolean isRefusalOfEdns(int rcode) {
    return rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
  }

  /** Another server may know better. */
  static boolean isLesser(int rcode) {
    return rcode == Rcode.SERVFAIL
        || rcode == Rcode.REFUSED
        || rcode == Rcode.NOTIMP
        || rcode == Rcode.NOTAUTH;
  }
}
