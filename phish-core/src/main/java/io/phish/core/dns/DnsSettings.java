package io.phish.core.dns;

import io.phish.ConfigurationException;
import io.phish.core.dns.transport.DnsTransport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked.
 *
 * @param servers none for those of this machine
 * @param doh in place of them, null for none
 */
record DnsSettings(List<InetSocketAddress> servers, @Nullable URI doh) {
  static final DnsSettings DEFAULT = new DnsSettings(List.of(), null);

  static DnsSettings of(Map<String, String> settings) {
    String servers = settings.get(DnsExtractor.SERVERS);
    String doh = settings.get(DnsExtractor.DOH);
    if (servers != null && doh != null) {
      throw new ConfigurationException(
          DnsExtractor.SERVERS + " and " + DnsExtractor.DOH + " are both given; give one");
    }
    try {
      return new DnsSettings(
          servers == null ? List.of() : NameServers.parse(servers), doh == null ? null : url(doh));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          (servers == null ? DnsExtractor.DOH : DnsExtractor.SERVERS) + ": " + e.getMessage(), e);
    }
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no https URL; write https://dns.example/dns-query");
    }
    return url;
  }

  /** Opens what takes questions there. */
  DnsTransport open(java.util.function.Function<List<InetSocketAddress>, DnsTransport> udp) {
    return udp.apply(servers.isEmpty() ? NameServers.system() : servers);
  }
}
