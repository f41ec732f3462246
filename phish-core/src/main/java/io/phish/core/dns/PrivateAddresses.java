package io.phish.core.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/**
 * Addresses that name a machine near the reader rather than one of the internet. In the public
 * answer for a name they are a mistake, or an attempt to reach into networks from within (DNS
 * rebinding).
 *
 * <p>By IANA's special-purpose address registries (RFC 6890): this network, private use, shared
 * address space, loopback, link-local, unspecified and unique local addresses; the same inside
 * IPv4-mapped, NAT64 and 6to4 addresses. Documentation and reserved ranges reach nothing and are
 * not among them.
 */
public final class PrivateAddresses {

  private PrivateAddresses() {}

  /** The private addresses among the records of an answer, in order; unmodifiable. */
  public static List<InetAddress> in(DnsAnswer answer) {
    List<InetAddress> found = new ArrayList<>(0);
    for (Record each : answer.records()) {
      InetAddress address = address(each);
      if (address != null && isPrivate(address)) {
        found.add(address);
      }
    }
    return List.copyOf(found);
  }

  static @Nullable InetAddress address(Record each) {
    if (each instanceof ARecord a) {
      return a.getAddress();
    }
    return each instanceof AAAARecord aaaa ? aaaa.getAddress() : null;
  }

  /** Whether an address is private. */
  public static boolean isPrivate(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? isPrivateV4(octets, 0) : isPrivateV6(octets);
  }

  private static boolean isPrivateV4(byte[] octets, int from) {
    int a = octets[from] & 0xFF;
    int b = octets[from + 1] & 0xFF;
    return switch (a) {
      case 0, 10, 127 -> true;
      case 100 -> (b & 0xC0) == 64; // 100.64.0.0/10, RFC 6598
      case 169 -> b == 254;
      case 172 -> (b & 0xF0) == 16;
      case 192 -> b == 168;
      default -> false;
    };
  }

  private static boolean isPrivateV6(byte[] octets) {
    int first = (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
    if ((first & 0xFE00) == 0xFC00 || (first & 0xFFC0) == 0xFE80) {
      return true;
    }
    if (first == 0x2002) { // 6to4, RFC 3056
      return isPrivateV4(octets, 2);
    }
    if (first == 0x0064 && (octets[2] & 0xFF) == 0xFF && (octets[3] & 0xFF) == 0x9B) {
      return isZero(octets, 4, 12) && isPrivateV4(octets, 12); // 64:ff9b::/96, RFC 6052
    }
    if (isZero(octets, 0, 10)) {
      boolean mapped = octets[10] == -1 && octets[11] == -1;
      boolean embedded = mapped || (octets[10] == 0 && octets[11] == 0);
      return embedded && isPrivateV4(octets, 12); // ::, ::1 and what is left of RFC 4291, 2.5.5
    }
    return false;
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
