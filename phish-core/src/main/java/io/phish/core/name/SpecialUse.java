package io.phish.core.name;

import org.jspecify.annotations.Nullable;

/**
 * Names that the name system of the internet does not have: IANA's registry of special-use domain
 * names (RFC 6761, as of 2026) and what ICANN has set aside. Who asks a public server for one gets
 * no answer and tells others what is asked for in private, so nothing is ever sent out for them.
 *
 * <p>Not here, though in the registry: {@code example.com}, {@code .net} and {@code .org}, which
 * are in the DNS and treated as any other (RFC 6761, section 6.5), and the names of the reverse
 * tree, which {@link QueryName} refuses altogether.
 */
public enum SpecialUse {
  /** RFC 6761, section 6.3: this machine. */
  LOCALHOST("localhost", "RFC 6761"),
  /** RFC 6761, section 6.2: for tests. */
  TEST("test", "RFC 6761"),
  /** RFC 6761, section 6.4: never exists. */
  INVALID("invalid", "RFC 6761"),
  /** RFC 6761, section 6.5: for documents. */
  EXAMPLE("example", "RFC 6761"),
  /** RFC 6762, section 3: multicast DNS. */
  LOCAL("local", "RFC 6762"),
  /** RFC 7686: Tor. */
  ONION("onion", "RFC 7686"),
  /** RFC 8375: networks at home. */
  HOME_ARPA("home.arpa", "RFC 8375"),
  /** RFC 9476: other name systems. */
  ALT("alt", "RFC 9476"),
  /** Board resolution 2024.07.29.06 of ICANN: private networks. */
  INTERNAL("internal", "ICANN resolution 2024.07.29.06"),
  /** RFC 8880: how a host learns of NAT64. */
  IPV4ONLY_ARPA("ipv4only.arpa", "RFC 8880"),
  /** RFC 9031: joining of networks of things. */
  SIX_TISCH_ARPA("6tisch.arpa", "RFC 9031"),
  /** RFC 9140 and RFC 9965: network access. */
  EAP_ARPA("eap.arpa", "RFC 9965"),
  /** RFC 9140: network access. */
  EAP_NOOB_ARPA("eap-noob.arpa", "RFC 9140"),
  /** RFC 9462: how a host learns of encrypted resolvers. */
  RESOLVER_ARPA("resolver.arpa", "RFC 9462"),
  /** RFC 9665: registration of services. */
  SERVICE_ARPA("service.arpa", "RFC 9665");

  private static final SpecialUse[] ALL = values();

  private final String domain;
  private final String source;

  SpecialUse(String domain, String source) {
    this.domain = domain;
    this.source = source;
  }

  /** The domain that is set aside, with everything below it. */
  public String domain() {
    return domain;
  }

  /** Who has set it aside. */
  public String source() {
    return source;
  }

  /**
   * What a name is set aside for.
   *
   * @param name in A-labels and lower case, without a trailing dot
   * @return null for a name of the DNS
   */
  public static @Nullable SpecialUse of(String name) {
    for (SpecialUse use : ALL) {
      if (isWithin(name, use.domain)) {
        return use;
      }
    }
    return null;
  }

  /** Whether a name is a domain or one below it. */
  static boolean isWithin(String name, String domain) {
    int dot = name.length() - domain.length() - 1;
    return name.endsWith(domain) && (dot < 0 || name.charAt(dot) == '.');
  }
}
