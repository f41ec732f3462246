package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.phish.core.url.ParsedUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link UrlReport}s as JSON, one object a line, in ASCII:
 *
 * <pre>{@code
 * {"href":"https://u@xn--bcher-kva.example:8080/a?b#c","scheme":"https","username":"u",
 *  "password":"","host":"xn--bcher-kva.example","host_unicode":"bücher.example","port":8080,
 *  "path":"/a","query":"b","fragment":"c","canonical":"https://xn--bcher-kva.example:8080/a?b",
 *  "registrable_domain":"xn--bcher-kva.example","public_suffix":"example",
 *  "skeleton":"…","oddities":["credentials"]}
 * {"failure":"input: …","code":"invalid-port","field":"input","offset":20,"canonical":…,
 *  "host_unicode":…,"registrable_domain":…,"public_suffix":…,"skeleton":…}
 * }</pre>
 *
 * <p>Components are as the URL Standard serialises them and without the delimiters that the
 * attributes of its {@code URL} class have: no colon behind the scheme, no {@code ?} before the
 * query, no {@code #} before the fragment. The host has the brackets of IPv6 and no port. What a
 * URL does not have is null, with two exceptions: user name, password and path are empty, as they
 * are in the standard's record. So {@code "host":null} is {@code mailto:a@b.example} and {@code
 * "host":""} is {@code file:///a}, {@code "query":""} is {@code https://a.example/?} and {@code
 * "port":null} the port of the scheme.
 */
final class UrlJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private final JsonGenerator json;

  UrlJson(OutputStream buffer) {
    try {
      json = FACTORY.createGenerator(buffer);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(UrlReport report) throws IOException {
    json.writeStartObject();
    if (report instanceof UrlReport.Parsed parsed) {
      components(parsed.url(), parsed.host().unicode());
      text("canonical", parsed.canonical());
      domain(parsed.host());
      json.writeArrayFieldStart("oddities");
      for (String oddity : parsed.oddities()) {
        json.writeString(oddity);
      }
      json.writeEndArray();
    } else if (report instanceof UrlReport.Failed failed) {
      text("failure", failed.failure());
      text("code", failed.code());
      text("field", failed.field());
      json.writeNumberField("offset", failed.offset());
      text("canonical", failed.canonical());
      text("host_unicode", failed.host().unicode());
      domain(failed.host());
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private void components(ParsedUrl url, @Nullable String unicode) throws IOException {
    text("href", url.href());
    text("scheme", url.scheme());
    text("username", url.username());
    text("password", url.password());
    String host = url.hasHost() ? url.hostname() : null;
    text("host", host);
    text("host_unicode", unicode == null ? host : unicode);
    if (url.port() < 0) {
      json.writeNullField("port");
    } else {
      json.writeNumberField("port", url.port());
    }
    text("path", url.path());
    text("query", url.query());
    text("fragment", url.fragment());
  }

  private void domain(UrlReport.Host host) throws IOException {
    text("registrable_domain", host.registrableDomain());
    text("public_suffix", host.publicSuffix());
    text("skeleton", host.skeleton());
  }

  private void text(String name, @Nullable String value) throws IOException {
    json.writeStringField(name, value);
  }
}
