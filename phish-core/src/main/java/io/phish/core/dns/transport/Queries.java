package io.phish.core.dns.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes questions into buffers (RFC 1035, section 4.1; RFC 6891; RFC 7873). */
final class Queries {
  /** Room for the longest name, an OPT record and a cookie; options of the asker come on top. */
  static final int MAX_LENGTH = 12 + 255 + 4 + 11 + 4 + 40;

  private static final int OPT = 41;
  private static final int COOKIE = 10;
  private static final int DNSSEC_OK = 0x8000;

  private Queries() {}

  /**
   * Writes one.
   *
   * @param name as it is to be spelt
   * @param payload what is told of the room for replies, 0 to send no OPT record
   * @param cookie client cookie and, if known, server cookie; null for no cookie
   */
  static void write(
      ByteBuffer out,
      int id,
      DnsExchange exchange,
      byte[] name,
      int payload,
      byte @Nullable [] cookie) {
    out.putShort((short) id);
    out.putShort((short) exchange.flags);
    out.putShort((short) 1);
    out.putInt(0);
    out.putShort((short) (payload > 0 ? 1 : 0));
    out.put(name);
    out.putShort((short) exchange.type);
    out.putShort((short) exchange.dclass);
    if (payload > 0) {
      out.put((byte) 0);
      out.putShort((short) OPT);
      out.putShort((short) payload);
      out.putShort((short) 0);
      out.putShort((short) (exchange.dnssecOk ? DNSSEC_OK : 0));
      out.putShort((short) (exchange.options.length + (cookie == null ? 0 : 4 + cookie.length)));
      if (cookie != null) {
        out.putShort((short) COOKIE);
        out.putShort((short) cookie.length);
        out.put(cookie);
      }
      out.put(exchange.options);
    }
  }
}
