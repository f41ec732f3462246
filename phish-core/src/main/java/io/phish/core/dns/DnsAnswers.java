package io.phish.core.dns;

import io.phish.core.dns.transport.DnsTransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Makes answers of replies. Only the chain of aliases from the name on is followed and only what is
 * at its end is kept: whatever else a server sends was not asked for.
 */
final class DnsAnswers {
  /** More aliases than any resolver follows: BIND and Unbound give up at 16 and 11. */
  static final int MAX_ALIASES = 16;

  /** RFC 2181, section 8: a time to live above this is none. */
  private static final long MAX_TTL = Integer.MAX_VALUE;

  private DnsAnswers() {}

  /** The answer in a message as it came. */
  static DnsAnswer of(Name name, int type, byte[] wire) {
    try {
      return of(name, type, new Message(wire));
    } catch (IOException | RuntimeException e) {
      // The parser has thrown other exceptions than it declares for records it cannot read.
      return DnsAnswer.unknown(name, type, DnsStatus.MALFORMED);
    }
  }

  /** The answer in a reply to this very question. */
  static DnsAnswer of(Name name, int type, Message reply) {
    int rcode = reply.getRcode();
    return switch (rcode) {
      case Rcode.NOERROR, Rcode.NXDOMAIN -> follow(name, type, reply, rcode == Rcode.NXDOMAIN);
      case Rcode.SERVFAIL -> DnsAnswer.unknown(name, type, DnsStatus.SERVER_FAILURE);
      case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP ->
          DnsAnswer.unknown(name, type, DnsStatus.REFUSED);
      default -> DnsAnswer.unknown(name, type, DnsStatus.MALFORMED);
    };
  }

  /** What a failure of the transport says. */
  static DnsAnswer failed(Name name, int type, DnsTransportException.Reason reason) {
    DnsStatus status =
        switch (reason) {
          case TIMED_OUT -> DnsStatus.TIMED_OUT;
          case MALFORMED -> DnsStatus.MALFORMED;
          case UNREACHABLE, OVERLOADED, CLOSED -> DnsStatus.NOT_SENT;
        };
    return DnsAnswer.unknown(name, type, status);
  }

  private static DnsAnswer follow(Name name, int type, Message reply, boolean noSuchName) {
    List<Record> section = reply.getSection(Section.ANSWER);
    List<Name> aliases = List.of();
    Name current = name;
    long ttl = MAX_TTL;
    while (true) {
      List<Record> found = List.of();
      CNAMERecord alias = null;
      for (Record record : section) {
        if (record.getDClass() != DClass.IN || !record.getName().equals(current)) {
          continue;
        }
        if (record.getType() == type || type == Type.ANY) {
          found = found.isEmpty() ? new ArrayList<>(section.size()) : found;
          found.add(record);
          ttl = Math.min(ttl, ttl(record));
        } else if (alias == null && record instanceof CNAMERecord cname) {
          alias = cname;
        }
      }
      boolean authenticated = reply.getHeader().getFlag(Flags.AD);
      if (!found.isEmpty()) {
        return new DnsAnswer(
            name, type, DnsStatus.FOUND, found, aliases, ttl, authenticated, false);
      }
      if (alias == null) {
        return absent(name, type, reply, noSuchName, current, aliases, ttl);
      }
      ttl = Math.min(ttl, ttl(alias));
      current = alias.getTarget();
      if (aliases.size() == MAX_ALIASES || current.equals(name) || aliases.contains(current)) {
        return DnsAnswer.unknown(name, type, DnsStatus.MALFORMED);
      }
      aliases = aliases.isEmpty() ? new ArrayList<>() : aliases;
      aliases.add(current);
    }
  }

  private static DnsAnswer absent(
      Name name,
      int type,
      Message reply,
      boolean noSuchName,
      Name end,
      List<Name> aliases,
      long chainTtl) {
    long ttl = 0;
    boolean covered = false;
    boolean referral = false;
    for (Record record : reply.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa && end.subdomain(soa.getName())) {
        // RFC 2308, section 5.
        ttl = Math.min(chainTtl, Math.min(ttl(soa), soa.getMinimum()));
        covered = true;
        break;
      }
      referral |= record.getType() == Type.NS;
    }
    DnsStatus status = noSuchName ? DnsStatus.NO_SUCH_NAME : DnsStatus.NO_DATA;
    if (!noSuchName && !covered && endsElsewhere(reply.getHeader(), referral, aliases)) {
      // The server points to others and has not asked them: nothing is known of the end.
      status = DnsStatus.SERVER_FAILURE;
    }
    boolean authenticated = reply.getHeader().getFlag(Flags.AD);
    return new DnsAnswer(name, type, status, List.of(), aliases, ttl, authenticated, false);
  }

  /** RFC 2308, section 2.2: what is a referral and what says that there is no data. */
  private static boolean endsElsewhere(Header header, boolean referral, List<Name> aliases) {
    if (header.getFlag(Flags.RA)) {
      return false;
    }
    return !aliases.isEmpty() || (referral && !header.getFlag(Flags.AA));
  }

  private static long ttl(Record record) {
    long ttl = record.getTTL();
    return ttl > MAX_TTL ? 0 : ttl;
  }
}
