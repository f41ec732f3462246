package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.examples.json.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void each_line_is_one_and_an_empty_one_too() {
    assertThat(texts("a\n\nb\n")).containsExactly("a", "", "b");
    assertThat(texts("a\nb")).containsExactly("a", "b");
    assertThat(texts("\n")).containsExactly("");
    assertThat(texts("")).isEmpty();
  }

  @Test
  void a_carriage_return_before_the_line_feed_belongs_to_it() {
    assertThat(texts("a\r\nb\rc\r\n\r\nd\r")).containsExactly("a", "b\rc", "", "d");
  }

  @Test
  void a_byte_order_mark_is_skipped_at_the_start_only() {
    assertThat(texts("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
    assertThat(texts("\uFEFF")).isEmpty();
    assertThat(read(new Trickle("\uFEFFa\nb".getBytes(StandardCharsets.UTF_8))))
        .containsExactly(new Line.Text("a"), new Line.Text("b"));
  }

  @Test
  void text_beyond_ascii_is_decoded() {
    assertThat(texts("пайпал\n支付宝\n\uD83D\uDE00\n"))
        .containsExactly("пайпал", "支付宝", "\uD83D\uDE00");
  }

  @Test
  void malformed_utf_8_is_told_with_its_place_and_the_next_line_is_read() {
    byte[] octets = "ok\nab?cd\nok\n".getBytes(StandardCharsets.ISO_8859_1);
    octets[5] = (byte) 0xFF;
    List<Line> lines = read(new ByteArrayInputStream(octets));
    assertThat(lines).hasSize(3);
    assertThat(bad(lines.get(1)))
        .isEqualTo(
            new Rejection(
                "url",
                "ab\uFFFDcd",
                "not-text",
                "line is not UTF-8 text: malformed UTF-8 at octet 2",
                2));
    assertThat(lines.get(2)).isEqualTo(new Line.Text("ok"));
  }

  @Test
  void utf_8_that_is_cut_off_by_the_end_of_the_line_is_malformed() {
    byte[] octets = {'a', (byte) 0xE2, (byte) 0x82, '\n', 'b'};
    List<Line> lines = read(new ByteArrayInputStream(octets));
    assertThat(bad(lines.get(0)).offset()).isEqualTo(1);
    assertThat(lines.get(1)).isEqualTo(new Line.Text("b"));
  }

  @Test
  void a_nul_octet_is_told_with_its_place() {
    List<Line> lines = read("https://a/\0b\nc");
    assertThat(bad(lines.get(0)).code()).isEqualTo("not-text");
    assertThat(bad(lines.get(0)).offset()).isEqualTo(10);
    assertThat(lines.get(1)).isEqualTo(new Line.Text("c"));
  }

  @Test
  void a_line_of_the_greatest_length_is_read_and_one_octet_more_is_not() {
    String longest = "x".repeat(LineReader.MAX_LENGTH);
    for (String end : new String[] {"\n", "\r\n"}) {
      List<Line> lines = read(longest + end + longest + "y" + end + "z" + end);
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).isEqualTo(new Line.Text(longest));
      assertThat(bad(lines.get(1)).code()).isEqualTo("too-long");
      assertThat(bad(lines.get(1)).offset()).isEqualTo(LineReader.MAX_LENGTH);
      assertThat(lines.get(2)).isEqualTo(new Line.Text("z"));
    }
    assertThat(read(longest)).containsExactly(new Line.Text(longest));
  }

  @Test
  void the_rest_of_a_line_that_is_too_long_is_skipped() {
    List<Line> lines = read("x".repeat(2 << 20) + "\nnext\n" + "y".repeat(2 << 20));
    assertThat(lines).hasSize(3);
    assertThat(bad(lines.get(0)).value()).hasSizeLessThan(1_000);
    assertThat(lines.get(1)).isEqualTo(new Line.Text("next"));
    assertThat(bad(lines.get(2)).code()).isEqualTo("too-long");
  }

  @Test
  void lines_do_not_depend_on_how_the_octets_arrive() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      for (int i = random.nextInt(40); i > 0; i--) {
        byte[] piece = new byte[random.nextInt(12)];
        random.nextBytes(piece);
        octets.write(piece);
        octets.write(random.nextBoolean() ? "\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
      }
      List<Line> whole = read(new ByteArrayInputStream(octets.toByteArray()));
      assertThat(read(new Trickle(octets.toByteArray()))).isEqualTo(whole);
      long feeds =
          octets.toString(StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count();
      assertThat((long) whole.size()).isBetween(feeds, feeds + 1);
    }
  }

  @Test
  void before_it_waits_it_says_so() {
    AtomicInteger waits = new AtomicInteger();
    LineReader reader =
        new LineReader(
            new Trickle("ab\n".getBytes(StandardCharsets.US_ASCII)), null, waits::incrementAndGet);
    reader.forEachRemaining(line -> assertThat(reader.isWaiting()).isFalse());
    assertThat(waits.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void an_input_that_fails_is_told_after_the_lines_before() {
    LineReader reader =
        new LineReader(
            new InputStream() {
              private boolean broken;

              @Override
              public int read() {
                throw new AssertionError("octets are read in pieces");
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                if (broken) {
                  throw new IOException("the disk is gone");
                }
                broken = true;
                into[offset] = '\n';
                return 1;
              }
            },
            null,
            () -> {});
    assertThat(reader.next()).isEqualTo(new Line.Text(""));
    assertThatThrownBy(reader::hasNext)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("standard input: the disk is gone");
  }

  @Test
  void after_the_last_line_there_is_none() {
    LineReader reader = new LineReader(InputStream.nullInputStream(), null, () -> {});
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  private static List<String> texts(String input) {
    return read(input).stream().map(line -> ((Line.Text) line).text()).toList();
  }

  private static List<Line> read(String input) {
    return read(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Line> read(InputStream input) {
    List<Line> lines = new ArrayList<>();
    new LineReader(input, "url", () -> {}).forEachRemaining(lines::add);
    return lines;
  }

  private static Rejection bad(Line line) {
    return ((Line.Bad) line).rejection();
  }

  /** Gives one octet at a time and never says how many there are. */
  private static final class Trickle extends InputStream {
    private final InputStream octets;

    Trickle(byte[] octets) {
      this.octets = new ByteArrayInputStream(octets);
    }

    @Override
    public int read() throws IOException {
      return octets.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return octets.read(into, offset, Math.min(1, length));
    }
  }
}
