package io.phish.core.name.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against what dnstwist gave for some names, rule by rule. */
class PermutationsVectorsTest {

  @Test
  void gives_every_name_of_dnstwist_by_the_same_rule() throws IOException {
    PermutationOptions withLists =
        PermutationOptions.defaults()
            .withWords(list("url/assets/dnstwist_english.dict"))
            .withSuffixes(list("url/assets/dnstwist_common_tlds.dict"));
    List<String> missing = new ArrayList<>();
    List<String> rows = SharedData.lines("lookalikes/dnstwist-dev.jsonl.gz");
    assertThat(rows).hasSize(16);
    for (String line : rows) {
      JsonNode row = new ObjectMapper().readTree(line);
      String domain = row.get("domain").asText();
      Map<String, String> rules = new HashMap<>();
      rules.put(domain, "*original");
      Permutations.of(
              domain, row.get("with_dict").asBoolean() ? withLists : PermutationOptions.defaults())
          .forEach(found -> rules.put(found.ascii(), found.rule().id()));
      for (Map.Entry<String, JsonNode> rule : row.get("permutations").properties()) {
        for (JsonNode name : rule.getValue()) {
          String by = rules.get(name.asText());
          if (!rule.getKey().equals(by)) {
            missing.add(String.join(" ", domain, rule.getKey(), name.asText(), "but", by));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<String> list(String path) throws IOException {
    return Files.readAllLines(SharedData.directory().resolve(path)).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .toList();
  }
}
