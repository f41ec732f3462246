package io.phish.core.dns.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a reply before it is believed, without parsing it. One pass over the
 * lengths of its records; reused from reply to reply.
 */
final class ReplyScan {
  private static final int HEADER = 12;
  private static final int OPT = 41;
  private static final int COOKIE = 10;

  /** How a reply's question compares with the one that was asked. */
  enum Question {
    /** To the letter. */
    SAME,
    /** But for the case of letters. */
    OTHER_CASE,
    /** There is none. */
    NONE,
    /** It is another one. */
    OTHER
  }

  private int rcode;
  private boolean hasOpt;
  private byte @Nullable [] cookie;

  /** With the upper bits of the OPT record. */
  int rcode() {
    return rcode;
  }

  boolean hasOpt() {
    return hasOpt;
  }

  /** Client and server cookie. */
  byte @Nullable [] cookie() {
    return cookie;
  }

  static boolean isReply(ByteBuffer in) {
    // QR is set and the opcode is QUERY.
    return in.limit() >= HEADER && (in.get(2) & 0xF8) == 0x80;
  }

  static boolean isTruncated(ByteBuffer in) {
    return (in.get(2) & 0x02) != 0;
  }

  static int shortCode(ByteBuffer in) {
    return in.get(3) & 0x0F;
  }

  static int questions(ByteBuffer in) {
    return in.getShort(4) & 0xFFFF;
  }

  static Question question(ByteBuffer in, byte[] name, int type, int dclass) {
    int count = questions(in);
    if (count == 0) {
      return Question.NONE;
    }
    int end = HEADER + name.length;
    if (count != 1
        || in.limit() < end + 4
        || (in.getShort(end) & 0xFFFF) != type
        || (in.getShort(end + 2) & 0xFFFF) != dclass) {
      return Question.OTHER;
    }
    Question result = Question.SAME;
    for (int i = 0; i < name.length; i++) {
      int a = name[i];
      int b = in.get(HEADER + i);
      if (a != b) {
        int lower = a | 0x20;
        if (lower != (b | 0x20) || lower < 'a' || lower > 'z') {
          return Question.OTHER;
        }
        result = Question.OTHER_CASE;
      }
    }
    return result;
  }

  /**
   * Walks over the records.
   *
   * @param from behind the question
   * @return false if a length leads out of the message
   */
  boolean records(ByteBuffer in, int from) {
    rcode = in.get(3) & 0x0F;
    hasOpt = false;
    cookie = null;
    int answers = (in.getShort(6) & 0xFFFF) + (in.getShort(8) & 0xFFFF);
    int all = answers + (in.getShort(10) & 0xFFFF);
    int at = from;
    int limit = in.limit();
    for (int record = 0; record < all; record++) {
      int data = endOfName(in, at) + 10;
      if (data < 10 || data > limit) {
        return false;
      }
      int end = data + (in.getShort(data - 2) & 0xFFFF);
      if (end > limit) {
        return false;
      }
      if (record >= answers && (in.getShort(data - 10) & 0xFFFF) == OPT) {
        hasOpt = true;
        rcode = (in.get(data - 6) & 0xFF) << 4 | (in.get(3) & 0x0F);
        if (!options(in, data, end)) {
          return false;
        }
      }
      at = end;
    }
    return true;
  }

  /** Behind the name, or -1. */
  private static int endOfName(ByteBuffer in, int from) {
    int limit = in.limit();
    int at = from;
    while (at < limit) {
      int length = in.get(at) & 0xFF;
      if (length >= 0xC0) {
        return at + 2;
      }
      if (length > 63) {
        return -1;
      }
      at += length + 1;
      if (length == 0) {
        return at;
      }
    }
    return -1;
  }

  private boolean options(ByteBuffer in, int from, int end) {
    int at = from;
    while (at + 4 <= end) {
      int code = in.getShort(at) & 0xFFFF;
      int length = in.getShort(at + 2) & 0xFFFF;
      at += 4;
      if (at + length > end) {
        return false;
      }
      if (code == COOKIE) {
        byte[] found = new byte[length];
        in.get(at, found);
        cookie = found;
      }
      at += length;
    }
    return at == end;
  }

  /** Whether the cookie has a server's part and begins with this client's. */
  static boolean answers(byte[] cookie, byte[] client) {
    return cookie.length >= 16
        && cookie.length <= 40
        && Arrays.equals(cookie, 0, client.length, client, 0, client.length);
  }
}
