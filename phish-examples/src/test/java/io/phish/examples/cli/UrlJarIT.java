package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code phish.jar url}, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses /dev")
class UrlJarIT {

  @Test
  void takes_a_url_apart() throws Exception {
    PhishJar.Ended ended = PhishJar.run("url", "--json", "https://a.b.example.co.uk:444/c");

    assertThat(ended.out())
        .startsWith("{\"href\":\"https://a.b.example.co.uk:444/c\"")
        .contains("\"registrable_domain\":\"example.co.uk\"");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
  }

  @Test
  void answers_a_line_before_the_next_is_written() throws Exception {
    Process process = PhishJar.command("url", "--stdin").start();
    try (OutputStream in = process.getOutputStream();
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 3; i++) {
        in.write(("{\"input\":\"http://h" + i + "/\"}\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
        assertThat(out.readLine()).startsWith("{\"href\":\"http://h" + i + "/\"");
      }
    }
    assertThat(PhishJar.await(process)).isZero();
  }

  @Test
  void long_lines_without_end_need_little_memory() throws Exception {
    String path = "a/../%25".repeat(8_000);
    PhishJar.Ended ended =
        PhishJar.run(
            PhishJar.command(List.of("-Xmx96m"), "url", "--stdin"),
            in -> {
              for (int i = 0; i < 2_000; i++) {
                String line = "{\"input\":\"http://h" + i + '/' + path + "\"}\n";
                in.write(line.getBytes(StandardCharsets.US_ASCII));
              }
            });

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines()).hasSize(2_000);
    assertThat(ended.exit()).isZero();
  }
}
