package io.phish.core.packages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.packages.MaliciousPackages.Advisory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Advisories in the Open Source Vulnerability format, version 1.x ("affected", "ranges",
 * "versions", "withdrawn"). Ranges of type SEMVER are understood, of others only that they hold
 * everything: the format wants their versions listed. One advisory at a time is in memory.
 */
final class OsvReader {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STRING = 4 << 20;

  private OsvReader() {}

  static void read(InputStream in, String source, MaliciousPackages.Builder into)
      throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();
    try (JsonParser parser = new ObjectMapper(factory).createParser(in)) {
      try {
        read(parser, source, into);
      } catch (JsonProcessingException e) {
        throw new IOException(source + ", line " + line(parser) + ": " + e.getOriginalMessage(), e);
      }
    }
  }

  private static void read(JsonParser parser, String source, MaliciousPackages.Builder into)
      throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      int line = line(parser);
      if (token == JsonToken.START_OBJECT) {
        JsonNode advisory = parser.readValueAsTree();
        add(advisory, source, line, into);
      } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
        throw new IOException(source + ", line " + line + ": not an advisory in OSV format");
      }
    }
  }

  private static int line(JsonParser parser) {
    return parser.currentLocation().getLineNr();
  }

  private static void add(
      JsonNode advisory, String source, int line, MaliciousPackages.Builder into)
      throws IOException {
    if (advisory.hasNonNull("withdrawn")) {
      return;
    }
    if (!advisory.path("id").isTextual() || !advisory.path("affected").isArray()) {
      throw new IOException(
          source + ", line " + line + ": an advisory in OSV format has \"id\" and \"affected\"");
    }
    for (JsonNode affected : advisory.path("affected")) {
      Optional<Ecosystem> ecosystem = ecosystem(affected.path("package").path("ecosystem"));
      String name = affected.path("package").path("name").asText();
      if (ecosystem.isPresent() && !name.isBlank()) {
        Advisory made = advisory(advisory.path("id").asText(), affected);
        if (made != null) {
          into.add(ecosystem.get(), name, made);
        }
      }
    }
  }

  /** {@code npm}, {@code PyPI}, {@code Maven:a-repository} … */
  private static Optional<Ecosystem> ecosystem(JsonNode named) {
    String text = named.asText();
    int colon = text.indexOf(':');
    return Ecosystem.of(colon < 0 ? text : text.substring(0, colon));
  }

  /** Null if it names no versions in a way that is understood here. */
  private static @Nullable Advisory advisory(String id, JsonNode affected) {
    TreeSet<String> versions = new TreeSet<>();
    affected.path("versions").forEach(version -> versions.add(version.asText()));
    List<VersionRange> ranges = new ArrayList<>();
    for (JsonNode range : affected.path("ranges")) {
      boolean semantic = range.path("type").asText().equals("SEMVER");
      for (VersionRange span : spans(range.path("events"))) {
        if (span.from().equals("0") && span.to() == null) {
          return new Advisory(id, new TreeSet<>(), List.of());
        }
        if (semantic) {
          ranges.add(span);
        }
      }
    }
    return versions.isEmpty() && ranges.isEmpty() ? null : new Advisory(id, versions, ranges);
  }

  /** From each "introduced" to the "fixed" or "last_affected" behind it. */
  private static List<VersionRange> spans(JsonNode events) {
    List<VersionRange> spans = new ArrayList<>();
    String from = null;
    for (JsonNode event : events) {
      if (event.has("introduced")) {
        if (from != null) {
          spans.add(new VersionRange(from, null, false));
        }
        from = event.path("introduced").asText();
      } else if (from != null && (event.has("fixed") || event.has("last_affected"))) {
        boolean last = event.has("last_affected");
        String to = event.path(last ? "last_affected" : "fixed").asText();
        spans.add(new VersionRange(from, to, last));
        from = null;
      }
    }
    if (from != null) {
      spans.add(new VersionRange(from, null, false));
    }
    return spans;
  }
}
