package io.phish.core.registration.whois;

import io.phish.core.name.QueryName;
import io.phish.core.resilience.RateLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which server knows the domains below a suffix, and how each is to be asked. Immutable.
 *
 * <p>{@code whois-servers.txt} has one server a line and the suffixes behind it; {@code
 * whois.nic.*} stands for the label before which there is nothing else, and {@code -} for no
 * server. {@code whois-rules.txt} has a server, a question, a charset and a rate, separated by
 * tabs; {@code -} stands for the usual.
 */
final class WhoisServers {
  /** Asked for suffixes that are not in the table. */
  static final HostPort IANA = HostPort.whois("whois.iana.org");

  private static final String NONE = "-";
  private static final String PATTERN = "*";

  private final Map<String, Entry> entries;
  private final Map<String, ServerRules> rules;

  private WhoisServers(Map<String, Entry> entries, Map<String, ServerRules> rules) {
    this.entries = entries;
    this.rules = rules;
  }

  /** What comes with the library. */
  static WhoisServers bundled() {
    return new WhoisServers(readServers(), readRules());
  }

  /** With other servers for some suffixes. */
  WhoisServers with(Map<String, HostPort> given) {
    Map<String, Entry> changed = new HashMap<>(entries);
    given.forEach((suffix, server) -> changed.put(suffix, new Entry(server, true)));
    return new WhoisServers(changed, rules);
  }

  /**
   * The entry of the longest suffix of a name, but not of the name itself.
   *
   * @return null if there is none
   */
  @Nullable Entry find(String name) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      Entry entry = entries.get(name.substring(dot + 1));
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /**
   * What of a name was registered: one label more than the longest suffix of several labels that is
   * in the table, or than the suffix of a registry, whichever is longer.
   */
  String registered(QueryName name) {
    String ascii = name.ascii();
    String registered = name.registeredDomain();
    int least = registered == null ? ascii.length() : registered.length();
    int start = 0;
    for (int dot = ascii.indexOf('.'); dot >= 0; dot = ascii.indexOf('.', dot + 1)) {
      boolean several = ascii.indexOf('.', dot + 1) >= 0;
      if (several
          && ascii.length() - start > least
          && entries.containsKey(ascii.substring(dot + 1))) {
        return ascii.substring(start);
      }
      start = dot + 1;
    }
    return registered == null ? ascii : registered;
  }

  /** How a server is to be asked. */
  ServerRules rules(HostPort server) {
    return rules.getOrDefault(server.host(), ServerRules.USUAL);
  }

  private static Map<String, Entry> readServers() {
    Map<String, Entry> entries = new HashMap<>();
    for (String line : lines("whois-servers.txt")) {
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        entries.put(words[i], entry(words[0], words[i]));
      }
    }
    return Map.copyOf(entries);
  }

  private static Entry entry(String server, String suffix) {
    return server.equals(NONE)
        ? new Entry(null, false)
        : new Entry(HostPort.whois(server.replace(PATTERN, suffix)), false);
  }

  private static Map<String, ServerRules> readRules() {
    Map<String, ServerRules> rules = new HashMap<>();
    for (String line : lines("whois-rules.txt")) {
      String[] columns = line.split("\t", -1);
      ServerRules usual = ServerRules.USUAL;
      rules.put(
          columns[0],
          new ServerRules(
              columns[1].equals(NONE) ? usual.format() : columns[1],
              charset(columns[2]),
              columns[3].equals(NONE) ? usual.windows() : RateLimit.parse(columns[3])));
    }
    return Map.copyOf(rules);
  }

  /** Some are in a module of the platform that need not be there. */
  private static @Nullable Charset charset(String name) {
    return name.equals(NONE) || !Charset.isSupported(name) ? null : Charset.forName(name);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = WhoisServers.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside the classes");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  /**
   * What is known of a suffix.
   *
   * @param server null if there is none
   * @param given whether the host named it
   */
  record Entry(@Nullable HostPort server, boolean given) {}
}
