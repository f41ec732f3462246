package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.phish.Detector;
import io.phish.ExtractorInfo;
import io.phish.spi.CachePolicy;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.LoadProblem;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The extractors of a detector as one JSON object: {@code {"extractors":[…],"problems":[…]}}. Times
 * are in milliseconds.
 */
final class ExtractorsJson {

  private ExtractorsJson() {}

  static void write(Detector detector, boolean withSchema, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("extractors");
      for (ExtractorInfo info : detector.extractors()) {
        extractor(json, info, withSchema);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("problems");
      for (LoadProblem problem : detector.problems()) {
        json.writeStartObject();
        json.writeStringField("provider", problem.provider());
        json.writeStringField("jar", problem.source());
        json.writeStringField("message", problem.message());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void extractor(JsonGenerator json, ExtractorInfo info, boolean withSchema)
      throws IOException {
    ExtractorDescriptor<?> descriptor = info.descriptor();
    json.writeStartObject();
    json.writeStringField("id", descriptor.id());
    json.writeStringField("description", descriptor.description());
    json.writeStringField("jar", info.source());
    json.writeStringField("version", descriptor.version());
    json.writeBooleanField("enabled", info.enabled());
    json.writeStringField("subject", descriptor.subjectType().getName());
    json.writeStringField("cost", descriptor.cost().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("network", descriptor.contactsNetwork());
    json.writeNumberField("timeout_ms", descriptor.timeout().toMillis());
    cache(json, descriptor.cachePolicy());
    json.writeNumberField("weight", info.weight());
    model(json, info.model());
    json.writeNumberField("features", descriptor.schema().size());
    if (withSchema) {
      json.writeArrayFieldStart("schema");
      for (Feature feature : descriptor.schema().features()) {
        feature(json, feature);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void cache(JsonGenerator json, CachePolicy policy) throws IOException {
    if (!policy.isCaching()) {
      json.writeNullField("cache");
      return;
    }
    json.writeObjectFieldStart("cache");
    json.writeStringField("scope", ExtractorsCommand.scope(policy.scope()));
    json.writeNumberField("found_ms", policy.found().toMillis());
    json.writeNumberField("absent_ms", policy.absent().toMillis());
    json.writeNumberField("failed_ms", policy.failed().toMillis());
    json.writeNumberField("stale_while_revalidate_ms", policy.staleWhileRevalidate().toMillis());
    json.writeNumberField("stale_if_error_ms", policy.staleIfError().toMillis());
    json.writeEndObject();
  }

  private static void model(JsonGenerator json, @Nullable ModelVersion model) throws IOException {
    if (model == null) {
      json.writeNullField("model");
      return;
    }
    json.writeObjectFieldStart("model");
    json.writeStringField("id", model.id());
    json.writeStringField("version", model.version());
    json.writeStringField("sha256", model.sha256());
    json.writeEndObject();
  }

  private static void feature(JsonGenerator json, Feature feature) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", feature.name());
    json.writeStringField("unit", feature.unit());
    json.writeStringField("description", feature.description());
    bound(json, "min", feature.min());
    bound(json, "max", feature.max());
    json.writeEndObject();
  }

  private static void bound(JsonGenerator json, String name, double bound) throws IOException {
    if (Math.abs(bound) >= Double.MAX_VALUE) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, bound);
    }
  }
}
