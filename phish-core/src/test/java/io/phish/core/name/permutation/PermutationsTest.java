package io.phish.core.name.permutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.IDNA;
import io.phish.InvalidSubjectException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationsTest {
  private static final IDNA ICU =
      IDNA.getUTS46Instance(
          IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  @ParameterizedTest
  @CsvSource({
    "paypal.com, addition, paypal1.com",
    "t-online.de, addition, tx-online.de",
    "paypal.com, bitsquatting, qaypal.com",
    "paypal.com, homoglyph, paypa1.com",
    "modern.com, homoglyph, modem.com",
    "wells.com, homoglyph, vveils.com",
    "paypal.com, homoglyph, p\u00E4yp\u00E0l.com",
    "paypal.com, hyphenation, pay-pal.com",
    "paypal.com, insertion, paytpal.com",
    "paypal.com, omission, papal.com",
    "github.com, plural, gitshub.com",
    "github.com, repetition, gitthub.com",
    "paypal.com, replacement, laypal.com",
    "paypal.com, subdomain, pay.pal.com",
    "paypal.com, transposition, papyal.com",
    "paypal.com, vowel-swap, paypol.com",
    "bbc.co.uk, various, bbc.uk",
    "bbc.co.uk, omission, bbc.c.uk",
    "login.bank.com, various, login-bank.com",
    "paypal.com, confusable, p\u0430ypal.com",
    "ape.com, cyrillic, \u0430\u0440\u0435.com",
    "one-stop.com, numeral, 1-stop.com",
    "t-online.de, word-order, online-t.de",
    "paypal.com, single-edit, paypxl.com",
    "example.github.io, omission, exmple.github.io",
    "example.github.io, omission, example.gthub.io",
  })
  void imitates_a_name_by_a_rule(String name, String rule, String permutation) {
    assertThat(Permutations.of(name).stream())
        .anySatisfy(
            found -> {
              assertThat(found.unicode()).isEqualTo(permutation);
              assertThat(found.rule().id()).isEqualTo(rule);
            });
  }

  @Test
  void puts_words_and_suffixes_of_the_caller_to_a_name() {
    PermutationOptions options =
        PermutationOptions.defaults()
            .withRules(Set.of(PermutationRule.DICTIONARY, PermutationRule.TLD_SWAP))
            .withWords(List.of("Login", "b\u00FCro"))
            .withSuffixes(List.of(".net", "co.uk", "com", "xn--p1ai"));
    assertThat(Permutations.of("my-bank.com", options).stream().map(Permutation::unicode))
        .containsExactly(
            "my-bank-login.com",
            "my-banklogin.com",
            "login-my-bank.com",
            "loginmy-bank.com",
            "my-login.com",
            "login-bank.com",
            "my-bank-b\u00FCro.com",
            "my-bankb\u00FCro.com",
            "b\u00FCro-my-bank.com",
            "b\u00FCromy-bank.com",
            "my-b\u00FCro.com",
            "b\u00FCro-bank.com",
            "my-bank.net",
            "my-bank.co.uk",
            "my-bank.\u0440\u0444");
  }

  @Test
  void knows_which_letters_a_registry_refuses() {
    PermutationOptions glyphs =
        PermutationOptions.defaults().withRules(Set.of(PermutationRule.HOMOGLYPH));
    assertThat(Permutations.of("bank.co.uk", glyphs).stream().filter(Permutation::registrable))
        .isNotEmpty()
        .allSatisfy(found -> assertThat(found.unicode()).isEqualTo(found.ascii()));
    assertThat(Permutations.of("bank.de", glyphs).stream())
        .anyMatch(found -> found.unicode().equals("b\u00E0nk.de") && found.registrable())
        .anyMatch(found -> found.unicode().equals("b\u1EA1nk.de") && !found.registrable());
    assertThat(Permutations.of("bank.com", glyphs).stream()).allMatch(Permutation::registrable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab.io",
        "t.co",
        "t-online.de",
        "a-b-c.example.co.uk",
        "xn--mller-kva.de",
        "\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444",
        "\u05E9\u05DC\u05D5\u05DD.co.il",
        "\u0645\u062B\u0627\u0644.com",
        "\u0E44\u0E17\u0E22.th",
        "\u0928\u0947\u091F.in",
        "\u30AB\u30BF\u30AB\u30CA.jp",
        "\u4F8B\u5B50.cn",
        "123.com",
        "s3.amazonaws.com",
        "xn--fiqs8s.xn--fiqs8s",
        "fa\u00DF.de",
        "l\u00B7l.cat",
        "col\u00B7lecci\u00F3.cat",
        "\u0628\u200C\u0628.ir",
        "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxy.com",
      })
  void every_permutation_is_a_valid_name_and_comes_once(String name) {
    requireValid(name, Permutations.of(name, PermutationOptions.defaults()), 30_000);
  }

  @Test
  void every_permutation_of_any_name_is_valid() {
    SplittableRandom random = new SplittableRandom(20261121);
    String alphabet =
        "aabcdeilmnorstuvw0159-\u00FC\u00DF\u0131\u0430\u05D0\u0645\u093E\u0E01\u200D";
    PermutationOptions options =
        PermutationOptions.defaults()
            .withWords(List.of("-x-", "\u05D0", "\u0301a".substring(1), "1"))
            .withSuffixes(List.of("co.uk", "xn--mgbaam7a8h"));
    int names = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder label = new StringBuilder();
      for (int length = 1 + random.nextInt(8); length > 0; length--) {
        label.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Permutations permutations;
      try {
        permutations = Permutations.of(label + ".com", options);
      } catch (InvalidSubjectException e) {
        continue;
      }
      names++;
      requireValid(label.toString(), permutations, 300);
    }
    assertThat(names).isGreaterThan(300);
  }

  private static void requireValid(String name, Permutations permutations, int limit) {
    Set<String> seen = new HashSet<>();
    permutations.stream()
        .limit(limit)
        .forEach(
            found -> {
              IDNA.Info info = new IDNA.Info();
              String ascii = ICU.nameToASCII(found.unicode(), new StringBuilder(), info).toString();
              if (info.hasErrors() || !ascii.equals(found.ascii()) || !seen.add(ascii)) {
                throw new AssertionError(name + " gives " + found + ": " + info.getErrors());
              }
              String unicode =
                  ICU.nameToUnicode(found.ascii(), new StringBuilder(), info).toString();
              assertThat(unicode).isEqualTo(found.unicode());
            });
    assertThat(seen).isNotEmpty().doesNotContain(permutations.ascii());
  }

  @Test
  void are_the_same_every_time() {
    Permutations permutations = Permutations.of("example.com");
    assertThat(permutations.stream().toList()).isEqualTo(permutations.stream().toList());
    assertThat(permutations.spliterator().characteristics())
        .isEqualTo(permutations.spliterator().characteristics());
  }

  @Test
  void are_made_as_they_are_asked_for() {
    Iterator<Permutation> names = Permutations.of("a".repeat(63) + ".com").iterator();
    assertThat(names.next().unicode()).isEqualTo("c" + "a".repeat(62) + ".com");
    Iterator<Permutation> none =
        Permutations.of("example.com", PermutationOptions.defaults().withRules(Set.of()))
            .iterator();
    assertThat(none.hasNext()).isFalse();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void of_the_longest_labels_are_few() {
    for (int length : new int[] {40, 50, 57, 58, 59, 60, 63}) {
      String name = "m".repeat(length) + ".com";
      assertThat(Permutations.of(name).stream().count()).as(name).isBetween(1L, 1_000_000L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', domain is empty",
    "., domain is empty",
    "com, one label",
    "192.0.2.1, ends in a number",
    "a..com, empty label",
    "a b.com, disallowed",
    "exa\u0000mple.com, disallowed",
    "-a.com, leading hyphen",
    "xn--a.com, invalid ace label",
    "\uD800.com, disallowed",
    "\u05D0a.com, bidi",
  })
  void refuses_what_is_no_name(String name, String message) {
    assertThatThrownBy(() -> Permutations.of(name))
        .isInstanceOf(InvalidSubjectException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refuses_what_is_too_long() {
    for (String name : Stream.of("a", "\u00FC", "\uFDFA").map(c -> c.repeat(10_000)).toList()) {
      assertThatThrownBy(() -> Permutations.of(name + ".com"))
          .isInstanceOf(InvalidSubjectException.class)
          .hasMessageContaining("10004 characters");
    }
    assertThatThrownBy(() -> Permutations.of("\uFDFA".repeat(300) + ".com"))
        .isInstanceOf(InvalidSubjectException.class);
  }

  @Test
  void refuses_words_and_suffixes_that_cannot_stand_in_a_name() {
    PermutationOptions options = PermutationOptions.defaults();
    assertThatThrownBy(() -> options.withWords(List.of("login", "a b")))
        .hasMessage("word 1 (a b) cannot stand in a name");
    assertThatThrownBy(() -> options.withWords(List.of("a.b"))).hasMessageContaining("has a dot");
    assertThatThrownBy(() -> options.withSuffixes(List.of(".")))
        .hasMessageContaining("suffix 0 (.)");
  }

  @Test
  void rules_have_an_id() {
    for (PermutationRule rule : PermutationRule.values()) {
      assertThat(PermutationRule.of(rule.id())).isEqualTo(rule);
    }
    assertThat(PermutationRule.of("VARIOUS")).isNull();
  }
}
