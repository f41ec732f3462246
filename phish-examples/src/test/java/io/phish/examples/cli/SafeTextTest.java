package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void plain_text_is_left_alone() {
    String text = "https://пайпал.com/支付宝?\uD83D\uDE00=ü";
    assertThat(SafeText.escape(text)).isSameAs(text);
  }

  @Test
  void what_a_terminal_obeys_is_escaped() {
    assertThat(SafeText.escape("\u001b[31m\r\n\u009b2J\u007f"))
        .isEqualTo("\\u001B[31m\\u000D\\u000A\\u009B2J\\u007F");
  }

  @Test
  void what_reorders_or_hides_text_is_escaped() {
    assertThat(SafeText.escape("a\u202eb\u200bc\u2066d\ufeffe\u2028f"))
        .isEqualTo("a\\u202Eb\\u200Bc\\u2066d\\uFEFFe\\u2028f");
    assertThat(SafeText.escape(Character.toString(0xE0041))).isEqualTo("\\uE0041");
  }

  @Test
  void half_a_surrogate_pair_is_escaped() {
    assertThat(SafeText.escape("a\uD83Db")).isEqualTo("a\\uD83Db");
  }

  @Test
  void a_long_text_is_cut_between_characters() {
    assertThat(SafeText.shorten("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(SafeText.shorten("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    assertThat(SafeText.shorten("x".repeat(199) + "\uD83D\uDE00")).isEqualTo("x".repeat(199) + "…");
  }
}
