package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuffixFileTest {
  private static final String LIST =
      """
      // A comment.
      // ===BEGIN ICANN DOMAINS===

      com
      \tjp   and a remark
      *.kobe.jp
      !city.kobe.jp
      *.ck
      !www.ck
      公司.cn
      cn
      // ===END ICANN DOMAINS===
      // ===BEGIN PRIVATE DOMAINS===
      github.io
      *.storage.example
      com
      // ===END PRIVATE DOMAINS===
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.b.com, com, b.com, false",
    "a.b.jp, jp, b.jp, false",
    "a.b.kobe.jp, b.kobe.jp, a.b.kobe.jp, false",
    "a.city.kobe.jp, kobe.jp, city.kobe.jp, false",
    "b.ck, b.ck,, false",
    "www.ck, ck, www.ck, false",
    "a.xn--55qx5d.cn, xn--55qx5d.cn, a.xn--55qx5d.cn, false",
    "a.b.github.io, github.io, b.github.io, true",
    "a.b.storage.example, b.storage.example, a.b.storage.example, true",
    "a.b.org, org, b.org, false"
  })
  void follows_the_rules_of_the_list(
      String host, String suffix, @Nullable String domain, boolean isPrivate) throws IOException {
    PublicSuffixes suffixes = read(LIST);

    assertThat(suffixes.publicSuffix(host)).isEqualTo(suffix);
    assertThat(suffixes.registrableDomain(host)).isEqualTo(domain);
    assertThat(PublicSuffixes.isPrivate(suffixes.find(host, 0, host.length())))
        .isEqualTo(isPrivate);
  }

  @Test
  void reads_a_file_with_other_line_breaks_and_a_byte_order_mark() throws IOException {
    Path file =
        Files.writeString(folder.resolve("list.dat"), "\uFEFF" + LIST.replace("\n", "\r\n"));

    assertThat(PublicSuffixes.read(file).registrableDomain("a.b.github.io"))
        .isEqualTo("b.github.io");
    assertThatThrownBy(() -> PublicSuffixes.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "com -> line 1: has a rule outside the two sections",
        "'' -> line 1: has no rule between",
        "// ===BEGIN ICANN DOMAINS===|com -> line 2: ends within the section 'ICANN DOMAINS==='",
        "// ===BEGIN ICANN DOMAINS===|// ===END ICANN DOMAINS=== -> line 2: has no rule between",
        "// ===BEGIN ICANN DOMAINS===|// ===BEGIN PRIVATE DOMAINS=== -> line 2: begins or ends",
        "// ===BEGIN ICANN DOMAINS===|com|// ===END ICANN DOMAINS=== -> line 3: comes without",
        "// ===END ICANN DOMAINS=== -> line 1: begins or ends",
        "// ===BEGIN OTHER DOMAINS=== -> line 1: names a section",
        "// ===BEGIN ICANN DOMAINS===|com|a.*.com -> line 3: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|com..uk -> line 2: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|.com -> line 2: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|com. -> line 2: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|!.a -> line 2: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|!jp -> line 2: has an exception of one label",
        "// ===BEGIN ICANN DOMAINS===|<html> -> line 2: has a rule that is no domain name",
        "// ===BEGIN ICANN DOMAINS===|\u0378 -> line 2: has a rule that is no domain name",
      })
  void tells_the_line_of_what_is_no_list(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('|', '\n')))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("public suffix list, " + message);
  }

  @Test
  void refuses_a_long_name_malformed_utf_8_and_a_long_file() {
    String begin = "// ===BEGIN ICANN DOMAINS===\n";
    assertThatThrownBy(() -> read(begin + "a".repeat(254)))
        .hasMessageStartingWith("public suffix list, line 2: has a rule");
    byte[] malformed = (begin + "c\u00E9").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PublicSuffixes.read(new ByteArrayInputStream(malformed)))
        .hasMessage("public suffix list, line 2: is not UTF-8");
    byte[] tooLong = new byte[SuffixFile.MAX_LENGTH + 1];
    assertThatThrownBy(() -> PublicSuffixes.read(new ByteArrayInputStream(tooLong)))
        .hasMessageContaining("more than 8388608 octets");
  }

  @Test
  void refuses_a_list_that_is_cut_off_anywhere() {
    int end = LIST.lastIndexOf("===\n") + 3;
    for (int length = 0; length < end; length++) {
      String cut = LIST.substring(0, length);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  /** By the steps of publicsuffix.org/list, each rule for itself. */
  @Test
  void finds_what_the_algorithm_of_the_list_finds() throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 2_000; i++) {
      Set<String> rules = new TreeSet<>();
      for (int k = random.nextInt(1, 12); k > 0; k--) {
        String name = name(random, random.nextInt(1, 4));
        rules.add(
            switch (random.nextInt(4)) {
              case 0 -> "*." + name;
              case 1 -> "!" + name(random, 2);
              default -> name;
            });
      }
      String icann = "// ===BEGIN ICANN DOMAINS===\n" + String.join("\n", rules);
      PublicSuffixes suffixes =
          read(
              icann
                  + "\n// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\n"
                  + "// ===END PRIVATE DOMAINS===");
      for (int k = 0; k < 20; k++) {
        String host = name(random, random.nextInt(1, 6));
        assertThat(suffixes.publicSuffix(host))
            .as("%s by %s", host, rules)
            .isEqualTo(expectedSuffix(host, rules));
      }
    }
  }

  private static String name(SplittableRandom random, int labels) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < labels; i++) {
      name.append(i == 0 ? "" : ".").append("abcdefghijklm", 0, random.nextInt(4) * 4 + 1);
      name.setCharAt(name.length() - 1, (char) ('a' + random.nextInt(3)));
    }
    return name.toString();
  }

  private static String expectedSuffix(String host, Set<String> rules) {
    List<String> labels = List.of(host.split("\\.", -1));
    int longest = 1;
    for (int length = 1; length <= labels.size(); length++) {
      List<String> end = labels.subList(labels.size() - length, labels.size());
      String name = String.join(".", end);
      if (rules.contains("!" + name)) {
        return String.join(".", end.subList(1, length));
      }
      String parent = String.join(".", end.subList(1, length));
      if (rules.contains(name) || (length > 1 && rules.contains("*." + parent))) {
        longest = length;
      }
    }
    return String.join(".", labels.subList(labels.size() - longest, labels.size()));
  }

  @Test
  void reads_any_octets_or_says_what_is_wrong() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = list.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        PublicSuffixes.read(new ByteArrayInputStream(changed)).registrableDomain("a.b.c.com");
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("public suffix list, line ");
      }
    }
  }

  @Test
  void passes_the_cases_of_the_list_by_a_file_and_by_what_is_bundled() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> lines = SharedData.lines("url/vectors/psl_test.jsonl.gz");
    assertThat(lines).hasSize(11);
    for (PublicSuffixes suffixes : List.of(published(), PublicSuffixes.bundled())) {
      for (String line : lines) {
        JsonNode row = new ObjectMapper().readTree(line);
        String host = Objects.requireNonNull(Idn.toAscii(row.get("input").asText()));
        String expected = row.get("expected").isNull() ? null : row.get("expected").asText();
        String domain = suffixes.registrableDomain(host.toLowerCase(Locale.ROOT));
        if (!Objects.equals(domain, expected == null ? null : Idn.toAscii(expected))) {
          wrong.add(row + " gives " + domain);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The lists are of different days, so they differ in a few rules and no more. */
  @Test
  void agrees_with_what_is_bundled_on_almost_every_rule() throws IOException {
    PublicSuffixes published = published();
    List<String> names = new ArrayList<>();
    SuffixRules.read((name, flags) -> names.add(name));
    List<String> different = new ArrayList<>();
    for (String name : names) {
      String host = "b.a." + name;
      if (published.find(host, 0, host.length())
          != PublicSuffixes.bundled().find(host, 0, host.length())) {
        different.add(name);
      }
    }
    assertThat(names).hasSizeGreaterThan(9_000);
    assertThat(different).hasSizeLessThan(names.size() / 50);
  }

  private static PublicSuffixes published() throws IOException {
    String text =
        String.join("\n", SharedData.lines("url/assets/public_suffix_list.dat.gz")) + "\n";
    return read(text);
  }

  private static PublicSuffixes read(String text) throws IOException {
    return PublicSuffixes.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
