package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code phish urls-in} in a process of its own, behind a pipe. */
class UrlsInIT {

  @Test
  void reads_a_pipe_as_text_and_as_json() throws Exception {
    byte[] text = "see hxxp://evil[.]com/x".getBytes(StandardCharsets.UTF_8);
    byte[] json = "{\"text\":\"see shop.com\"}".getBytes(StandardCharsets.UTF_8);

    PhishJar.Ended plain = PhishJar.run(PhishJar.command("urls-in", "-"), out -> out.write(text));
    PhishJar.Ended lines =
        PhishJar.run(PhishJar.command("urls-in", "--stdin"), out -> out.write(json));

    assertThat(plain).isEqualTo(new PhishJar.Ended(0, "http://evil.com/x\n", ""));
    assertThat(lines.out())
        .isEqualTo(
            "{\"urls\":[{\"url\":\"http://shop.com\",\"start\":4,\"end\":12,\"defanged\":false}]}\n");
    assertThat(lines.exit()).isZero();
  }
}
