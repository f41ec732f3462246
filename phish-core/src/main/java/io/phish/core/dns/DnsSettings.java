package io.phish.core.dns;

import io.phish.ConfigurationException;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.HttpsTransport;
import io.phish.core.dns.transport.NioTransport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked.
 *
 * @param servers none for those of this machine
 * @param doh asked in place of them, null for none
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
    String setting = doh == null ? DnsExtractor.SERVERS : DnsExtractor.DOH;
    try {
      return new DnsSettings(
          servers == null ? List.of() : NameServers.parse(servers), doh == null ? null : url(doh));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(setting + ": " + e.getMessage(), e);
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

  /** Opens what takes questions there; no socket before the first one. */
  DnsTransport open() {
    if (doh != null) {
      return HttpsTransport.to(doh);
    }
    return NioTransport.builder(servers.isEmpty() ? NameServers.system() : servers).build();
  }
}
