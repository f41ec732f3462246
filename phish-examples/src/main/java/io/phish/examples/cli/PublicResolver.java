package io.phish.examples.cli;

import io.phish.core.dns.NameServers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A resolver that answers anybody.
 *
 * @param name of who runs it
 * @param address where it listens
 */
record PublicResolver(String name, InetSocketAddress address) {
  /**
   * Some that are well known and on several continents; {@code --resolver} takes others in their
   * place. Those that filter say so in their name: where they differ it may be for that.
   */
  static final List<PublicResolver> KNOWN =
      Stream.of(
              "Google=8.8.8.8",
              "Cloudflare=1.1.1.1",
              "Quad9 (unfiltered)=9.9.9.10",
              "Quad9 (filtering)=9.9.9.9",
              "OpenDNS (filtering)=208.67.222.222",
              "OpenDNS (unfiltered)=208.67.222.2",
              "AdGuard (unfiltered)=94.140.14.140",
              "Control D (unfiltered)=76.76.2.0",
              "DNS4EU (unfiltered)=86.54.11.100",
              "DNS.SB=185.222.222.222",
              "Hurricane Electric=74.82.42.42",
              "UltraDNS=64.6.64.6",
              "Lumen=4.2.2.1",
              "CIRA Shield (unfiltered)=149.112.121.10",
              "Yandex=77.88.8.8",
              "AliDNS=223.5.5.5",
              "DNSPod=119.29.29.29",
              "TWNIC Quad101=101.101.101.101")
          .map(PublicResolver::parse)
          .toList();

  /**
   * Reads {@code HOST[:PORT]} or {@code NAME=HOST[:PORT]}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static PublicResolver parse(String text) {
    int equals = text.indexOf('=');
    String server = text.substring(equals + 1);
    List<InetSocketAddress> addresses = NameServers.parse(server);
    if (addresses.size() != 1) {
      throw new IllegalArgumentException(
          "'" + text + "' names several servers; give one at a time");
    }
    return new PublicResolver(equals <= 0 ? server : text.substring(0, equals), addresses.get(0));
  }

  /** The address with its port if that is not the usual one. */
  String where() {
    String host = address.getAddress().getHostAddress();
    return address.getPort() == NameServers.PORT
        ? host
        : String.format(
            Locale.ROOT, host.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d", host, address.getPort());
  }
}
