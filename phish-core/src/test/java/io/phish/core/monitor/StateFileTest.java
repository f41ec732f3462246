package io.phish.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.name.permutation.PermutationRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFileTest {
  private static final Instant AT = Instant.parse("2026-11-01T08:00:00Z");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("state.jsonl");
  }

  private static MonitorState state(int names) {
    List<Lookalike> lookalikes = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      lookalikes.add(
          new Lookalike(
              "exmple" + i + ".com",
              "exmple" + i + ".com",
              PermutationRule.OMISSION,
              List.of("203.0.113.7", "2001:db8:0:0:0:0:0:1"),
              List.of("10 mx.net"),
              i == 0 ? List.of() : List.of("ns1.evil.net"),
              i == 1,
              i == 2 ? null : LocalDate.of(2026, 10, 30),
              AT,
              AT.plusSeconds(i)));
    }
    return MonitorState.of("example.com", AT, lookalikes);
  }

  private MonitorState read() throws IOException {
    try (StateFile opened = StateFile.open(file)) {
      return opened.read("example.com");
    }
  }

  private void write(MonitorState state) throws IOException {
    try (StateFile opened = StateFile.open(file)) {
      opened.write(state);
    }
  }

  @Test
  void keeps_a_state() throws IOException {
    assertThat(read()).isEqualTo(MonitorState.empty("example.com"));

    write(state(3));
    assertThat(read()).isEqualTo(state(3));
    assertThat(new ArrayList<>(read().lookalikes().values()))
        .isEqualTo(new ArrayList<>(state(3).lookalikes().values()));

    write(MonitorState.empty("example.com"));
    assertThat(read()).isEqualTo(MonitorState.empty("example.com"));
  }

  @Test
  void leaves_nothing_beside_it_but_the_lock() throws IOException {
    write(state(2));

    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("state.jsonl", "state.jsonl.lock");
    }
  }

  @Test
  void goes_through_a_link() throws IOException {
    write(state(1));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    try (StateFile opened = StateFile.open(link)) {
      opened.write(state(2));
    }

    assertThat(link).isSymbolicLink();
    assertThat(read()).isEqualTo(state(2));
  }

  @Test
  void one_run_at_a_time_has_it() throws IOException {
    try (StateFile opened = StateFile.open(file)) {
      assertThatThrownBy(() -> StateFile.open(file))
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("another run has this state open");
      opened.write(state(1));
    }
    assertThat(read()).isEqualTo(state(1));
  }

  @Test
  void tells_where_it_is_cut_off_and_never_takes_a_part_for_the_whole() throws IOException {
    write(state(3));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(file, cut);
      int lines = (int) new String(cut, StandardCharsets.UTF_8).lines().count();

      assertThatThrownBy(this::read)
          .as("cut after %d octets", length)
          .isInstanceOfSatisfying(
              StateFileException.class,
              e -> {
                assertThat(e.line()).isBetween(Math.max(1, lines), lines + 1);
                assertThat(e).hasMessageContaining("state.jsonl:" + e.line() + ": ");
              });
      assertThat(Files.readAllBytes(file)).isEqualTo(cut);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1: file is empty; delete it to begin anew",
        "hello | 1: file is no state of lookalikes; use another file",
        "{\"name\":\"example.com\"} | 1: file is no state of lookalikes; use another file",
        "{\"phish-lookalikes\":2,\"x\":[{}]} | 1: file is no state of lookalikes; use another file",
        "{\"phish-lookalikes\":2} | 1: state is of version 2, this program knows 1; use another file",
        "{\"phish-lookalikes\":1,\"name\":\"example.net\",\"at\":null}"
            + " | 1: state is of the lookalikes of example.net, not of example.com",
        "{\"phish-lookalikes\":1,\"name\":\"example.com\",\"at\":\"now\"}"
            + " | 1: at is no time: Text 'now' could not be parsed at index 0"
      })
  void refuses_what_is_no_state_of_its_own(String content, String message) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(this::read)
        .isInstanceOf(StateFileException.class)
        .hasMessageEndingWith(message);
    assertThat(file).hasContent(content);
  }

  @Test
  void tells_the_line_that_is_wrong() throws IOException {
    write(state(3));
    String whole = Files.readString(file);
    Files.writeString(file, whole.replace("\"exmple1.com\"", "7"));
    assertThatThrownBy(this::read).hasMessageEndingWith(":3: name is missing or no text");

    Files.writeString(file, whole.replaceFirst("\"omission\"", "\"magic\""));
    assertThatThrownBy(this::read).hasMessageEndingWith(":2: there is no rule magic");

    Files.writeString(file, whole + "{}\n");
    assertThatThrownBy(this::read)
        .hasMessageEndingWith(":5: end of the state is not where it should be");

    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
    assertThatThrownBy(this::read).hasMessageEndingWith(":1: file is not in UTF-8");
  }

  @Test
  void says_nothing_but_where_and_what_of_any_rubbish() throws IOException {
    write(state(3));
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(20261121);
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, changed);
      try {
        assertThat(read().name()).isEqualTo("example.com");
      } catch (StateFileException e) {
        assertThat(e.line()).isBetween(1, 7);
      }
    }
  }
}
