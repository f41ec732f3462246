package io.phish.core.name;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses a stranger may send us to: those of the public Internet, by the IANA
 * special-purpose address registries (RFC 6890).
 */
public final class PublicAddresses {
  private PublicAddresses() {}

  /** Whether everybody on the Internet reaches the same machine under an address. */
  public static boolean isPublic(InetAddress address) {
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(octets, 0) : isPublicV6(octets);
  }

  private static boolean isPublicV4(byte[] octets, int from) {
    int a = octets[from] & 0xFF;
    int b = octets[from + 1] & 0xFF;
    int c = octets[from + 2] & 0xFF;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127; // shared address space, RFC 6598
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
      case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
      case 203 -> !(b == 0 && c == 113);
      default -> a < 224;
    };
  }

  private static boolean isPublicV6(byte[] octets) {
    int first = (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
    int second = (octets[2] & 0xFF) << 8 | (octets[3] & 0xFF);
    if (first == 0x2002) {
      return isPublicV4(octets, 2); // 6to4, RFC 3056
    }
    if (first == 0x0064 && second == 0xFF9B && isZero(octets, 4, 12)) {
      return isPublicV4(octets, 12); // NAT64, RFC 6052
    }
    boolean documentation = (first == 0x2001 && second == 0x0DB8) || first == 0x3FFF;
    boolean special = first == 0x2001 && second < 0x0200; // Teredo and others, RFC 2928
    return first >= 0x2000 && first <= 0x3FFF && !documentation && !special;
  }

  private static boolean isZero(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
