package io.phish.core.dns;

import io.phish.core.dns.DnsProfile.Question;
import io.phish.core.name.PublicSuffixes;
import io.phish.spi.FeatureVector;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** Computes the features of {@link DnsSchema} of one profile. Used once. */
final class DnsFeatures {
  /** As the data that the model learnt from counted them. */
  private static final List<String> VERIFICATIONS =
      List.of(
          "google-site-verification=",
          "ms=",
          "apple-domain-verification=",
          "facebook-domain-verification=");

  private static final int LOW_TTL = 100;
  private static final int MID_TTL = 500;

  private final DnsProfile profile;
  private final AddressBooks books;
  private final FeatureVector.Builder out = FeatureVector.builder(DnsSchema.SCHEMA);
  private final boolean isAlias;

  private DnsFeatures(DnsProfile profile, AddressBooks books) {
    this.profile = profile;
    this.books = books;
    this.isAlias = isAlias(profile);
  }

  static FeatureVector of(DnsProfile profile, AddressBooks books) {
    DnsFeatures features = new DnsFeatures(profile, books);
    features.existence();
    features.counts();
    features.timesToLive();
    features.authority();
    features.mail();
    features.texts();
    features.addresses();
    features.domain();
    return features.out.build();
  }

  /** Whether the host is known to be an alias. */
  static boolean isAlias(DnsProfile profile) {
    for (Question question : DnsProfile.AT_HOST) {
      DnsAnswer answer = profile.known(question);
      if (answer != null
          && (!answer.aliases().isEmpty()
              || (question == Question.CNAME && answer.status() == DnsStatus.FOUND))) {
        return true;
      }
    }
    return false;
  }

  /** 1 if the host exists, 0 if not, NaN if that is not known. */
  static double exists(DnsProfile profile) {
    if (isAlias(profile)) {
      return 1;
    }
    double exists = Double.NaN;
    for (Question question : DnsProfile.AT_HOST) {
      DnsAnswer answer = profile.known(question);
      if (answer != null && answer.status() != DnsStatus.NO_SUCH_NAME) {
        return 1;
      }
      exists = answer == null ? exists : 0;
    }
    return exists;
  }

  /** The records at the host itself; null if they are not known, as those of an alias are not. */
  private @Nullable List<Record> at(Question question) {
    DnsAnswer answer = isAlias ? null : profile.known(question);
    return answer == null ? null : answer.records();
  }

  private void existence() {
    out.set(DnsSchema.EXISTS, exists(profile));
    DnsAnswer alias = profile.known(Question.CNAME);
    if (isAlias) {
      out.set(DnsSchema.ALIAS, 1);
    } else if (alias != null) {
      out.set(DnsSchema.ALIAS, 0);
    }
  }

  private void counts() {
    count(DnsSchema.N_A, at(Question.A));
    count(DnsSchema.N_AAAA, at(Question.AAAA));
    count(DnsSchema.N_NS, at(Question.NS));
    count(DnsSchema.N_TXT, at(Question.TXT));
    List<Record> soa = at(Question.SOA);
    if (soa != null) {
      out.set(DnsSchema.APEX, !soa.isEmpty());
    }
    List<List<Record>> sets = sets();
    if (isAlias) {
      out.set(DnsSchema.N_TYPE, 1);
    } else if (sets != null) {
      out.set(DnsSchema.N_TYPE, sets.size());
    }
  }

  private void count(int feature, @Nullable List<Record> records) {
    if (records != null) {
      out.set(feature, records.size());
    }
  }

  /** The sets of records at the host; null if one of them is not known. */
  private @Nullable List<List<Record>> sets() {
    List<List<Record>> sets = new ArrayList<>(7);
    for (Question question : DnsProfile.AT_HOST) {
      List<Record> records = at(question);
      if (records == null) {
        return null;
      }
      if (!records.isEmpty()) {
        sets.add(records);
      }
    }
    return sets;
  }

  private void timesToLive() {
    List<List<Record>> sets = sets();
    if (sets == null || sets.isEmpty()) {
      return;
    }
    double[] times =
        sets.stream()
            .mapToDouble(set -> set.stream().mapToLong(Record::getTTL).min().orElse(0))
            .toArray();
    double mean = Arrays.stream(times).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(times).map(time -> (time - mean) * (time - mean)).average().orElse(0);
    double low = Arrays.stream(times).filter(time -> time <= LOW_TTL).count();
    double mid = Arrays.stream(times).filter(time -> time > LOW_TTL && time <= MID_TTL).count();
    out.set(DnsSchema.TTL_MEAN, mean);
    out.set(DnsSchema.TTL_DEVIATION, Math.sqrt(variance));
    out.set(DnsSchema.R_TTL_LOW, low / times.length);
    out.set(DnsSchema.R_TTL_MID, mid / times.length);
    out.set(DnsSchema.N_TTL, (double) Arrays.stream(times).distinct().count());
  }

