package io.phish.core.dns.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one selector thread knows of one server. Times are those of {@link System#nanoTime}. */
final class NameServer {
  /** Questions under way to a server of which nothing is known; dnsperf begins with 100. */
  private static final double FIRST_WINDOW = 128;

  /** Below that a lossy path would be slower than a resolver that asks one by one. */
  private static final double MIN_WINDOW = 32;

  /**
   * The window grows while replies are not held up by more than this: beyond, more questions only
   * make a longer queue in the server's socket, and in the end one that overflows. The idea is that
   * of TCP Vegas (Brakmo and Peterson, 1995).
   */
  private static final long MAX_QUEUEING = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long MIN_PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FIRST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long MAX_PATIENCE = TimeUnit.MILLISECONDS.toNanos(3_000);
  private static final int MAX_DOUBLINGS = 5;

  /** After how many losses with not one reply between them a server is avoided. */
  private static final int MAX_SILENT = 3;

  private static final long FIRST_PENALTY = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_PENALTY_DOUBLINGS = 6;

  /** How long the least round trip is held true: routes change. */
  private static final long BASE_PERIOD = TimeUnit.SECONDS.toNanos(10);

  private static final long WITHOUT_EDNS = TimeUnit.MINUTES.toNanos(10);

  final int index;
  final InetSocketAddress address;
  final UdpPorts ports;
  @Nullable TcpConnection connection;

  /** How many questions a connection takes; less once the server closed one early. */
  int tcpLimit = Integer.MAX_VALUE;

  int inFlight;

  private final double maxWindow;
  private double window;
  private double threshold = Double.MAX_VALUE;
  private long smoothed;
  private long variation;
  private long least = Long.MAX_VALUE;
  private long leastNow = Long.MAX_VALUE;
  private long leastSince;
  private long lastReply = Long.MIN_VALUE;
  private long lastCut;
  private int silent;
  private int penalties;
  private boolean avoided;
  private long avoidedUntil;
  private boolean withoutEdns;
  private long withoutEdnsUntil;
  private final byte[] clientCookie;
  private byte[] cookie;

  NameServer(int index, InetSocketAddress address, UdpPorts ports, int maxWindow, byte[] cookie) {
    this.index = index;
    this.address = address;
    this.ports = ports;
    this.maxWindow = maxWindow;
    this.window = Math.min(FIRST_WINDOW, maxWindow);
    this.clientCookie = cookie;
    this.cookie = cookie;
  }

  boolean hasRoom() {
    return inFlight < (int) window;
  }

  /** Whether it is better not to ask it if there is another. */
  boolean isAvoided(long now) {
    return avoided && now - avoidedUntil < 0;
  }

  /**
   * It replied.
   *
   * @param roundTrip negative if it is not known which question it was the reply to
   */
  void replied(long now, long roundTrip) {
    boolean limited = inFlight + 1 >= (int) window;
    lastReply = now;
    silent = 0;
    penalties = 0;
    avoided = false;
    if (roundTrip >= 0) {
      measure(now, roundTrip);
    }
    if (!limited) {
      return;
    }
    if (least == Long.MAX_VALUE || smoothed <= 2 * least + MAX_QUEUEING) {
      window = Math.min(maxWindow, window + (window < threshold ? 1 : 1 / window));
    } else if (window > FIRST_WINDOW) {
      // No further: it may be this machine that is slow, and then fewer questions make it slower.
      window -= 1 / window;
    }
  }

  /** RFC 6298, section 2. */
  private void measure(long now, long roundTrip) {
    if (smoothed == 0) {
      smoothed = roundTrip;
      variation = roundTrip / 2;
      leastSince = now;
    } else {
      variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
      smoothed += (roundTrip - smoothed) / 8;
    }
    leastNow = Math.min(leastNow, roundTrip);
    least = Math.min(least, roundTrip);
    if (now - leastSince > BASE_PERIOD) {
      least = leastNow;
      leastNow = Long.MAX_VALUE;
      leastSince = now;
    }
  }

  /** A question was not answered in time. */
  void lost(Attempt attempt, long now) {
    boolean answersOthers = lastReply != Long.MIN_VALUE && lastReply - attempt.sentAt >= 0;
    if (!answersOthers) {
      if (++silent >= MAX_SILENT) {
        avoid(now);
      }
    } else if (now - lastCut > Math.max(smoothed, MIN_PATIENCE)) {
      lastCut = now;
      window = Math.max(Math.min(MIN_WINDOW, maxWindow), window / 2);
      threshold = window;
    }
  }

  /** It cannot be reached. */
  void unreachable(long now) {
    avoid(now);
  }

  private void avoid(long now) {
    if (!isAvoided(now)) {
      avoided = true;
      avoidedUntil = now + (FIRST_PENALTY << penalties);
      penalties = Math.min(penalties + 1, MAX_PENALTY_DOUBLINGS);
    }
  }

  /** How long to wait for a reply, at least; what is added to it at random is up to the caller. */
  long patience(int doublings) {
    long base =
        smoothed == 0
            ? FIRST_PATIENCE
            : Math.min(MAX_PATIENCE, Math.max(MIN_PATIENCE, smoothed + 4 * variation));
    return Math.min(MAX_PATIENCE, base << Math.min(doublings, MAX_DOUBLINGS));
  }

  boolean takesEdns(long now) {
    return !withoutEdns || now - withoutEdnsUntil >= 0;
  }

  /** It answered a question without EDNS that it had not answered with it. */
  void stopEdns(long now) {
    withoutEdns = true;
    withoutEdnsUntil = now + WITHOUT_EDNS;
  }

  byte[] clientCookie() {
    return clientCookie;
  }

  /** Client cookie and, once learnt, server cookie. */
  byte[] cookie() {
    return cookie;
  }

  boolean hasServerCookie() {
    return cookie.length > clientCookie.length;
  }

  void learnCookie(byte[] whole) {
    cookie = whole;
  }

  void forgetServerCookie() {
    cookie = clientCookie;
  }
}
