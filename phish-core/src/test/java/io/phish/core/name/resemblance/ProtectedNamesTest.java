package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import io.phish.core.name.PublicSuffixes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProtectedNamesTest {
  private static final List<ProtectedName> NAMES =
      List.of(
          host("paypal.com", "paypal.me", "xoom.com", "pay-pal.com"),
          host("microsoft.com", "microsoftonline.com", "live.com"),
          host("deutsche-bank.de", "db.com"),
          host("okta.com"),
          host("co.uk"),
          host("m\u00fcller.de"),
          new ProtectedName("netflix", NameKind.LABEL, 9, "netflix", Set.of()),
          new ProtectedName("Umbrella Corp", NameKind.LABEL, 1, "Umbrella", Set.of()));

  private static final String[] AROUND = {"login", "my", "secure", "qzk", "www", "de", "2"};

  private static final String[] SUFFIXES = {".com", ".de", ".co.uk", ".github.io", ".me", ".zzz"};

  private final ProtectedNames names = ProtectedNames.of(NAMES, Affixes.ofDomains());

  private static ProtectedName host(String name, String... aliases) {
    return new ProtectedName(name, NameKind.DOMAIN, 500, name, Set.of(aliases));
  }

  private static BitSet all() {
    BitSet all = new BitSet();
    all.set(0, NAMES.size());
    return all;
  }

  /** What an index of each name finds: the definition. */
  private static List<Resemblance> byIndexes(List<ResemblanceIndex> indexes, NameQuery query) {
    List<Resemblance> found = new ArrayList<>();
    indexes.forEach(index -> found.addAll(index.find(query)));
    return found;
  }

  @Test
  void find_what_an_index_of_each_finds() {
    List<ResemblanceIndex> indexes =
        NAMES.stream()
            .map(
                name ->
                    ResemblanceIndex.of(List.of(name), Affixes.ofDomains(), Affixes.ofPackages()))
            .toList();
    SplittableRandom random = new SplittableRandom(20261124);
    int hits = 0;
    for (int i = 0; i < 2_000; i++) {
      String label = label(random);
      String host = label + SUFFIXES[random.nextInt(SUFFIXES.length)];
      if (random.nextInt(3) == 0) {
        host = label(random) + '.' + host;
      }
      List<Resemblance> expected = byIndexes(indexes, NameQuery.domain(host));
      assertThat(names.findHost(host, all())).as(host).isEqualTo(expected);
      assertThat(names.findLabel(label, all()))
          .as(label)
          .isEqualTo(byIndexes(indexes, NameQuery.label(label)));
      hits += expected.size();
    }
    assertThat(hits).isGreaterThan(500);
  }

  @Test
  void a_parsed_host_is_found_as_one_that_is_not() {
    SplittableRandom random = new SplittableRandom(20261125);
    ResemblanceIndex index = ResemblanceIndex.of(NAMES);
    int hits = 0;
    for (int i = 0; i < 3_000; i++) {
      String before = random.nextBoolean() ? "" : ascii(random) + '.';
      String label = ascii(random);
      String host = before + label + (random.nextBoolean() ? ".com" : ".co.uk");
      int from = before.length();
      int to = from + label.length();
      if (!host.substring(from).equals(PublicSuffixes.bundled().registrableDomain(host))) {
        continue; // such as co.com
      }
      List<Resemblance> expected = names.findHost(host, all());
      assertThat(names.findHost(host, from, to, all())).as(host).isEqualTo(expected);
      assertThat(index.find(host, from, to)).as(host).isEqualTo(index.find(NameQuery.domain(host)));
      hits += expected.size();
    }
    assertThat(hits).isGreaterThan(1_000);
  }

  @Test
  void only_candidates_are_compared_with_and_none_is_found_in_itself() {
    BitSet second = new BitSet();
    second.set(1);

    assertThat(names.findHost("paypa1.com", all())).hasSize(1);
    assertThat(names.findHost("paypa1.com", second)).isEmpty();
    assertThat(names.findHost("paypa1.com", new BitSet())).isEmpty();
    assertThat(names.findHost("paypal.me", all())).isEmpty();
    assertThat(names.findLabel("pay-pal", all())).isEmpty();
    // Its owner has it under one suffix; with another it is a brand with a word added.
    assertThat(names.findLabel("microsoftonline", all()))
        .extracting(Resemblance::rule)
        .containsExactly(ResemblanceRule.AFFIX);
  }

  @Test
  void what_is_no_name_is_refused() {
    assertThatThrownBy(
            () ->
                ProtectedNames.of(
                    List.of(ProtectedName.of("a\u0000b", NameKind.LABEL, 1)), word -> false))
        .isInstanceOf(InvalidSubjectException.class);
    assertThatThrownBy(() -> names.findLabel("a\u0000b", all()))
        .isInstanceOf(InvalidSubjectException.class);
    assertThatThrownBy(() -> names.findHost(" ", all()))
        .isInstanceOf(InvalidSubjectException.class);
  }

  private static String ascii(SplittableRandom random) {
    String label = label(random).replaceAll("[^A-Za-z0-9-]", "");
    return label.isEmpty() ? "x" : label;
  }

  /** A label of a protected name, changed, with something around it; without dots. */
  private static String label(SplittableRandom random) {
    String name = NAMES.get(random.nextInt(NAMES.size())).name();
    int dot = name.indexOf('.');
    StringBuilder label = new StringBuilder(dot < 0 ? name.replace(' ', '-') : name);
    label.setLength(dot < 0 ? label.length() : dot);
    for (int changes = random.nextInt(3); changes > 0 && label.length() > 2; changes--) {
      int at = random.nextInt(label.length());
      char letter = "abcdelimnorstuvwy01358-".charAt(random.nextInt(23));
      switch (random.nextInt(5)) {
        case 0 -> label.deleteCharAt(at);
        case 1 -> label.insert(at, letter);
        case 2 -> label.setCharAt(at, letter);
        case 3 -> label.setCharAt(at, Character.toUpperCase(label.charAt(at)));
        default -> label.insert(at, label.charAt(random.nextInt(label.length())));
      }
    }
    String around = AROUND[random.nextInt(AROUND.length)];
    return switch (random.nextInt(6)) {
      case 0 -> label + "-" + around;
      case 1 -> around + '-' + label;
      case 2 -> label + around;
      case 3 -> around + label;
      default -> label.toString();
    };
  }
}
