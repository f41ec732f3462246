package io.phish.core.dns;

import io.phish.ConfigurationException;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.NioTransport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Who is asked.
 *
 * @param servers none for those of this machine
 */
record DnsSettings(List<InetSocketAddress> servers) {
  static final DnsSettings DEFAULT = new DnsSettings(List.of());

  static DnsSettings of(Map<String, String> settings) {
    String servers = settings.get(DnsExtractor.SERVERS);
    try {
      return servers == null ? DEFAULT : new DnsSettings(NameServers.parse(servers));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(DnsExtractor.SERVERS + ": " + e.getMessage(), e);
    }
  }

  /** Opens what takes questions there; it has no socket before the first one. */
  DnsTransport open() {
    return NioTransport.builder(servers.isEmpty() ? NameServers.system() : servers).build();
  }
}
