package io.phish.core.name.permutation;

/**
 * Punycode (RFC 3492) into octets, without an object: ICU's encoder makes several for each label.
 */
final class Punycode {
  /** Longest label in the DNS, in octets (RFC 1035, section 2.3.4). */
  static final int MAX_LABEL = 63;

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /**
   * Writes a label as it stands in the DNS: as it is if it is ASCII, otherwise as an A-label.
   *
   * @param label code points in lower case, at most {@link #MAX_LABEL}
   * @param out with room for {@link #MAX_LABEL} octets
   * @return where the label ends in {@code out}, -1 if it would be longer than {@link #MAX_LABEL}
   */
  static int encode(int[] label, int from, int to, byte[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      if (label[i] < INITIAL_N) {
        out[end++] = (byte) label[i];
      }
    }
    int basic = end - at;
    if (basic == to - from) {
      return end;
    }
    int limit = at + MAX_LABEL;
    int shift = basic == 0 ? 4 : 5;
    if (end + shift > limit) {
      return -1;
    }
    System.arraycopy(out, at, out, at + 4, basic);
    out[at] = 'x';
    out[at + 1] = 'n';
    out[at + 2] = '-';
    out[at + 3] = '-';
    if (basic > 0) {
      out[end + 4] = '-';
    }
    return extended(label, from, to, basic, out, end + shift, limit);
  }

  private static int extended(
      int[] label, int from, int to, int basic, byte[] out, int at, int limit) {
    int end = at;
    int handled = basic;
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < to - from) {
      int next = next(label, from, to, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int i = from; i < to; i++) {
        if (label[i] < n) {
          delta++;
        } else if (label[i] == n) {
          end = number(delta, bias, out, end, limit);
          if (end < 0) {
            return -1;
          }
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return end;
  }

  private static int next(int[] label, int from, int to, int n) {
    int next = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      if (label[i] >= n && label[i] < next) {
        next = label[i];
      }
    }
    return next;
  }

  private static int number(int delta, int bias, byte[] out, int at, int limit) {
    int end = at;
    int q = delta;
    for (int k = BASE; ; k += BASE) {
      if (end == limit) {
        return -1;
      }
      int t = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (q < t) {
        out[end] = digit(q);
        return end + 1;
      }
      out[end++] = digit(t + (q - t) % (BASE - t));
      q = (q - t) / (BASE - t);
    }
  }

  private static byte digit(int value) {
    return (byte) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int delta, int points, boolean first) {
    int d = first ? delta / DAMP : delta / 2;
    d += d / points;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * d / (d + SKEW);
  }
}
