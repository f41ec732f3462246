package io.phish.core.dns.transport;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One question on its way, for callers that ask so many that a future and a parsed message for each
 * matter. Exactly one of {@link #onReply} (returning true) and {@link #onFailure} is called, once,
 * on a thread of the transport: it must neither block nor throw.
 */
public abstract class DnsExchange {
  /** RFC 7873, section 4. */
  private static final int COOKIE = 10;

  /** Of options of the asker, in octets. */
  static final int MAX_OPTIONS = 4_096;

  private static final int FLAGS_OF_ASKER =
      1 << (15 - Flags.RD) | 1 << (15 - Flags.AD) | 1 << (15 - Flags.CD);

  final byte[] name;
  final int type;
  final int dclass;
  final int flags;
  final boolean dnssecOk;
  final byte[] options;
  final long timeoutNanos;
  final boolean fromFirstSend;

  /** Set by anyone; all that follows the loop is of the selector thread. */
  volatile boolean cancelled;

  /** Where it was submitted. */
  volatile @Nullable SelectorLoop loop;

  boolean started;
  boolean finished;
  boolean released;
  long deadline;
  long retryAt;
  int tries;
  int hops;
  int badCookies;
  int refusals;
  boolean overTcp;
  boolean withoutEdns;
  boolean malformed;
  @Nullable NameServer server;
  @Nullable Attempt attempts;
  byte @Nullable [] lesserReply;

  /** In the wheel of timers. */
  long dueTick = -1;

  @Nullable DnsExchange previous;
  @Nullable DnsExchange next;

  /**
   * A question of class IN that wants recursion. Time runs from when it first leaves, so that one
   * of many may wait for its turn.
   *
   * @param name absolute
   * @param type a code of {@link org.xbill.DNS.Type}
   * @param timeout for everything: retransmissions, other servers, TCP
   */
  protected DnsExchange(Name name, int type, Duration timeout) {
    if (!name.isAbsolute()) {
      throw new IllegalArgumentException("name " + name + " is not absolute");
    }
    this.name = name.toWire();
    this.type = type;
    this.dclass = DClass.IN;
    this.flags = 1 << (15 - Flags.RD);
    this.dnssecOk = false;
    this.options = new byte[0];
    this.timeoutNanos = nanos(timeout);
    this.fromFirstSend = true;
  }

  /** The question of a message; time runs at once. */
  DnsExchange(Message query, Duration timeout) {
    Header header = query.getHeader();
    List<Record> questions = query.getSection(Section.QUESTION);
    if (questions.size() != 1 || header.getOpcode() != Opcode.QUERY || query.isSigned()) {
      throw new IllegalArgumentException("query is not one unsigned question:\n" + query);
    }
    Record question = questions.get(0);
    OPTRecord opt = query.getOPT();
    this.name = question.getName().toWire();
    this.type = question.getType();
    this.dclass = question.getDClass();
    this.flags = flags(header) & FLAGS_OF_ASKER;
    this.dnssecOk = opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0;
    this.options = opt == null ? new byte[0] : options(opt);
    this.timeoutNanos = nanos(timeout);
    this.fromFirstSend = false;
    if (options.length > MAX_OPTIONS) {
      throw new IllegalArgumentException(
          "query has " + options.length + " octets of EDNS options, " + MAX_OPTIONS + " at most");
    }
  }

  private static int flags(Header header) {
    int flags = 0;
    for (int bit : new int[] {Flags.RD, Flags.AD, Flags.CD}) {
      flags |= header.getFlag(bit) ? 1 << (15 - bit) : 0;
    }
    return flags;
  }

  /** All options but the cookie, which is the transport's. */
  private static byte[] options(OPTRecord opt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (EDNSOption option : opt.getOptions()) {
      if (option.getCode() != COOKIE) {
        out.writeBytes(option.toWire());
      }
    }
    return out.toByteArray();
  }

  private static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("timeout " + timeout + " is not above 0 and up to a day");
    }
    return timeout.toNanos();
  }

  /**
   * Takes a message whose source, id and question are right, which is not truncated and whose
   * records are where their lengths say. It may be kept.
   *
   * @return false if it cannot be read: then it is as if it had not come
   */
  protected abstract boolean onReply(byte[] message);

  /**
   * Whether nobody wants to hear of it any more; asked now and then. Once true it must stay so, and
   * neither of the other methods may be called then.
   */
  protected boolean isCancelled() {
    return cancelled;
  }

  /** There is no reply, for this reason. */
  protected abstract void onFailure(DnsTransportException.Reason reason);
}
