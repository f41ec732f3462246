package io.phish.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckUrlTest {
  @Test
  void it_prints_label_probability_and_reasons() {
    String[] lines = output("https://www.wikipedia.org/").split("\n");
    assertThat(lines[0]).matches("(BENIGN|SUSPICIOUS|PHISHING) [01]\\.\\d{3}");
    assertThat(lines).hasSizeGreaterThan(1);
  }

  private static String output(String url) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CheckUrl.main(new String[] {url});
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
