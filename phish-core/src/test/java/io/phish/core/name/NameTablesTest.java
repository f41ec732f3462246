package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameTablesTest {

  @Test
  void filter_finds_what_is_in_it_and_hardly_anything_else() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      names.add(Long.toString(random.nextLong() >>> 20, 36) + ".com");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NameFilter.of(names).write(bytes);
    NameFilter filter = NameFilter.read(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(names).allMatch(name -> filter.contains(NameHash.of(name)));
    assertThat(bytes.size()).isLessThan(3 * names.size());
    int falselyFound = 0;
    int asked = 1_000_000;
    for (int i = 0; i < asked; i++) {
      falselyFound += filter.contains(NameHash.of("x" + i + ".org")) ? 1 : 0;
    }
    // 2⁻¹⁵ at most; this seedless sequence is always the same.
    assertThat((double) falselyFound / asked).isBetween(0.000_001, 0.000_035);
  }

  @Test
  void filter_refuses_what_is_cut_short_or_something_else() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NameFilter.of(List.of("a", "b", "c")).write(bytes);
    byte[] whole = bytes.toByteArray();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> NameFilter.read(new ByteArrayInputStream(cut)))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
    whole[0] ^= 1;
    assertThatThrownBy(() -> NameFilter.read(new ByteArrayInputStream(whole)))
        .isInstanceOf(IOException.class)
        .hasMessage("not a name filter");
  }

  @Test
  void table_gives_numbers_and_nan_for_the_rest() {
    NameTable table = NameTable.of(Map.of("com", 1.0, "top", 7.5));

    assertThat(table.get(NameHash.of("top"))).isEqualTo(7.5);
    assertThat(table.get(NameHash.of("a.top.b", 2, 5))).isEqualTo(7.5);
    assertThat(table.get(NameHash.of("org"))).isNaN();
    assertThat(table.contains(NameHash.of("com"))).isTrue();
    assertThat(table.contains(NameHash.of(""))).isFalse();
  }

  @Test
  void label_model_is_more_surprised_by_random_labels() throws IOException {
    LabelModel learnt =
        LabelModel.learn(List.of("banana", "bandana", "cabana", "bandage", "cabbage", "garbage"));
    LabelModel model = LabelModel.read(new ByteArrayInputStream(learnt.toBytes()));

    double likely = model.surprise("-banana-", 1, 7);
    assertThat(likely).isEqualTo(learnt.surprise("banana", 0, 6));
    assertThat(likely).isLessThan(model.surprise("xkqzvj", 0, 6) - 2);
    assertThat(model.surprise("", 0, 0)).isGreaterThan(0);
    assertThatThrownBy(() -> LabelModel.read(new ByteArrayInputStream(new byte[10])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void segmenter_takes_the_longest_words_from_the_left() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new WordSegmenter.Builder()
        .add(
            WordSegmenter.COMMON,
            Set.of("secure", "log", "login", "bank", "in", "international", "ing"))
        .write(bytes);
    WordSegmenter segmenter =
        new WordSegmenter.Builder()
            .read(new ByteArrayInputStream(bytes.toByteArray()))
            .add(WordSegmenter.PERSON, Set.of("jane", "doe"))
            .add(WordSegmenter.SITE, Set.of("photo", "bank"))
            .build();

    long cut = segmenter.segment("x.secure-loginbank7.y", 2, 19);
    assertThat(WordSegmenter.words(cut)).isEqualTo(3);
    assertThat(WordSegmenter.covered(cut)).isEqualTo(15);
    assertThat(WordSegmenter.longest(cut)).isEqualTo(6);
    // Words of two letters are left out, and nothing is read beyond the end.
    assertThat(WordSegmenter.words(segmenter.segment("in", 0, 2))).isZero();
    assertThat(segmenter.segment("login", 0, 4)).isEqualTo(segmenter.segment("log!", 0, 4));
    assertThat(WordSegmenter.longest(segmenter.segment("international", 0, 13))).isEqualTo(13);
    assertThat(WordSegmenter.siteWords(cut)).isEqualTo(1);
    assertThat(WordSegmenter.gap(cut)).isEqualTo(1);
    long person = segmenter.segment("janedoephotoqqq-q", 0, 17);
    assertThat(WordSegmenter.people(person)).isEqualTo(2);
    assertThat(WordSegmenter.coveredByPeople(person)).isEqualTo(7);
    assertThat(WordSegmenter.siteWords(person)).isEqualTo(1);
    assertThat(WordSegmenter.gap(person)).isEqualTo(3);
    assertThat(segmenter.kinds("bank", 0, 4)).isEqualTo(WordSegmenter.COMMON | WordSegmenter.SITE);
    assertThat(segmenter.kinds("blank", 0, 5)).isZero();
  }

  @Test
  void word_finder_finds_what_a_plain_search_finds() {
    List<List<String>> words = List.of(List.of("paypal", "pay", "pal"), List.of("login", "log"));
    WordFinder finder = new WordFinder(words);
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder built = new StringBuilder();
      String[] pieces = {"paypal", "PAY", "pal", "login", "log", "-", ".", "x", "p", "lo"};
      for (int i = random.nextInt(8); i >= 0; i--) {
        built.append(pieces[random.nextInt(pieces.length)]);
      }
      String text = built.toString();
      assertThat(found(finder, text))
          .as(text)
          .containsExactlyInAnyOrderElementsOf(search(words, text));
    }
  }

  private static List<String> found(WordFinder finder, String text) {
    List<String> found = new ArrayList<>();
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = finder.step(state, text.charAt(i));
      for (int word = finder.match(state); word != 0; word = finder.shorter(word)) {
        if (finder.counts(word, text, i + 1)) {
          found.add(finder.kind(word) + "@" + (i + 1 - finder.length(word)) + "-" + (i + 1));
        }
      }
    }
    return found;
  }

  private static List<String> search(List<List<String>> words, String text) {
    List<String> found = new ArrayList<>();
    for (int kind = 0; kind < words.size(); kind++) {
      for (String word : words.get(kind)) {
        for (int at = 0; at + word.length() <= text.length(); at++) {
          int end = at + word.length();
          boolean alone =
              (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                  && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
          if (text.regionMatches(true, at, word, 0, word.length())
              && (word.length() > WordFinder.SHORT || alone)) {
            found.add(kind + "@" + at + "-" + end);
          }
        }
      }
    }
    return found;
  }

  @Test
  void word_finder_refuses_what_it_could_not_find() {
    assertThatThrownBy(() -> new WordFinder(List.of(List.of("log-in"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("log-in");
  }

  @Test
  void hash_of_a_part_is_the_hash_of_the_part() {
    assertThat(NameHash.of("a.example.com", 2, 13)).isEqualTo(NameHash.of("example.com"));
    assertThat((double) Long.bitCount(NameHash.of("a") ^ NameHash.of("b")))
        .isCloseTo(32, within(16.0));
  }

  @Test
  void near_names_are_those_one_slip_away() {
    NearNames names = NearNames.of(Set.of("netflix", "wikipedia", "apple"));

    for (String near :
        List.of(
            "netflx",
            "etflix",
            "netfli",
            "nettflix",
            "netflixx",
            "xnetflix",
            "netflax",
            "betflix",
            "netfilx",
            "entflix",
            "wikipedai",
            "wkipedia",
            "wikipedla")) {
      assertThat(names.isNear("a." + near + ".b", 2, 2 + near.length())).as(near).isTrue();
    }
    // Themselves, two slips, another name, and names too short for one slip to mean anything.
    for (String far :
        List.of(
            "netflix",
            "wikipedia",
            "metflax",
            "netflixed",
            "flix",
            "",
            "a",
            "aple",
            "apples",
            "n".repeat(1_000))) {
      assertThat(names.isNear("a." + far + ".b", 2, 2 + far.length())).as(far).isFalse();
    }
  }

  @Test
  void near_names_agree_with_a_search_on_random_names() {
    SplittableRandom random = new SplittableRandom(7);
    String name = "abcabcab";
    NearNames names = NearNames.of(Set.of(name));
    int near = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(name);
      for (int edit = random.nextInt(4); edit > 0; edit--) {
        int at = random.nextInt(text.length());
        char c = (char) ('a' + random.nextInt(3));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, c);
          case 1 -> text.insert(at, c);
          default -> text.deleteCharAt(at);
        }
      }
      String other = text.toString();
      boolean expected = !other.equals(name) && sharesAllButOne(name, other);
      assertThat(names.isNear(other, 0, other.length())).as(other).isEqualTo(expected);
      near += expected ? 1 : 0;
    }
    assertThat(near).isGreaterThan(10_000);
  }

  /** Whether the two are equal after at most one character is taken from each. */
  private static boolean sharesAllButOne(String a, String b) {
    Set<String> left = new HashSet<>(withoutOne(a));
    left.add(a);
    return left.contains(b) || withoutOne(b).stream().anyMatch(left::contains);
  }

  private static List<String> withoutOne(String text) {
    return IntStream.range(0, text.length())
        .mapToObj(i -> text.substring(0, i) + text.substring(i + 1))
        .toList();
  }
}
