package io.phish.core.engine;

import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Observations as octets, for cache stores. What is read was perhaps written by another release, or
 * by nobody who wishes us well: anything that does not fit is no observation, never an exception.
 *
 * <pre>
 *   0x50 0x48        magic
 *   u8               format
 *   string           version of the extractor
 *   i64              fingerprint of its schema
 *   i64, i64         written at, fresh for; both in milliseconds
 *   u8               1 if it is one of absence
 *   f64 …            one for each feature
 *   u16 (string string) …                                 facts
 *   u16 (string f64 f64 string u16 string… u8 [string])…  findings
 * </pre>
 *
 * <p>A string is its length in octets (u32) and its UTF-8.
 */
final class ObservationCodec {
  private static final int MAGIC = 0x5048;
  private static final int FORMAT = 1;

  private ObservationCodec() {}

  /** An observation with what a cache needs to know of it. */
  record Stored(Observation observation, Instant writtenAt, Duration freshFor) {}

  static byte[] encode(ExtractorDescriptor<?> descriptor, Stored stored) {
    Observation observation = stored.observation();
    ByteArrayOutputStream octets =
        new ByteArrayOutputStream(64 + 8 * observation.features().size());
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeShort(MAGIC);
      out.writeByte(FORMAT);
      writeString(out, descriptor.version());
      out.writeLong(descriptor.schema().fingerprint());
      out.writeLong(stored.writtenAt().toEpochMilli());
      out.writeLong(stored.freshFor().toMillis());
      out.writeByte(observation.isAbsent() ? 1 : 0);
      boolean featureless = observation.features().size() == 0;
      for (int i = 0; i < descriptor.schema().size(); i++) {
        out.writeDouble(featureless ? Double.NaN : observation.features().get(i));
      }
      out.writeShort(observation.facts().size());
      for (Map.Entry<String, String> fact : observation.facts().entrySet()) {
        writeString(out, fact.getKey());
        writeString(out, fact.getValue());
      }
      out.writeShort(observation.findings().size());
      for (Finding finding : observation.findings()) {
        writeFinding(out, finding);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return octets.toByteArray();
  }

  private static void writeFinding(DataOutputStream out, Finding finding) throws IOException {
    writeString(out, finding.code());
    out.writeDouble(finding.weight());
    out.writeDouble(finding.floor());
    writeString(out, finding.message());
    out.writeShort(finding.evidence().size());
    for (String piece : finding.evidence()) {
      writeString(out, piece);
    }
    String technique = finding.technique();
    out.writeByte(technique == null ? 0 : 1);
    if (technique != null) {
      writeString(out, technique);
    }
  }

  private static void writeString(DataOutputStream out, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }

  /** The observation, null if this is none of this extractor and version. */
  static @Nullable Stored decode(ExtractorDescriptor<?> descriptor, byte[] octets) {
    ByteArrayInputStream source = new ByteArrayInputStream(octets);
    try (DataInputStream in = new DataInputStream(source)) {
      if (in.readUnsignedShort() != MAGIC
          || in.readUnsignedByte() != FORMAT
          || !readString(in, source).equals(descriptor.version())
          || in.readLong() != descriptor.schema().fingerprint()) {
        return null;
      }
      Instant writtenAt = Instant.ofEpochMilli(in.readLong());
      Duration freshFor = Duration.ofMillis(in.readLong());
      boolean absent = in.readUnsignedByte() == 1;
      FeatureVector features = readFeatures(in, descriptor.schema());
      Map<String, String> facts = new LinkedHashMap<>();
      for (int n = in.readUnsignedShort(); n > 0; n--) {
        facts.put(readString(in, source), readString(in, source));
      }
      List<Finding> findings = new ArrayList<>();
      for (int n = in.readUnsignedShort(); n > 0; n--) {
        findings.add(readFinding(in, source));
      }
      if (source.available() > 0 || freshFor.isNegative()) {
        return null;
      }
      return new Stored(
          new Observation(features, facts, findings, absent, null), writtenAt, freshFor);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static FeatureVector readFeatures(DataInputStream in, FeatureSchema schema)
      throws IOException {
    FeatureVector.Builder features = FeatureVector.builder(schema);
    for (int i = 0; i < schema.size(); i++) {
      double value = in.readDouble();
      if (!schema.feature(i).accepts(value)) {
        throw new IOException("value out of range");
      }
      features.set(i, value);
    }
    return features.build();
  }

  private static Finding readFinding(DataInputStream in, ByteArrayInputStream source)
      throws IOException {
    String code = readString(in, source);
    double weight = in.readDouble();
    double floor = in.readDouble();
    String message = readString(in, source);
    List<String> evidence = new ArrayList<>();
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      evidence.add(readString(in, source));
    }
    String technique = in.readUnsignedByte() == 0 ? null : readString(in, source);
    return new Finding(code, weight, floor, message, evidence, technique);
  }

  private static String readString(DataInputStream in, ByteArrayInputStream source)
      throws IOException {
    int length = in.readInt();
    if (length < 0 || length > source.available()) {
      throw new IOException("length out of range");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
