package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.engine.ObservationCodec.Stored;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObservationCodecTest {
  private static final ExtractorDescriptor<Text> DESCRIPTOR =
      ExtractorDescriptor.builder("test.a", Text.class).schema(Samples.SCHEMA).build();

  private static final Stored STORED =
      new Stored(
          new Observation(
              FeatureVector.of(Samples.SCHEMA, Double.NaN, 17),
              Map.of("registrar", "Émile & Söhne 中文 😀"),
              List.of(
                  Finding.of("young", 1.5, "is young").withEvidence("a", "b"),
                  Finding.decisive("listed", 0.9, "is listed").withTechnique("T1566.002")),
              true,
              null),
          Instant.ofEpochMilli(1_790_000_000_123L),
          Duration.ofMinutes(7));

  @Test
  void what_goes_in_comes_out() {
    assertThat(ObservationCodec.decode(DESCRIPTOR, ObservationCodec.encode(DESCRIPTOR, STORED)))
        .isEqualTo(STORED);
  }

  @Test
  void an_observation_without_features_comes_out_with_none_known() {
    Stored bare = new Stored(Observation.EMPTY, STORED.writtenAt(), STORED.freshFor());

    Stored decoded = ObservationCodec.decode(DESCRIPTOR, ObservationCodec.encode(DESCRIPTOR, bare));

    assertThat(decoded).isNotNull();
    assertThat(decoded.observation().features())
        .isEqualTo(FeatureVector.of(Samples.SCHEMA, Double.NaN, Double.NaN));
  }

  @Test
  void another_version_or_schema_is_none_of_ours() {
    byte[] octets = ObservationCodec.encode(DESCRIPTOR, STORED);

    assertThat(
            ObservationCodec.decode(
                ExtractorDescriptor.builder("test.a", Text.class)
                    .schema(Samples.SCHEMA)
                    .version("2")
                    .build(),
                octets))
        .isNull();
    assertThat(
            ObservationCodec.decode(
                ExtractorDescriptor.builder("test.a", Text.class).build(), octets))
        .isNull();
  }

  @Test
  void cut_short_or_longer_it_is_nothing() {
    byte[] octets = ObservationCodec.encode(DESCRIPTOR, STORED);
    for (int length = 0; length < octets.length; length++) {
      assertThat(ObservationCodec.decode(DESCRIPTOR, Arrays.copyOf(octets, length))).isNull();
    }
    assertThat(ObservationCodec.decode(DESCRIPTOR, Arrays.copyOf(octets, octets.length + 1)))
        .isNull();
  }

  @Test
  void whatever_the_octets_are_it_never_throws() {
    byte[] octets = ObservationCodec.encode(DESCRIPTOR, STORED);
    SplittableRandom random = new SplittableRandom(20261120);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] damaged = octets.clone();
      for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      if (ObservationCodec.decode(DESCRIPTOR, damaged) != null) {
        read++; // damage in the middle of a text cannot be told from a text
      }
    }
    assertThat(read).isPositive().isLessThan(200_000);
  }
}
