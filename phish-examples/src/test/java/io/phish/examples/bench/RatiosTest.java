package io.phish.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static final String JMH =
      """
      [{"benchmark":"a.b.PeersBenchmark.okhttp","primaryMetric":{"score":300}},
       {"benchmark":"a.b.PeersBenchmark.phish","primaryMetric":{"score":100},
        "secondaryMetrics":{"gc.alloc.rate.norm":{"score":240}}},
       {"benchmark":"a.b.OtherBenchmark.phish","primaryMetric":{"score":7}}]
      """;

  @Test
  void tells_how_many_times_as_long_others_take() throws Exception {
    JsonNode jmh = new ObjectMapper().readTree(JMH);

    assertThat(Ratios.of(jmh, "PeersBenchmark"))
        .containsExactly(
            entry("phish_ns", 100.0), entry("phish_bytes", 240.0), entry("okhttp_times", 3.0));
    assertThat(Ratios.of(jmh, "MissingBenchmark")).isEmpty();
  }
}
