package io.phish.core.registration.rdap;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those within somebody's network, by the special-purpose
 * address registries of IANA (RFC 6890): what a stranger's link must not lead to.
 */
final class AddressGuard {

  private AddressGuard() {}

  /** Whether everybody on the internet would reach the same host under this address. */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(octets, 0) : isPublic6(address, octets);
  }

  private static boolean isPublic4(byte[] octets, int from) {
    int a = octets[from] & 0xFF;
    int b = octets[from + 1] & 0xFF;
    int c = octets[from + 2] & 0xFF;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127; // carrier-grade NAT, RFC 6598
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
      case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
      case 203 -> !(b == 0 && c == 113);
      default -> a < 224;
    };
  }

  private static boolean isPublic6(InetAddress address, byte[] octets) {
    int first = (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
    int second = (octets[2] & 0xFF) << 8 | (octets[3] & 0xFF);
    if (((Inet6Address) address).isIPv4CompatibleAddress() || isZero(octets, 0, 10)) {
      return false; // and mapped ones, which Java makes IPv4 of
    }
    if (first == 0x64 && second == 0xff9b) { // NAT64, RFC 6052
      return octets[4] == 0 && octets[5] == 0 && isPublic4(octets, 12);
    }
    if (first == 0x2002) { // 6to4, RFC 3056
      return isPublic4(octets, 2);
    }
    boolean documentation = first == 0x2001 && second == 0xdb8;
    boolean teredo = first == 0x2001 && second == 0;
    return (first & 0xE000) == 0x2000 && !documentation && !teredo;
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
