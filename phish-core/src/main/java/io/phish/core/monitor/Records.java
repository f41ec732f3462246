package io.phish.core.monitor;

import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What the DNS said of one name in one run; what is null was not learnt. For one thread. */
final class Records {
  private @Nullable List<String> v4;
  private @Nullable List<String> v6;
  private @Nullable List<String> mail;
  private @Nullable List<String> nameServers;
  private boolean alias;
  private DnsStatus failure = DnsStatus.TIMED_OUT;

  void add(DnsAnswer answer) {
    // An alias is there even if what it stands for is not.
    alias |= !answer.aliases().isEmpty();
    if (!answer.status().isKnown()) {
      failure = answer.status();
      return;
    }
    List<String> texts = texts(answer.records());
    switch (answer.type()) {
      case Type.A -> v4 = texts;
      case Type.AAAA -> v6 = texts;
      case Type.MX -> mail = texts;
      case Type.NS -> nameServers = texts;
      default -> throw new IllegalArgumentException("type " + answer.type());
    }
  }

  /** Sorted, and no more than are kept. */
  static List<String> texts(List<Record> records) {
    TreeSet<String> texts = new TreeSet<>();
    for (Record record : records) {
      if (record instanceof ARecord address) {
        texts.add(address.getAddress().getHostAddress());
      } else if (record instanceof AAAARecord address) {
        texts.add(address.getAddress().getHostAddress());
      } else if (record instanceof MXRecord exchange) {
        texts.add(exchange.getPriority() + " " + text(exchange.getTarget()));
      } else if (record instanceof NSRecord server) {
        texts.add(text(server.getTarget()));
      }
    }
    return texts.stream().limit(Lookalike.MAX_RECORDS).toList();
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }

  boolean hasNameServers() {
    return nameServers != null && !nameServers.isEmpty();
  }

  /** Whether there is anything at the name. */
  boolean isAnything() {
    return alias
        || hasNameServers()
        || (v4 != null && !v4.isEmpty())
        || (v6 != null && !v6.isEmpty())
        || (mail != null && !mail.isEmpty());
  }

  /** Whether there are IPv4 addresses, and none of them is one of these. */
  boolean hasOtherAddresses(List<String> addresses) {
    return v4 != null && !v4.isEmpty() && v4.stream().noneMatch(addresses::contains);
  }

  /** Whether it is known that there are no name servers. */
  boolean lacksNameServers() {
    return nameServers != null && nameServers.isEmpty();
  }

  boolean isComplete() {
    return v4 != null && v6 != null && mail != null && nameServers != null;
  }

  /** Why something was not learnt, if it was not. */
  DnsStatus failure() {
    return failure;
  }

  /** What was not learnt is as it was. */
  List<String> addresses(@Nullable Lookalike before) {
    List<String> all = new ArrayList<>(v4 == null ? former(before, false) : v4);
    all.addAll(v6 == null ? former(before, true) : v6);
    return all;
  }

  private static List<String> former(@Nullable Lookalike before, boolean v6) {
    return before == null
        ? List.of()
        : before.addresses().stream().filter(address -> (address.indexOf(':') >= 0) == v6).toList();
  }

  List<String> mail(@Nullable Lookalike before) {
    return mail != null ? mail : before == null ? List.of() : before.mailServers();
  }

  List<String> nameServers(@Nullable Lookalike before) {
    return nameServers != null ? nameServers : before == null ? List.of() : before.nameServers();
  }
}
