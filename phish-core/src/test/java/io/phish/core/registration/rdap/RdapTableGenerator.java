package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the table that comes with the library: run {@link #main} with IANA's {@code dns.json} and
 * the file to write. The same input gives the same bytes.
 */
final class RdapTableGenerator {

  private RdapTableGenerator() {}

  /** Arguments: the bootstrap file, the table. */
  public static void main(String[] args) throws IOException {
    Files.writeString(
        Path.of(args[1]), table(Files.readAllBytes(Path.of(args[0]))), StandardCharsets.US_ASCII);
  }

  static String table(byte[] file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file);
    RdapBootstrap bootstrap = RdapBootstrap.parse(file);
    Map<String, SortedSet<String>> names = new TreeMap<>();
    for (JsonNode service : root.path("services")) {
      for (JsonNode entry : service.path(0)) {
        String name = entry.asText();
        String base = String.valueOf(bootstrap.find(name));
        String pattern = base.replace(name, "*");
        boolean plain = pattern.replace("*", name).equals(base) && isWhole(base, name);
        names.computeIfAbsent(plain ? pattern : base, url -> new TreeSet<>()).add(name);
      }
    }
    StringBuilder table =
        new StringBuilder(
            """
            # Which server of RDAP knows which names (RFC 9224): facts of IANA's RDAP bootstrap file
            # for domains, https://data.iana.org/rdap/dns.json, published at the time below. IANA puts
            # its registries under CC0 1.0. Made by RdapTableGenerator; * stands for each name.
            """);
    table.append(root.path("publication").asText()).append('\n');
    names.forEach(
        (url, its) -> table.append(url).append(' ').append(String.join(" ", its)).append('\n'));
    return table.toString();
  }

  /** Whether the name is a part of the address by itself, so that others fit in its place. */
  private static boolean isWhole(String base, String name) {
    int at = base.indexOf(name);
    boolean before = at > 0 && "./".indexOf(base.charAt(at - 1)) >= 0;
    int end = at + name.length();
    return before && end < base.length() && "./:".indexOf(base.charAt(end)) >= 0;
  }
}
