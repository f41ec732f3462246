package io.phish.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many times as long as Phish the others in a benchmark take in the same run. */
final class Ratios {
  private Ratios() {}

  /**
   * The ratios of a class of benchmarks, of which one is {@code phish}; empty if it was not run.
   *
   * @param jmh the results of JMH
   * @param benchmark the simple name of the class
   */
  static Map<String, Object> of(JsonNode jmh, String benchmark) {
    Map<String, JsonNode> results = new LinkedHashMap<>();
    for (JsonNode result : jmh) {
      String[] name = result.get("benchmark").asText().split("\\.", -1);
      if (name[name.length - 2].equals(benchmark)) {
        results.put(name[name.length - 1], result);
      }
    }
    Map<String, Object> ratios = new LinkedHashMap<>();
    JsonNode ours = results.remove("phish");
    if (ours != null) {
      double nanos = ours.at("/primaryMetric/score").asDouble();
      ratios.put("phish_ns", nanos);
      JsonNode bytes = ours.at("/secondaryMetrics/gc.alloc.rate.norm/score");
      if (bytes.isNumber()) {
        ratios.put("phish_bytes", bytes.asDouble());
      }
      results.forEach(
          (name, result) ->
              ratios.put(name + "_times", result.at("/primaryMetric/score").asDouble() / nanos));
    }
    return ratios;
  }
}
