package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final ByteArrayOutputStream target = new ByteArrayOutputStream();
  private final Output output = new Output(target);

  @Test
  void records_wait_for_more_unless_they_must_not() {
    write("a", false);
    assertThat(target.toString(StandardCharsets.US_ASCII)).isEmpty();
    write("b", true);
    assertThat(target.toString(StandardCharsets.US_ASCII)).isEqualTo("ab");
    write("c", false);
    output.flush();
    assertThat(target.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
  }

  @Test
  void a_large_piece_is_handed_over_by_itself() {
    write("x".repeat(100_000), false);
    assertThat(target.size()).isEqualTo(100_000);
  }

  @Test
  void after_the_seal_nothing_is_written() {
    write("a", false);
    output.seal();
    write("b", true);
    output.seal();
    assertThat(target.toString(StandardCharsets.US_ASCII)).isEqualTo("a");
  }

  @Test
  void a_failure_is_thrown_at_whoever_writes() {
    Output broken =
        new Output(
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
              }

              @Override
              public void write(byte[] octets, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertThatThrownBy(() -> broken.write(() -> broken.buffer().write('a'), true))
        .isInstanceOf(Output.OutputException.class)
        .hasRootCauseMessage("Broken pipe");
  }

  private void write(String text, boolean now) {
    output.write(() -> output.buffer().write(text.getBytes(StandardCharsets.US_ASCII)), now);
  }
}
