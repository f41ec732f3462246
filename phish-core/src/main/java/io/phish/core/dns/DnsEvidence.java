package io.phish.core.dns;

import com.google.common.net.InetAddresses;
import io.phish.core.dns.DnsProfile.Question;
import io.phish.spi.Finding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What people are told of a profile. Texts of others are in the presentation format of zone files
 * (RFC 1035, section 5.1): octets that are not printable ASCII are escaped.
 */
final class DnsEvidence {
  /** Of a fact, in characters. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_ITEMS = 16;

  private final DnsProfile profile;
  private final AddressBooks books;

  DnsEvidence(DnsProfile profile, AddressBooks books) {
    this.profile = profile;
    this.books = books;
  }

  /** Facts by name; what is not known or not there is left out. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    Set<InetAddress> addresses = DnsFeatures.addresses(profile);
    put(facts, "addresses", addresses.stream().map(InetAddresses::toAddrString).toList());
    put(facts, "aliases", aliases().stream().map(DnsFeatures::text).toList());
    put(facts, "nameservers", targets(Question.DOMAIN_NS));
    put(facts, "mx", targets(Question.MX));
    List<String> texts = MailPolicy.texts(profile.known(Question.TXT));
    putNonNull(facts, "spf", printable(MailPolicy.spf(texts)));
    String dmarc = MailPolicy.dmarc(MailPolicy.texts(profile.known(Question.DMARC)));
    if (dmarc != null) {
      putNonNull(facts, "dmarc", MailPolicy.dmarcPolicy(dmarc));
    }
    put(facts, "dkim", DnsFeatures.dkimKeys(profile));
    putNonNull(facts, "dnssec", dnssec());
    AddressBook asn = books.asn();
    if (asn != null) {
      put(facts, "asn", found(addresses, asn));
    }
    AddressBook country = books.country();
    if (country != null) {
      put(facts, "country", found(addresses, country));
    }
    putNonNull(facts, "unanswered", unanswered());
    return facts;
  }

  /**
   * What stands out. What leads nowhere, or to an offer of sale, is information: it is as common
   * after an attack as it is without one. An address that is not public has a weight by judgement,
   * the doubled odds of something that honest names have by mistake.
   */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(2);
    DnsAnswer v4 = profile.known(Question.A);
    DnsAnswer v6 = profile.known(Question.AAAA);
    List<String> near =
        Stream.of(v4, v6)
            .filter(Objects::nonNull)
            .flatMap(answer -> PrivateAddresses.in(answer).stream())
            .map(InetAddresses::toAddrString)
            .toList();
    if (!near.isEmpty()) {
      findings.add(
          Finding.of(
                  "private-address",
                  0.7,
                  "the public name leads to an address that is not public, " + near.get(0))
              .withEvidence(profile.host().ascii()));
    }
    if (DnsFeatures.exists(profile) == 0) {
      findings.add(Finding.of("no-such-name", 0, "the host does not exist in the DNS"));
    } else if (v4 != null && v6 != null && v4.records().isEmpty() && v6.records().isEmpty()) {
      findings.add(Finding.of("no-address", 0, "the host has no address"));
    }
    DnsAnswer nameServers = profile.known(Question.DOMAIN_NS);
    Set<String> parking = nameServers == null ? Set.of() : Parking.services(nameServers.records());
    if (!parking.isEmpty()) {
      findings.add(
          Finding.of(
              "parked", 0, "the domain is parked or for sale at " + parking.iterator().next()));
    }
    return findings;
  }

  private Collection<Name> aliases() {
    DnsAnswer answer = profile.answer(Question.A);
    return answer == null ? List.of() : answer.aliases();
  }

  private List<String> targets(Question question) {
    DnsAnswer answer = profile.known(question);
    List<String> names = new ArrayList<>();
    if (answer != null) {
      for (Record each : answer.records()) {
        if (each instanceof NSRecord ns) {
          names.add(DnsFeatures.text(ns.getTarget()));
        } else if (each instanceof MXRecord mx) {
          String target = mx.getTarget().equals(Name.root) ? "." : DnsFeatures.text(mx.getTarget());
          names.add(mx.getPriority() + " " + target);
        }
      }
    }
    return names.stream().sorted().toList();
  }

  private @Nullable String dnssec() {
    DnsAnswer addresses = profile.known(Question.A);
    if (addresses != null && addresses.authenticated()) {
      return "validated";
    }
    DnsAnswer delegation = profile.known(Question.DOMAIN_DS);
    if (delegation == null) {
      return null;
    }
    return delegation.records().isEmpty() ? "unsigned" : "signed";
  }

  private static List<String> found(Set<InetAddress> addresses, AddressBook book) {
    Set<String> found = new LinkedHashSet<>();
    for (InetAddress address : addresses) {
      String entry = book.find(address);
      if (entry != null) {
        found.add(shown(entry));
      }
    }
    return List.copyOf(found);
  }

  /** The questions at the host of which nothing was learnt, and why. */
  private @Nullable String unanswered() {
    StringBuilder text = new StringBuilder();
    for (Question question : DnsProfile.AT_HOST) {
      DnsAnswer answer = profile.answer(question);
      if (answer != null && !answer.status().isKnown()) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(question)
            .append(' ')
            .append(answer.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  private static void put(Map<String, String> facts, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      String text = String.join(", ", values.stream().limit(MAX_ITEMS).toList());
      putNonNull(facts, name, values.size() > MAX_ITEMS ? text + ", …" : text);
    }
  }

  private static void putNonNull(Map<String, String> facts, String name, @Nullable String value) {
    if (value != null) {
      facts.put(
          name, value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH - 1) + '…');
    }
  }

  /** A text in Unicode without what a terminal would obey. */
  private static String shown(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Octets that are not printable ASCII as a backslash and their number. */
  private static @Nullable String printable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && out.length() <= MAX_LENGTH; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\%03d", (int) c));
      }
    }
    return out.toString();
  }
}
