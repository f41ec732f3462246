package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.rdap.RdapResponse;
import java.io.IOException;
import java.util.List;

/** Writes a reply of RDAP as the fields of a JSON object. */
final class RdapJson {

  private RdapJson() {}

  /** Writes the fields; the braces are the caller's. */
  static void write(RdapResponse response, JsonGenerator json) throws IOException {
    RegistrationJson.write(response.registration(), json);
    json.writeStringField("kind", response.kind());
    json.writeStringField("handle", response.handle());
    json.writeStringField("ldh_name", response.ldhName());
    json.writeStringField("unicode_name", response.unicodeName());
    list(json, "rdap_status", response.statuses());
    json.writeArrayFieldStart("events");
    for (RdapResponse.Event event : response.events()) {
      json.writeStartObject();
      json.writeStringField("action", event.action());
      json.writeStringField("date", event.date().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("registrar_handle", response.registrarHandle());
    json.writeStringField("registrar_organization", response.registrarOrganization());
    json.writeNumberField("ds_count", response.dsCount());
    json.writeArrayFieldStart("links");
    for (RdapResponse.Link link : response.links()) {
      json.writeStartObject();
      json.writeStringField("rel", link.relation());
      json.writeStringField("type", link.type());
      json.writeStringField("href", link.target());
      json.writeEndObject();
    }
    json.writeEndArray();
    list(json, "conformance", response.conformance());
    list(json, "redacted", response.redacted());
    json.writeStringField("lang", response.language());
    RdapResponse.Problem error = response.error();
    if (error == null) {
      json.writeNullField("error");
    } else {
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", error.code());
      json.writeStringField("title", error.title());
      list(json, "description", error.description());
      json.writeEndObject();
    }
    list(json, "notices", response.notices());
    list(json, "oddities", response.oddities());
  }

  private static void list(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
