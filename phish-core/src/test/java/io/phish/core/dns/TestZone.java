package io.phish.core.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Zone;

/** What an authoritative server answers from zones, by the rules of RFC 1034, section 4.3.2. */
public final class TestZone {
  private static final int MAX_HOPS = 12;
  private static final int PAYLOAD = 1232;

  private final List<Zone> zones;

  private TestZone(List<Zone> zones) {
    this.zones = zones;
  }

  /** A zone in master file format; it needs a SOA and an NS at the origin. */
  public static TestZone of(String origin, String... lines) {
    try {
      byte[] text = String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
      return new TestZone(
          List.of(new Zone(Name.fromString(origin, Name.root), new ByteArrayInputStream(text))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The zones of both. */
  public TestZone and(TestZone other) {
    return new TestZone(
        java.util.stream.Stream.concat(zones.stream(), other.zones.stream()).toList());
  }

  /** The whole answer, however long. */
  public Message answer(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    Record question = query.getQuestion();
    if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
      reply.getHeader().setRcode(question == null ? Rcode.FORMERR : Rcode.NOTIMP);
      return reply;
    }
    reply.addRecord(question, Section.QUESTION);
    OPTRecord opt = query.getOPT();
    if (opt != null) {
      reply.addRecord(new OPTRecord(PAYLOAD, 0, 0, opt.getFlags()), Section.ADDITIONAL);
    }
    answer(question.getName(), question.getType(), reply, 0);
    return reply;
  }

  private void answer(Name name, int type, Message reply, int hops) {
    Zone zone = zone(name);
    if (zone == null) {
      if (hops == 0) {
        reply.getHeader().setRcode(Rcode.REFUSED);
      }
      return;
    }
    reply.getHeader().setFlag(Flags.AA);
    SetResponse found = zone.findRecords(name, type);
    if (found.isSuccessful()) {
      found.answers().forEach(set -> add(set, name, reply, Section.ANSWER));
    } else if (found.isCNAME()) {
      CNAMERecord alias = found.getCNAME();
      reply.addRecord(
          new CNAMERecord(name, alias.getDClass(), alias.getTTL(), alias.getTarget()),
          Section.ANSWER);
      follow(alias.getTarget(), type, reply, hops);
    } else if (found.isDNAME()) {
      DNAMERecord tree = found.getDNAME();
      reply.addRecord(tree, Section.ANSWER);
      try {
        Name target = name.fromDNAME(tree);
        reply.addRecord(
            new CNAMERecord(name, tree.getDClass(), tree.getTTL(), target), Section.ANSWER);
        follow(target, type, reply, hops);
      } catch (NameTooLongException e) {
        reply.getHeader().setRcode(Rcode.YXDOMAIN);
      }
    } else if (found.isDelegation()) {
      reply.getHeader().unsetFlag(Flags.AA);
      add(found.getNS(), found.getNS().getName(), reply, Section.AUTHORITY);
    } else {
      reply.addRecord(zone.getSOA(), Section.AUTHORITY);
      if (found.isNXDOMAIN()) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
      }
    }
  }

  private void follow(Name target, int type, Message reply, int hops) {
    if (hops < MAX_HOPS) {
      answer(target, type, reply, hops + 1);
    }
  }

  private static void add(RRset set, Name owner, Message reply, int section) {
    set.rrs(false)
        .forEach(
            record -> {
              // A wildcard stands for the name that was asked for.
              Record named =
                  record.getName().isWild()
                      ? Record.newRecord(
                          owner,
                          record.getType(),
                          record.getDClass(),
                          record.getTTL(),
                          record.rdataToWireCanonical())
                      : record;
              if (!reply.findRecord(named, section)) {
                reply.addRecord(named, section);
              }
            });
  }

  private @Nullable Zone zone(Name name) {
    Zone best = null;
    for (Zone zone : zones) {
      if (name.subdomain(zone.getOrigin())
          && (best == null || zone.getOrigin().labels() > best.getOrigin().labels())) {
        best = zone;
      }
    }
    return best;
  }
}
