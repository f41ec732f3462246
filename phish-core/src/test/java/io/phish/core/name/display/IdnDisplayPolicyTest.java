package io.phish.core.name.display;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import io.phish.core.name.Idn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdnDisplayPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "xn--bcher-kva.example",
        "\u043C\u043E\u0439-\u0441\u0430\u0439\u0442.com",
        // What passes for Latin elsewhere is at home here.
        "\u0441\u043E\u043D.ru",
        "\u0441\u043E\u043D.\u0440\u0444",
        "\u03B1\u03C5\u03C4\u03BF.gr",
        // Kana, Han and Latin are written together.
        "e\u30B3\u30DE\u30FC\u30B9.jp",
        "\u5DE5\u4E8B.cn",
        "\u30A2\u30FB\u30A4.jp",
        "col\u00B7lecci\u00F3.cat",
        "\u00FEing.is",
        "m\u0259kt\u0259b.az",
        "a_b.com",
        "r3---sn.b\u00FCcher.example",
        "",
        ".",
      })
  void shows_what_nobody_mistakes(String name) {
    IdnDisplay display = IdnDisplayPolicy.standard().judge(name);
    assertThat(display.risk()).as("%s", display).isNull();
    assertThat(display.shown()).isEqualTo(Idn.toUnicode(name));
  }

  @ParameterizedTest
  @CsvSource({
    "xn--a.com, invalid",
    "a\u05D0.com, invalid",
    "\u2764.com, character",
    "hard\u1D21are.com, character",
    "fa\u00DF.de, deviation",
    "\u0915\u094D\u200D\u0937.in, deviation",
    "\u0967\u09E7.co.in, mixed-digits",
    "p\u0430ypal.com, mixed-scripts",
    "\uD55C\u3072\u3089.kr, mixed-scripts",
    "caf\u00E9\u4E2D.com, mixed-scripts",
    "i\u0307xyz.com, combining-mark",
    "\u0131\u0308xyz.com, combining-mark",
    "\u05E1\u05B6\u05E7.com, combining-mark",
    "abc\u30CEdef.com, east-asian-shape",
    "google\u4E00com.com, east-asian-shape",
    "\u4E00\u30FD.jp, east-asian-shape",
    "\u30AB\u30CA\u3078\u30AB.jp, east-asian-shape",
    "a\u30FCb.jp, east-asian-shape",
    "a\u00B7b.com, middle-dot",
    "\u00FEing.com, foreign-letter",
    "b\u0259nk.com, foreign-letter",
    "16\u10D9.com, digit-lookalike",
    "\u0CE6\u0CED.com, digit-lookalike",
    "\u0430\u0440\u0440\u04CF\u0435.com, whole-script",
    "\u0E17\u0E19\u0E1A.com, whole-script",
    "g\u00F6\u00F6gle.com, protected-name",
    "login.g\u00F6\u00F6gle.example, protected-name",
  })
  void does_not_show_what_is_mistaken(String name, String risk) {
    IdnDisplay display = IdnDisplayPolicy.standard().judge(name);
    assertThat(display.risk()).as("%s", display).isNotNull();
    assertThat(String.valueOf(display.risk() == null ? "" : display.risk().id())).isEqualTo(risk);
    assertThat(display.shown()).isEqualTo(display.ascii());
  }

  @Test
  void protects_names_of_the_caller_but_not_from_themselves() {
    IdnDisplayPolicy policy =
        IdnDisplayPolicy.protecting(List.of("acme-tools.example", "xn--mller-kva", "M\u00D6VE.de"));
    IdnDisplay display = policy.judge("www.\u00E1cme-tools.example");
    assertThat(display.risk()).isEqualTo(IdnRisk.PROTECTED_NAME);
    assertThat(display.label()).isEqualTo("acme-tools.example");
    assertThat(policy.judge("\u00E1cme-tools.com").isSafe()).isTrue();
    assertThat(policy.judge("m\u00FCller.com").isSafe()).isTrue();
    assertThat(policy.judge("m\u00FAller.com").risk()).isEqualTo(IdnRisk.PROTECTED_NAME);
    assertThat(policy.judge("m\u00F6ve.de").isSafe()).isTrue();
    assertThat(policy.judge("m\u00F3ve.de").risk()).isEqualTo(IdnRisk.PROTECTED_NAME);
  }

  /** With the protected names that the cases presume. */
  @Test
  void agrees_with_the_cases_of_chromium() throws IOException {
    List<String> names =
        Files.readAllLines(
                SharedData.directory().resolve("url/assets/chromium106_test_domains.list"))
            .stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    IdnDisplayPolicy policy = IdnDisplayPolicy.protecting(names);
    List<String> rows = SharedData.lines("url/vectors/chromium_idn_spoof.jsonl.gz");
    assertThat(rows).hasSize(70);
    List<String> wrong = new ArrayList<>();
    for (String line : rows) {
      JsonNode row = new ObjectMapper().readTree(line);
      IdnDisplay display = policy.judge(row.get("input").asText());
      if (row.get("expected").asText().equals("safe") != display.isSafe()) {
        wrong.add(row + " " + display);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void judges_anything() {
    SplittableRandom random = new SplittableRandom(39);
    IdnDisplayPolicy policy = IdnDisplayPolicy.standard();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        switch (random.nextInt(8)) {
          case 0 -> name.append('.');
          case 1 -> name.append("xn--");
          case 2 -> name.append((char) random.nextInt(0x10000));
          case 3 -> name.append((char) (0x3000 + random.nextInt(0x100)));
          case 4 -> name.append((char) (0x300 + random.nextInt(0x300)));
          case 5 -> name.appendCodePoint(random.nextInt(0x110000));
          default -> name.append((char) ('a' + random.nextInt(26)));
        }
      }
      IdnDisplay display = policy.judge(name.toString());
      assertThat(display.isSafe()).isEqualTo(display.label() == null);
      if (display.isSafe()) {
        // What is shown is the name.
        assertThat(Idn.toAscii(display.unicode())).isEqualTo(display.ascii());
        assertThat(policy.judge(display.ascii()).isSafe()).isTrue();
      }
    }
    assertThat(policy.judge("\uFDFA".repeat(300) + ".com").risk()).isEqualTo(IdnRisk.INVALID);
    assertThat(policy.judge("\u00FC".repeat(10_000)).risk()).isEqualTo(IdnRisk.INVALID);
  }
}
