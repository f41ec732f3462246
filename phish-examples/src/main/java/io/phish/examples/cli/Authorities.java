package io.phish.examples.cli;

import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsResolver;
import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.NameServers;
import io.phish.core.dns.PrivateAddresses;
import io.phish.core.name.QueryName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The servers that answer for a name, found by asking a resolver for name servers of the name and
 * of what is above it.
 *
 * @param zone whose servers they are, null if none was found
 * @param servers each by one address
 * @param skipped servers that are not asked, and why
 */
record Authorities(@Nullable String zone, List<PublicResolver> servers, List<String> skipped) {
  /** A zone with more servers is asked at the first. */
  private static final int MAX_SERVERS = 16;

  /** Finds them; waits for the answers. */
  static Authorities find(DnsResolver resolver, QueryName name) {
    Name zone = Name.fromConstantString(name.ascii() + '.');
    for (int left = zone.labels() - 1; left > 0; left--) {
      DnsAnswer answer = resolver.resolve(zone, Type.NS).join();
      if (answer.status() == DnsStatus.FOUND && answer.aliases().isEmpty()) {
        return of(resolver, zone, answer.records());
      }
      zone = new Name(zone, 1);
    }
    return new Authorities(null, List.of(), List.of());
  }

  private static Authorities of(DnsResolver resolver, Name zone, List<Record> records) {
    List<Name> targets = new ArrayList<>();
    for (Record each : records) {
      if (each instanceof NSRecord ns && targets.size() < MAX_SERVERS) {
        targets.add(ns.getTarget());
      }
    }
    targets.sort(null);
    List<CompletableFuture<DnsAnswer>> v4 =
        targets.stream().map(target -> resolver.resolve(target, Type.A)).toList();
    List<CompletableFuture<DnsAnswer>> v6 =
        targets.stream().map(target -> resolver.resolve(target, Type.AAAA)).toList();
    List<PublicResolver> servers = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      String target = targets.get(i).toString(true);
      InetAddress address = address(v4.get(i).join());
      address = address == null ? address(v6.get(i).join()) : address;
      if (address == null) {
        skipped.add(target + ": has no address");
      } else if (PrivateAddresses.isPrivate(address)) {
        // Whoever owns the zone could make this machine ask its neighbours.
        skipped.add(target + ": " + address.getHostAddress() + " is a private address");
      } else {
        servers.add(new PublicResolver(target, new InetSocketAddress(address, NameServers.PORT)));
      }
    }
    return new Authorities(zone.toString(true), List.copyOf(servers), List.copyOf(skipped));
  }

  private static @Nullable InetAddress address(DnsAnswer answer) {
    for (Record each : answer.records()) {
      if (each instanceof ARecord a) {
        return a.getAddress();
      }
      if (each instanceof AAAARecord aaaa) {
        return aaaa.getAddress();
      }
    }
    return null;
  }
}
