package io.phish.core.name;

import io.phish.core.name.InvalidNameException.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name that may be looked up in the DNS, in RDAP or by WHOIS. Immutable; equal if the ASCII form
 * is.
 *
 * <p>Labels may begin with an underscore ({@code _dmarc.example.com}) and have any character that
 * the host of a URL may have; {@link #isHostName} tells the strict ones.
 */
public final class QueryName {
  /** Of a name in A-labels without the trailing dot, in octets (RFC 1035, section 2.3.4). */
  public static final int MAX_LENGTH = 253;

  /** Of a label, in octets (RFC 1035, section 2.3.4). */
  public static final int MAX_LABEL_LENGTH = 63;

  private final String ascii;
  private final @Nullable SpecialUse specialUse;

  private QueryName(String ascii, @Nullable SpecialUse specialUse) {
    this.ascii = ascii;
    this.specialUse = specialUse;
  }

  /**
   * Checks a name as people give it: Unicode or A-labels, in any case, with or without a dot at its
   * end.
   *
   * @return the name; one of {@linkplain #specialUse special use} as well
   * @throws InvalidNameException if it is empty, too long, no internationalised name, an IP address
   *     or a name of the reverse tree, or has an empty or too long label or a character that no
   *     host has; offsets are in UTF-16 units of what was given
   */
  public static QueryName parse(String name) {
    String ascii = new Parser(name).parse();
    if (SpecialUse.isWithin(ascii, "in-addr.arpa") || SpecialUse.isWithin(ascii, "ip6.arpa")) {
      throw new InvalidNameException(
          Problem.REVERSE_NAME,
          0,
          "name is one of the reverse tree and stands for an address; give the name of a host");
    }
    return new QueryName(ascii, SpecialUse.of(ascii));
  }

  /** The name in A-labels and lower case, without a dot at its end. */
  public String ascii() {
    return ascii;
  }

  /**
   * The name as people may be shown it, by {@link Idn#toUnicode}. Worked out at every call; it may
   * have characters that only look like others.
   */
  public String unicode() {
    return Idn.toUnicode(ascii);
  }

  /** The labels in A-labels, from the left; unmodifiable. */
  public List<String> labels() {
    return List.of(ascii.split("\\.", -1));
  }

  /** The last label. */
  public String tld() {
    return ascii.substring(ascii.lastIndexOf('.') + 1);
  }

  /**
   * The public suffix and one label more, platforms such as {@code github.io} counting as suffixes.
   *
   * @return null if the name is a public suffix itself
   */
  public @Nullable String registrableDomain() {
    return PublicSuffixes.bundled().registrableDomain(ascii);
  }

  /**
   * What somebody has registered with a registry: the suffix that is one of a registry (the ICANN
   * section of the public suffix list) and one label more. Of {@code me.github.io} it is {@code
   * github.io}; this is the name that RDAP and WHOIS know.
   *
   * @return null if the name is such a suffix itself
   */
  public @Nullable String registeredDomain() {
    PublicSuffixes suffixes = PublicSuffixes.bundled();
    int from = 0;
    int found = suffixes.find(ascii, from, ascii.length());
    int owned = -1;
    while (PublicSuffixes.isPrivate(found)) {
      // The suffix of a platform is a name that the platform has registered, or is below one.
      owned = PublicSuffixes.start(found);
      from = ascii.indexOf('.', owned) + 1;
      if (from == 0) {
        return null;
      }
      found = suffixes.find(ascii, from, ascii.length());
    }
    int start = PublicSuffixes.registrableStart(ascii, Math.max(owned, 0), found);
    return start < 0 ? null : ascii.substring(start);
  }

  /** What the name is set aside for, null if it is a name of the DNS. */
  public @Nullable SpecialUse specialUse() {
    return specialUse;
  }

  /**
   * This name, if the world may be asked for it.
   *
   * @throws InvalidNameException with {@link Problem#SPECIAL_USE} if it is of special use
   */
  public QueryName requirePublic() {
    if (specialUse != null) {
      throw new InvalidNameException(
          Problem.SPECIAL_USE,
          0,
          "name is of special use ("
              + specialUse.domain()
              + ", "
              + specialUse.source()
              + ") and never sent out");
    }
    return this;
  }

  /**
   * Whether it has letters, digits and hyphens only, and no label begins or ends with a hyphen (RFC
   * 1123, section 2.1): no other name is registered.
   */
  public boolean isHostName() {
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      boolean edge =
          i == 0
              || i == ascii.length() - 1
              || ascii.charAt(i - 1) == '.'
              || ascii.charAt(i + 1) == '.';
      boolean inner = c == '.' || (c == '-' && !edge);
      if (!inner && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o == this || (o instanceof QueryName other && ascii.equals(other.ascii));
  }

  @Override
  public int hashCode() {
    return ascii.hashCode();
  }

  /** The name in ASCII. */
  @Override
  public String toString() {
    return ascii;
  }

  /** Reads one name; keeps the place in what was given. */
  private static final class Parser {
    /** Of printable ASCII: the forbidden domain code points of the URL Standard, section 3.3. */
    private static final String FORBIDDEN = " #%/:<>?@[\\]^|";

    private final String input;
    private final int end;

    Parser(String input) {
      this.input = input;
      this.end = input.endsWith(".") ? input.length() - 1 : input.length();
    }

    String parse() {
      if (input.isBlank() || end == 0) {
        throw new InvalidNameException(Problem.EMPTY, 0, "name is empty");
      }
      int unicode = checkCharacters();
      String name = input.substring(0, end);
      String ascii = unicode < 0 ? name.toLowerCase(Locale.ROOT) : toAscii(name, unicode);
      checkLabels(ascii);
      if (ascii.length() > MAX_LENGTH) {
        throw tooLong(unicode < 0 ? MAX_LENGTH : 0, ascii.length() + " octets");
      }
      checkAddress(ascii);
      if (Idn.hasALabel(ascii) && !Idn.isValid(ascii)) {
        throw invalidIdn(offsetOfInvalidLabel(name));
      }
      return ascii;
    }

    /** Where the first character outside ASCII stands, -1 if there is none. */
    private int checkCharacters() {
      int unicode = -1;
      for (int i = 0; i < end; i++) {
        char c = input.charAt(i);
        if (Character.isISOControl(c)) {
          throw character(Problem.CONTROL_CHARACTER, i, "the control character");
        }
        if (c == ':' && looksLikeIpv6()) {
          throw address();
        }
        if (c < 0x80 && FORBIDDEN.indexOf(c) >= 0) {
          throw c == '[' && i == 0
              ? address()
              : character(Problem.FORBIDDEN_CHARACTER, i, "the character");
        }
        if (Character.isSurrogate(c)) {
          if (!Character.isHighSurrogate(c)
              || i + 1 == end
              || !Character.isLowSurrogate(input.charAt(i + 1))) {
            throw character(Problem.UNPAIRED_SURROGATE, i, "half a surrogate pair,");
          }
          i++;
        }
        if (c >= 0x80 && unicode < 0) {
          unicode = i;
        }
      }
      return unicode;
    }

    private String toAscii(String name, int unicode) {
      if (name.length() > Idn.MAX_LENGTH) {
        throw tooLong(Idn.MAX_LENGTH, name.length() + " characters");
      }
      String ascii = Idn.toAscii(name);
      if (ascii == null) {
        throw invalidIdn(Math.max(unicode, offsetOfInvalidLabel(name)));
      }
      // The mapping of UTS 46 makes these of others, such as full-width ones, or nothing at all.
      for (int i = 0; i < ascii.length(); i++) {
        char c = ascii.charAt(i);
        if (c <= ' ' || c >= 0x7F || FORBIDDEN.indexOf(c) >= 0) {
          throw invalidIdn(unicode);
        }
      }
      if (ascii.isEmpty() || ascii.equals(".")) {
        throw new InvalidNameException(Problem.EMPTY, 0, "name is empty once it is normalised");
      }
      return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }

    private void checkLabels(String ascii) {
      int label = 0;
      int start = 0;
      for (int i = 0; i <= ascii.length(); i++) {
        if (i < ascii.length() && ascii.charAt(i) != '.') {
          continue;
        }
        if (i == start) {
          throw new InvalidNameException(
              Problem.EMPTY_LABEL,
              offsetOfLabel(label),
              "name has an empty label at " + offsetOfLabel(label));
        }
        if (i - start > MAX_LABEL_LENGTH) {
          throw new InvalidNameException(
              Problem.LABEL_TOO_LONG,
              offsetOfLabel(label),
              "name has a label of "
                  + (i - start)
                  + " octets at "
                  + offsetOfLabel(label)
                  + ", "
                  + MAX_LABEL_LENGTH
                  + " are allowed");
        }
        start = i + 1;
        label++;
      }
    }

    /** The "ends in a number" checker of the URL Standard, section 3.5. */
    private static void checkAddress(String ascii) {
      int start = ascii.lastIndexOf('.') + 1;
      boolean hex = ascii.startsWith("0x", start);
      for (int i = hex ? start + 2 : start; i < ascii.length(); i++) {
        if (Character.digit(ascii.charAt(i), hex ? 16 : 10) < 0) {
          return;
        }
      }
      throw address();
    }

    /**
     * Whether all of it could stand in an IPv6 address, a zone or a prefix length perhaps after.
     */
    private boolean looksLikeIpv6() {
      int colons = 0;
      for (int i = 0; i < end; i++) {
        char c = input.charAt(i);
        if (c == '%' || c == '/') {
          break;
        }
        if (c == ':') {
          colons++;
        } else if (c != '.' && Character.digit(c, 16) < 0) {
          return false;
        }
      }
      return colons > 1;
    }

    private int offsetOfLabel(int label) {
      int seen = 0;
      for (int i = 0; i < end && seen <= label; i++) {
        if (seen == label) {
          return i;
        }
        if (isDot(input.charAt(i))) {
          seen++;
        }
      }
      return Math.max(0, end - 1);
    }

    /** The first label that is no internationalised one by itself; 0 if it is the whole. */
    private static int offsetOfInvalidLabel(String name) {
      int start = 0;
      for (int i = 0; i <= name.length(); i++) {
        if (i == name.length() || isDot(name.charAt(i))) {
          String ascii = Idn.toAscii(name.substring(start, i));
          if (ascii == null || (Idn.hasALabel(ascii) && !Idn.isValid(ascii))) {
            return start;
          }
          start = i + 1;
        }
      }
      return 0;
    }

    /** The full stops of UTS 46, section 2.3. */
    private static boolean isDot(char c) {
      return c == '.' || c == '\u3002' || c == '\uFF0E' || c == '\uFF61';
    }

    private InvalidNameException character(Problem problem, int offset, String what) {
      return new InvalidNameException(
          problem,
          offset,
          String.format(
              Locale.ROOT,
              "name has %s U+%04X at %d; give a name such as www.example.com",
              what,
              (int) input.charAt(offset),
              offset));
    }

    private static InvalidNameException invalidIdn(int offset) {
      return new InvalidNameException(
          Problem.INVALID_IDN,
          offset,
          "name is no internationalised domain name (UTS 46) from " + offset + " on");
    }

    private static InvalidNameException tooLong(int offset, String length) {
      return new InvalidNameException(
          Problem.NAME_TOO_LONG,
          offset,
          "name has " + length + ", " + MAX_LENGTH + " octets are allowed");
    }

    private static InvalidNameException address() {
      return new InvalidNameException(
          Problem.IP_ADDRESS, 0, "name is an IP address, or ends in a number as only they do");
    }
  }
}
