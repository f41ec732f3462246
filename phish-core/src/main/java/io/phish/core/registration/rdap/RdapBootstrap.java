package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which server of RDAP knows the domains below a name (RFC 9224). Immutable; a look-up takes as
 * many steps as the name has labels.
 */
public final class RdapBootstrap {
  private static final String RESOURCE = "rdap-bootstrap.txt";

  private final @Nullable Instant publication;
  private final Map<String, URI> servers;
  private final Set<String> hosts;

  private RdapBootstrap(@Nullable Instant publication, Map<String, URI> servers) {
    this.publication = publication;
    this.servers = Map.copyOf(servers);
    this.hosts = servers.values().stream().map(URI::getHost).collect(Collectors.toSet());
  }

  /** The table that comes with the library: facts of IANA's file, as old as it says. */
  public static RdapBootstrap bundled() {
    return Bundled.INSTANCE;
  }

  /** No server for any name. */
  public static RdapBootstrap empty() {
    return new RdapBootstrap(null, Map.of());
  }

  /**
   * Reads a file such as IANA's {@code dns.json}.
   *
   * @throws MalformedRdapException if it is cut, empty, or another file; the message says what it
   *     lacks
   */
  public static RdapBootstrap parse(byte[] file) {
    JsonNode root = Json.read(file).root();
    JsonNode services = root.path("services");
    if (!services.isArray()) {
      throw foreign("has no services");
    }
    Map<String, URI> servers = new HashMap<>();
    for (JsonNode service : services) {
      URI server = server(service.path(1));
      for (String entry : Json.texts(service.path(0))) {
        if (entry.indexOf('/') >= 0 || entry.indexOf(':') >= 0 || isNumber(entry)) {
          throw foreign("has an entry for addresses or numbers");
        }
        if (server != null) {
          servers.put(entry.toLowerCase(Locale.ROOT), server);
        }
      }
    }
    if (servers.isEmpty()) {
      throw foreign("names no server");
    }
    return new RdapBootstrap(publication(Json.text(root, "publication")), servers);
  }

  private static MalformedRdapException foreign(String problem) {
    return new MalformedRdapException(
        "the file " + problem + "; give one like dns.json of IANA (RFC 9224), wrong", 0, null);
  }

  private static boolean isNumber(String entry) {
    return entry.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
  }

  /** The first one by HTTPS, or else the first. */
  private static @Nullable URI server(JsonNode urls) {
    URI plain = null;
    for (String text : Json.texts(urls)) {
      URI url = base(text);
      if (url != null && url.getScheme().equals("https")) {
        return url;
      }
      plain = plain == null ? url : plain;
    }
    return plain;
  }

  /** A base URL that ends with a slash, null if it is none that can be asked. */
  static @Nullable URI base(String text) {
    try {
      URI url = new URI(text.endsWith("/") ? text : text + '/').normalize();
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      if (!web || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
        return null;
      }
      String scheme = url.getScheme().toLowerCase(Locale.ROOT);
      return URI.create(scheme + url.toASCIIString().substring(scheme.length()));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable Instant publication(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** When the table was published, null if it does not say. */
  public @Nullable Instant publication() {
    return publication;
  }

  /** Whether a host is one of this table. */
  boolean names(String host) {
    return hosts.contains(host);
  }

  /** How many names have a server. */
  public int size() {
    return servers.size();
  }

  /**
   * The base URL for a domain: of the entries that are its last labels the longest.
   *
   * @param domain in A-labels and lower case, without a trailing dot
   * @return with a slash at its end; null if no entry matches
   */
  public @Nullable URI find(String domain) {
    String name = domain;
    while (true) {
      URI server = servers.get(name);
      int dot = name.indexOf('.');
      if (server != null || dot < 0) {
        return server;
      }
      name = name.substring(dot + 1);
    }
  }

  /**
   * This table with another server for a name.
   *
   * @param name in A-labels and lower case: a top-level domain, or more
   * @param base of HTTP or HTTPS, without query or fragment
   * @throws IllegalArgumentException if the base is something else
   */
  public RdapBootstrap with(String name, String base) {
    URI server = base(base);
    if (server == null) {
      throw new IllegalArgumentException(
          "base of " + name + " is no URL of http or https without query and fragment");
    }
    Map<String, URI> changed = new HashMap<>(servers);
    changed.put(name, server);
    return new RdapBootstrap(publication, changed);
  }

  /**
   * Reads the compact form: a line with the time of publication, then lines of a base URL and the
   * names that it serves, in which {@code *} stands for each name. Lines that begin with {@code #}
   * are for people.
   */
  private static RdapBootstrap readTable(InputStream in) throws IOException {
    Map<String, URI> servers = new HashMap<>(2_048);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    Instant publication = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (publication == null) {
        publication = Instant.parse(line);
        continue;
      }
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        servers.put(words[i], URI.create(words[0].replace("*", words[i])));
      }
    }
    return new RdapBootstrap(publication, servers);
  }

  /** Read at first use. */
  private static final class Bundled {
    static final RdapBootstrap INSTANCE = load();

    private static RdapBootstrap load() {
      try (InputStream in = RdapBootstrap.class.getResourceAsStream(RESOURCE)) {
        return readTable(Objects.requireNonNull(in, RESOURCE));
      } catch (IOException e) {
        throw new UncheckedIOException(RESOURCE, e);
      }
    }
  }
}