  private void authority() {
    List<Record> records = at(Question.SOA);
    if (records == null || records.isEmpty() || !(records.get(0) instanceof SOARecord soa)) {
      return;
    }
    out.set(DnsSchema.SOA_REFRESH, (double) soa.getRefresh());
    out.set(DnsSchema.SOA_RETRY, (double) soa.getRetry());
    out.set(DnsSchema.SOA_EXPIRE, (double) soa.getExpire());
    out.set(DnsSchema.SOA_MINIMUM, (double) soa.getMinimum());
    String primary = text(soa.getHost());
    out.set(DnsSchema.LEN_PRIMARY, primary.length());
    out.set(DnsSchema.N_DIGIT_PRIMARY, (double) digits(primary));
    out.set(DnsSchema.ENTROPY_PRIMARY, entropy(primary));
    String mailbox = text(soa.getAdmin());
    out.set(DnsSchema.LEN_MAILBOX, mailbox.length());
    out.set(DnsSchema.N_DIGIT_MAILBOX, (double) digits(mailbox));
    out.set(DnsSchema.ENTROPY_MAILBOX, entropy(mailbox));
  }

  private void mail() {
    List<Record> records = at(Question.MX);
    if (records == null) {
      return;
    }
    List<MXRecord> servers = new ArrayList<>(records.size());
    boolean refuses = false;
    for (Record each : records) {
      if (each instanceof MXRecord mx) {
        boolean isNull = mx.getTarget().equals(Name.root);
        refuses |= isNull;
        if (!isNull) {
          servers.add(mx);
        }
      }
    }
    Name host = DnsNames.of(profile.host());
    out.set(DnsSchema.NULL_MX, refuses && servers.isEmpty());
    out.set(DnsSchema.N_MX, servers.size());
    out.set(DnsSchema.OWN_MX, servers.stream().anyMatch(mx -> mx.getTarget().subdomain(host)));
    if (!servers.isEmpty()) {
      out.set(DnsSchema.LEN_MX, mean(servers, mx -> text(mx.getTarget()).length()));
      out.set(
          DnsSchema.MX_PRIORITY_MIN,
          servers.stream().mapToInt(MXRecord::getPriority).min().orElse(0));
      out.set(
          DnsSchema.MX_PRIORITY_MAX,
          servers.stream().mapToInt(MXRecord::getPriority).max().orElse(0));
    }
  }

  private void texts() {
    if (at(Question.TXT) == null) {
      return;
    }
    List<String> texts = MailPolicy.texts(profile.known(Question.TXT));
    if (!texts.isEmpty()) {
      out.set(DnsSchema.LEN_TXT, mean(texts, String::length));
    }
    int verifications = 0;
    for (String text : texts) {
      String lower = text.toLowerCase(Locale.ROOT);
      for (String verification : VERIFICATIONS) {
        verifications += lower.contains(verification) ? 1 : 0;
      }
    }
    out.set(DnsSchema.N_VERIFICATION, verifications);
    String spf = MailPolicy.spf(texts);
    out.set(DnsSchema.SPF, spf != null);
    if (spf != null) {
      out.set(DnsSchema.SPF_ALL, MailPolicy.spfAll(spf));
    }
  }

