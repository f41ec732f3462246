package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.ibm.icu.text.SpoofChecker;
import io.phish.core.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkeletonTest {

  @ParameterizedTest
  @CsvSource({
    "example.org, exarnple.org",
    "paypa1.com, paypal.corn",
    "g00gle.com, gOOgle.corn",
    "apple.com, apple.corn",
    // Cyrillic letters only, as A-labels and in Unicode.
    "xn--80ak6aa92e.com, apple.corn",
    "\u0430\u0440\u0440\u04CF\u0435.com, apple.corn",
    // A letter and its accent, in one character and in two.
    "b\u00FCcher.example, bu\u0308cher.exarnple",
    "bu\u0308cher.example, bu\u0308cher.exarnple",
    "xn--bcher-kva.example, bu\u0308cher.exarnple",
    // What cannot be decoded is taken as it is.
    "xn--0.com, xn--O.corn",
    "192.0.2.1, l92.O.2.l",
  })
  void is_what_a_host_looks_like(String host, String skeleton) {
    assertThat(Skeleton.of(host)).isEqualTo(skeleton);
  }

  @Test
  void maps_ascii_as_icu_does() {
    SpoofChecker icu = new SpoofChecker.Builder().build();
    for (char c = 0; c < 128; c++) {
      assertThat(Skeleton.of("" + c)).as("%d", (int) c).isEqualTo(icu.getSkeleton("" + c));
    }
  }

  @Test
  void does_not_depend_on_the_length_of_a_host() {
    assertThat(Skeleton.of("m1".repeat(40_000))).isEqualTo("rnl".repeat(40_000));
    assertThat(Skeleton.of("\u0430m".repeat(40_000))).isEqualTo("\u0430rn".repeat(40_000));
    assertThat(Skeleton.of("xn--" + "a".repeat(80_000))).hasSize(80_004);
    assertThat(Skeleton.of("").length()).isZero();
    assertThat(Skeleton.of("a..b.")).isEqualTo("a..b.");
  }

  @Test
  void agrees_with_the_skeletons_of_top_domains() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> lines = SharedData.lines("url/vectors/chromium_top_domain_skeletons.jsonl.gz");
    assertThat(lines).hasSize(746);
    for (String line : lines) {
      JsonNode row = new ObjectMapper().readTree(line);
      String skeleton = Skeleton.of(row.get("input").asText());
      if (!skeleton.equals(row.get("expected").asText())) {
        wrong.add(row.get("id").asText() + ' ' + row.get("input").asText() + ' ' + skeleton);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** ICU carries Unicode 18, which has taken a few pairs of version 17 back. */
  @Test
  void what_is_confusable_has_one_skeleton() throws IOException {
    SpoofChecker icu = new SpoofChecker.Builder().build();
    List<String> wrong = new ArrayList<>();
    int maps = 0;
    for (String line : SharedData.lines("url/assets/confusables.txt.gz")) {
      String[] fields = line.replace("\uFEFF", "").split("#", 2)[0].split(";", -1);
      if (fields.length >= 2) {
        maps++;
        if (!icu.getSkeleton(text(fields[0])).equals(icu.getSkeleton(text(fields[1])))) {
          wrong.add(fields[0]);
        }
      }
    }
    assertThat(maps).isEqualTo(6_565);
    assertThat(wrong).hasSizeLessThan(maps / 50);
  }

  private static String text(String codePoints) {
    StringBuilder text = new StringBuilder();
    for (String hex : codePoints.trim().split(" ", -1)) {
      text.appendCodePoint(Integer.parseInt(hex, 16));
    }
    return text.toString();
  }
}
