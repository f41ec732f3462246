package io.phish.core.dns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads one reply: follows the aliases from the name that was asked for and takes what stands at
 * their end. Whatever else a server has put in is left out, so that it cannot speak for others.
 */
final class ReplyReader {
  /** The longest chain of aliases; Unbound follows as many. */
  static final int MAX_ALIASES = 11;

  /**
   * What a reply says.
   *
   * @param answer as far as this reply goes
   * @param next where the chain of aliases goes on, null if it is at its end
   */
  record Reading(DnsAnswer answer, @Nullable Name next) {}

  private ReplyReader() {}

  static Reading read(Message reply, Name name, int type) {
    Record question = reply.getQuestion();
    if (!reply.getHeader().getFlag(Flags.QR)
        || question == null
        || !question.getName().equals(name)
        || question.getType() != type) {
      return unknown(name, type, DnsStatus.MALFORMED);
    }
    return switch (reply.getRcode()) {
      case Rcode.NOERROR, Rcode.NXDOMAIN -> answer(reply, name, type);
      case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP -> unknown(name, type, DnsStatus.REFUSED);
      case Rcode.FORMERR -> unknown(name, type, DnsStatus.MALFORMED);
      default -> unknown(name, type, DnsStatus.SERVER_FAILURE);
    };
  }

  private static Reading unknown(Name name, int type, DnsStatus status) {
    return new Reading(DnsAnswer.unknown(name, type, status), null);
  }

  private static Reading answer(Message reply, Name name, int type) {
    List<Record> section = reply.getSection(Section.ANSWER);
    List<Name> aliases = new ArrayList<>(2);
    List<Record> found = new ArrayList<>(section.size());
    long ttl = Long.MAX_VALUE;
    Name at = name;
    while (true) {
      CNAMERecord alias = null;
      for (Record each : section) {
        if (each.getDClass() != DClass.IN || !each.getName().equals(at)) {
          continue;
        }
        if (each.getType() == type) {
          found.add(each);
          ttl = Math.min(ttl, ttl(each));
        } else if (alias == null && each instanceof CNAMERecord cname) {
          alias = cname;
        }
      }
      if (!found.isEmpty() || alias == null) {
        break;
      }
      at = alias.getTarget();
      ttl = Math.min(ttl, ttl(alias));
      if (at.equals(name) || aliases.contains(at) || aliases.size() == MAX_ALIASES) {
        return unknown(name, type, DnsStatus.MALFORMED);
      }
      aliases.add(at);
    }
    boolean vouched = reply.getHeader().getFlag(Flags.AD);
    if (!found.isEmpty()) {
      return new Reading(
          new DnsAnswer(name, type, DnsStatus.FOUND, found, aliases, ttl, vouched, false), null);
    }
    return absence(reply, name, type, aliases, ttl, vouched);
  }

  /** RFC 2308, section 2: no such name, nothing of the type, or no answer at all. */
  private static Reading absence(
      Message reply, Name name, int type, List<Name> aliases, long aliasTtl, boolean vouched) {
    SOARecord soa = null;
    boolean referral = false;
    for (Record each : reply.getSection(Section.AUTHORITY)) {
      if (each instanceof SOARecord authority) {
        soa = authority;
      }
      referral |= each.getType() == Type.NS;
    }
    boolean gone = reply.getRcode() == Rcode.NXDOMAIN;
    if (!gone && soa == null && aliases.isEmpty() && referral) {
      return unknown(name, type, DnsStatus.MALFORMED);
    }
    long ttl =
        soa == null ? 0 : Math.min(aliasTtl, Math.min(ttl(soa), Math.max(0, soa.getMinimum())));
    DnsStatus status = gone ? DnsStatus.NO_SUCH_NAME : DnsStatus.NO_DATA;
    boolean goesOn = !gone && soa == null && !aliases.isEmpty();
    return new Reading(
        new DnsAnswer(
            name, type, status, List.of(), aliases, goesOn ? aliasTtl : ttl, vouched, false),
        goesOn ? aliases.get(aliases.size() - 1) : null);
  }

  /** One with the highest bit set is 0 (RFC 2181, section 8). */
  private static long ttl(Record each) {
    return each.getTTL() > Integer.MAX_VALUE ? 0 : Math.max(0, each.getTTL());
  }
}