  private void addresses() {
    DnsAnswer v4 = profile.known(Question.A);
    DnsAnswer v6 = profile.known(Question.AAAA);
    List<Record> records = new ArrayList<>();
    int aliases = 0;
    boolean vouched = false;
    for (DnsAnswer answer : new @Nullable DnsAnswer[] {v4, v6}) {
      if (answer != null) {
        records.addAll(answer.records());
        aliases = Math.max(aliases, answer.aliases().size());
        vouched |= answer.authenticated();
      }
    }
    boolean isPrivate =
        records.stream()
            .map(PrivateAddresses::address)
            .filter(Objects::nonNull)
            .anyMatch(PrivateAddresses::isPrivate);
    if (isPrivate) {
      out.set(DnsSchema.PRIVATE_ADDRESS, 1);
    }
    if (v4 != null || v6 != null) {
      out.set(DnsSchema.N_ALIAS, aliases);
      out.set(DnsSchema.DNSSEC, vouched);
    }
    if (v4 == null || v6 == null) {
      return;
    }
    Set<InetAddress> addresses = addresses(profile);
    out.set(DnsSchema.PRIVATE_ADDRESS, isPrivate);
    out.set(DnsSchema.N_ADDRESS, addresses.size());
    out.set(DnsSchema.N_NETWORK, distinct(addresses, DnsFeatures::network));
    if (!records.isEmpty()) {
      out.set(DnsSchema.TTL_MIN, records.stream().mapToDouble(Record::getTTL).min().orElse(0));
    }
    if (books.asn() != null) {
      out.set(DnsSchema.N_ASN, distinct(addresses, books.asn()::find));
    }
    if (books.country() != null) {
      out.set(DnsSchema.N_COUNTRY, distinct(addresses, books.country()::find));
    }
  }

  private void domain() {
    DnsAnswer wildcard = profile.known(Question.WILDCARD);
    if (wildcard != null) {
      out.set(DnsSchema.WILDCARD, wildcard.status() == DnsStatus.FOUND);
    }
    DnsAnswer caa = profile.known(Question.DOMAIN_CAA);
    count(DnsSchema.N_CAA, caa == null ? null : caa.records());
    DnsAnswer dmarc = profile.known(Question.DMARC);
    if (dmarc != null) {
      String record = MailPolicy.dmarc(MailPolicy.texts(dmarc));
      out.set(DnsSchema.DMARC, record != null);
      String policy = record == null ? null : MailPolicy.dmarcPolicy(record);
      if (policy != null) {
        out.set(DnsSchema.DMARC_POLICY, List.of("none", "quarantine", "reject").indexOf(policy));
      }
    }
    if (profile.domain() != null
        && profile.dkim().values().stream().allMatch(answer -> answer.status().isKnown())) {
      out.set(DnsSchema.N_DKIM, dkimKeys(profile).size());
    }
    DnsAnswer nameServers = profile.known(Question.DOMAIN_NS);
    if (nameServers != null) {
      out.set(DnsSchema.PARKED, !Parking.services(nameServers.records()).isEmpty());
      out.set(
          DnsSchema.N_NS_DOMAIN,
          (double)
              nameServers.records().stream()
                  .map(each -> each instanceof NSRecord ns ? registrable(ns.getTarget()) : "")
                  .distinct()
                  .count());
    }
  }

  /** The selectors that have a key, in order. */
  static List<String> dkimKeys(DnsProfile profile) {
    return profile.dkim().entrySet().stream()
        .filter(
            entry -> MailPolicy.texts(entry.getValue()).stream().anyMatch(MailPolicy::isDkimKey))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** All addresses of the host, in order. */
  static Set<InetAddress> addresses(DnsProfile profile) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (Question question : List.of(Question.A, Question.AAAA)) {
      DnsAnswer answer = profile.known(question);
      if (answer != null) {
        for (Record each : answer.records()) {
          InetAddress address = PrivateAddresses.address(each);
          if (address != null) {
            addresses.add(address);
          }
        }
      }
    }
    return addresses;
  }

  /** A name in lower case without the dot at its end. */
  static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  private static String registrable(Name name) {
    String text = text(name);
    String registrable = PublicSuffixes.bundled().registrableDomain(text);
    return registrable == null ? text : registrable;
  }

  /** The network that is mostly given to one customer: /24 of IPv4, /48 of IPv6. */
  private static String network(InetAddress address) {
    byte[] octets = address.getAddress();
    return Arrays.toString(Arrays.copyOf(octets, octets.length == 4 ? 3 : 6));
  }

  private static int distinct(
      Set<InetAddress> addresses, Function<InetAddress, @Nullable String> property) {
    Set<String> found = new HashSet<>();
    for (InetAddress address : addresses) {
      String value = property.apply(address);
      if (value != null) {
        found.add(value);
      }
    }
    return found.size();
  }

  private static <T> double mean(List<T> all, ToDoubleFunction<T> measure) {
    return all.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }

  private static long digits(String text) {
    return text.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  private static double entropy(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    text.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double entropy = 0;
    for (int count : counts.values()) {
      double share = (double) count / text.length();
      entropy -= share * Math.log(share) / Math.log(2);
    }
    return Math.max(0, entropy);
  }
}
