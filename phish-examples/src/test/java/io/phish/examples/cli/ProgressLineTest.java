package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisBatch.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter terminal = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void it_tells_count_and_rate() {
    try (ProgressLine line = line()) {
      nanos.set(2_000_000_000L);
      assertThat(line.line()).isEqualTo("1,000 done (10 rejected), 5 in work, 500/s");
    }
  }

  @Test
  void it_is_drawn_until_it_is_closed_and_then_cleared() {
    try (ProgressLine line = line()) {
      line.start();
      await().until(() -> terminal.toString().contains("1,000 done"));
    }
    assertThat(terminal.toString()).endsWith("\r\u001b[K");
  }

  private ProgressLine line() {
    return new ProgressLine(
        new PrintWriter(terminal), () -> new Progress(1_005, 990, 10, false), nanos::get);
  }
}
