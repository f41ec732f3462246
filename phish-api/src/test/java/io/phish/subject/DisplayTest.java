package io.phish.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {

  /** A kind of a third party, whose values nobody has checked. */
  private record Raw(String value) implements Subject {
    @Override
    public String kind() {
      return "raw";
    }
  }

  private static String display(String text) {
    return new Raw(text).display();
  }

  @ParameterizedTest
  @CsvSource({
    "a\u0000b, a\\u0000b",
    "a\u001B[2J, a\\u001B[2J",
    "a\u007F\u009F, a\\u007F\\u009F",
    "\u202Eabc\u2066, \\u202Eabc\\u2066",
    "a\u200B\u200D\uFEFFb, a\\u200B\\u200D\\uFEFFb",
    "a\u2028\u2029b, a\\u2028\\u2029b",
    "a\uDB40\uDC61b, a\\uDB40\\uDC61b",
    "\uD834\uDD73, \\uD834\\uDD73"
  })
  void what_cannot_be_seen_is_escaped(String text, String display) {
    assertThat(display(text)).isEqualTo(display);
  }

  @Test
  void unpaired_surrogates_are_escaped() {
    assertThat(display("a\uD800b")).isEqualTo("a\\uD800b");
    assertThat(display("\uDE00\uD83D")).isEqualTo("\\uDE00\\uD83D");
  }

  @Test
  void what_can_be_seen_is_not() {
    String text = "https://b\u00FCcher.example/\u4E2D\u6587/\uD83D\uDE00?a=%20#b";
    assertThat(display(text)).isEqualTo(text);
    assertThat(display("")).isEmpty();
  }

  @Test
  void two_hundred_characters_fit_and_more_are_cut() {
    String fits = "a".repeat(200);
    assertThat(display(fits)).isSameAs(fits);
    assertThat(display(fits + "b")).isEqualTo("a".repeat(199) + "\u2026");
    assertThat(display("a".repeat(194) + "\0")).hasSize(200).endsWith("\\u0000");
    assertThat(display("a".repeat(195) + "\0")).isEqualTo("a".repeat(195) + "\u2026");
  }

  @Test
  void a_pair_or_an_escape_is_not_cut_in_two() {
    assertThat(display("a".repeat(199) + "\uD83D\uDE00")).isEqualTo("a".repeat(199) + "\u2026");
    assertThat(display("a".repeat(198) + "\0\0")).isEqualTo("a".repeat(198) + "\u2026");
  }

  @Test
  void whatever_the_text_the_display_is_short_and_printable() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      char[] units = new char[random.nextInt(400)];
      int range = random.nextBoolean() ? 0x100 : 0x10000;
      for (int j = 0; j < units.length; j++) {
        units[j] = (char) random.nextInt(range);
      }
      String display = display(new String(units));
      assertThat(display.length()).isLessThanOrEqualTo(200);
      assertThat(display.codePoints())
          .allMatch(
              c ->
                  switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
                    default -> true;
                  });
    }
  }
}
