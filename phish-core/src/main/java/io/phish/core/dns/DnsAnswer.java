package io.phish.core.dns;

import java.util.List;
import java.util.Objects;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The answer to one question. Only what was asked for is in it: records of other names are dropped.
 *
 * @param name that was asked for, absolute
 * @param type that was asked for, a code of {@link Type}
 * @param status what came of it
 * @param records of the type, at the name or at the end of its chain of aliases; unmodifiable
 * @param aliases the targets of the CNAME chain from the name on, in order; unmodifiable
 * @param ttl for how many seconds it may be kept from now on: the least of the chain, or what the
 *     SOA says of absence (RFC 2308, section 5); 0 if nothing was learnt
 * @param authenticated whether the resolver vouches for it by DNSSEC (the AD bit)
 * @param stale whether its time was up and a fresh one could not be had (RFC 8767)
 */
public record DnsAnswer(
    Name name,
    int type,
    DnsStatus status,
    List<Record> records,
    List<Name> aliases,
    long ttl,
    boolean authenticated,
    boolean stale) {

  /** Copies the lists. */
  public DnsAnswer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(status, "status");
    records = List.copyOf(records);
    aliases = List.copyOf(aliases);
  }

  /** Nothing was learnt, for this reason. */
  public static DnsAnswer unknown(Name name, int type, DnsStatus status) {
    if (status.isKnown()) {
      throw new IllegalArgumentException(status + " is something learnt");
    }
    return new DnsAnswer(name, type, status, List.of(), List.of(), 0, false, false);
  }
}
