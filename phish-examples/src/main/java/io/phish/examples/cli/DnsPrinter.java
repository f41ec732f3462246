package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsStatus;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.StringJoiner;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Writes answers, one a line. */
sealed interface DnsPrinter {

  /** Writes an answer. */
  void answer(DnsAnswer answer) throws IOException;

  /** Writes what is wrong with a line. */
  void rejected(long line, Rejection rejection) throws IOException;

  /** A status as it is written: {@code no-such-name}. */
  static String id(DnsStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One JSON object a line. */
  final class Json implements DnsPrinter {
    private final JsonGenerator json;

    Json(OutputStream buffer) throws IOException {
      json = SafeJson.factory().createGenerator(buffer);
    }

    @Override
    public void answer(DnsAnswer answer) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", answer.name().toString(true));
      json.writeStringField("type", Type.string(answer.type()));
      json.writeStringField("status", id(answer.status()));
      json.writeNumberField("ttl", answer.ttl());
      json.writeArrayFieldStart("records");
      for (Record record : answer.records()) {
        json.writeString(record.rdataToString());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("aliases");
      for (Name alias : answer.aliases()) {
        json.writeString(alias.toString(true));
      }
      json.writeEndArray();
      end();
    }

    @Override
    public void rejected(long line, Rejection rejection) throws IOException {
      json.writeStartObject();
      json.writeStringField("failure", rejection.message());
      json.writeStringField("code", rejection.code());
      json.writeStringField("value", SafeText.shorten(rejection.value()));
      json.writeNumberField("line", line);
      Integer offset = rejection.offset();
      if (offset != null) {
        json.writeNumberField("offset", offset);
      }
      end();
    }

    private void end() throws IOException {
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    }
  }

  /** Tab-separated: name, type, status, TTL, records. */
  final class Text implements DnsPrinter {
    private final OutputStream buffer;
    private final Charset charset;

    Text(OutputStream buffer, Charset charset) {
      this.buffer = buffer;
      this.charset = charset;
    }

    @Override
    public void answer(DnsAnswer answer) throws IOException {
      StringJoiner records = new StringJoiner(", ");
      for (Record record : answer.records()) {
        records.add(record.rdataToString());
      }
      line(
          answer.name().toString(true)
              + '\t'
              + Type.string(answer.type())
              + '\t'
              + id(answer.status())
              + '\t'
              + answer.ttl()
              + '\t'
              + SafeText.escape(records.toString()));
    }

    @Override
    public void rejected(long line, Rejection rejection) throws IOException {
      line(
          SafeText.shorten(rejection.value())
              + "\t-\trejected\t-\tline "
              + line
              + (rejection.offset() == null ? "" : ", offset " + rejection.offset())
              + ": "
              + SafeText.escape(rejection.message()));
    }

    private void line(String text) throws IOException {
      buffer.write((text + '\n').getBytes(charset));
    }
  }
}
