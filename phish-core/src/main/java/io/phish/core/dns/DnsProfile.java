package io.phish.core.dns;

import io.phish.core.name.QueryName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What the name servers said of a host and of its registrable domain. Answers that did not come in
 * time are there as such. Immutable.
 */
public final class DnsProfile {
  /** What is asked. */
  public enum Question {
    /** IPv4 addresses of the host. */
    A(Type.A),
    /** IPv6 addresses of the host. */
    AAAA(Type.AAAA),
    /** Whether the host is an alias. */
    CNAME(Type.CNAME),
    /** Mail servers of the host. */
    MX(Type.MX),
    /** Name servers of the host. */
    NS(Type.NS),
    /** The zone that begins at the host. */
    SOA(Type.SOA),
    /** Texts at the host. */
    TXT(Type.TXT),
    /** Name servers of the registrable domain. */
    DOMAIN_NS(Type.NS),
    /** Who may issue certificates for the registrable domain. */
    DOMAIN_CAA(Type.CAA),
    /** Whether the delegation of the registrable domain is signed; the registry answers this. */
    DOMAIN_DS(Type.DS),
    /** The DMARC policy of the registrable domain. */
    DMARC(Type.TXT),
    /** Addresses of a name below the registrable domain that nobody has made. */
    WILDCARD(Type.A);

    private final int type;

    Question(int type) {
      this.type = type;
    }

    /** The type of the records, a code of {@link Type}. */
    public int type() {
      return type;
    }
  }

  /** The types that are asked for at the host. */
  static final List<Question> AT_HOST =
      List.of(
          Question.A,
          Question.AAAA,
          Question.CNAME,
          Question.MX,
          Question.NS,
          Question.SOA,
          Question.TXT);

  private final QueryName host;
  private final @Nullable Name domain;
  private final Map<Question, DnsAnswer> answers;
  private final Map<String, DnsAnswer> dkim;

  /**
   * A profile.
   *
   * @param domain the registrable domain, null if the host has none
   * @param dkim answers by selector, of the registrable domain
   */
  DnsProfile(
      QueryName host,
      @Nullable Name domain,
      Map<Question, DnsAnswer> answers,
      Map<String, DnsAnswer> dkim) {
    this.host = host;
    this.domain = domain;
    this.answers = new EnumMap<>(answers);
    this.dkim = Map.copyOf(dkim);
  }

  /** The host. */
  public QueryName host() {
    return host;
  }

  /** The registrable domain of the host, null if it has none: it is a public suffix. */
  public @Nullable Name domain() {
    return domain;
  }

  /** The answer to a question, null if it makes no sense for this host. */
  public @Nullable DnsAnswer answer(Question question) {
    return answers.get(question);
  }

  /** The answer to a question if something was learnt, else null. */
  @Nullable DnsAnswer known(Question question) {
    DnsAnswer answer = answers.get(question);
    return answer != null && answer.status().isKnown() ? answer : null;
  }

  /** The answers to DKIM selectors of the registrable domain, by selector; unmodifiable. */
  public Map<String, DnsAnswer> dkim() {
    return dkim;
  }

  /** All answers but those to DKIM selectors. */
  Collection<DnsAnswer> answers() {
    return answers.values();
  }
}
