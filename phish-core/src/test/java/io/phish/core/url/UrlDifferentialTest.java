package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.mola.galimatias.GalimatiasParseException;
import io.mola.galimatias.URL;
import io.phish.InvalidSubjectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same URLs given to other parsers. None of them follows the standard of today, so each is
 * asked within a grammar in which it should agree; what is left out is said beside the grammar.
 */
class UrlDifferentialTest {
  private static final int ROUNDS = 60_000;

  private SplittableRandom random = new SplittableRandom(0);

  /**
   * OkHttp. Left out: characters outside ASCII in hosts and percent-encoded hosts (IDNA 2003),
   * numbers at the end of hosts (only dotted quads are addresses), control characters, {@code ^},
   * quotes, brackets and braces (other percent-encode sets), percent signs that encode nothing
   * (become {@code %25}), default ports and empty hosts, which agree but for a slash or two.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void agrees_with_okhttp(long seed) {
    random = new SplittableRandom(seed);
    String[] path = {
      "a",
      "B",
      "1",
      ".",
      "..",
      "%2e",
      "%2E.",
      "/",
      "/",
      "//",
      "\\",
      "%41",
      "%2f",
      "~",
      "!",
      "$",
      "&",
      "+",
      ",",
      ";",
      "=",
      ":",
      "@",
      "-",
      "_",
      "*",
      "(",
      ")",
      "\u00e9",
      "\u4e2d",
      "\uD83D\uDE00"
    };
    int parsed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = "  ".repeat(random.nextInt(2)) + authority() + "/" + some(path, 8);
      text += random.nextBoolean() ? "" : "?" + some(path, 4);
      text += random.nextBoolean() ? "" : "#" + some(new String[] {"a", "/", "?", "%41", "="}, 4);
      HttpUrl theirs = HttpUrl.parse(text);
      ParsedUrl ours = parse(text, null);
      assertThat(ours == null).as(text).isEqualTo(theirs == null);
      if (ours != null && theirs != null) {
        parsed++;
        assertThat(ours.href()).as(text).isEqualTo(theirs.toString());
        assertThat(ours.hostname()).as(text).isEqualTo(theirs.host());
        assertThat(ours.path()).as(text).isEqualTo(theirs.encodedPath());
        assertThat(ours.query()).as(text).isEqualTo(theirs.encodedQuery());
        assertThat(ours.fragment()).as(text).isEqualTo(theirs.encodedFragment());
      }
    }
    assertThat(parsed).isGreaterThan(ROUNDS / 2);
  }

  /**
   * Galimatias, which follows the standard of 2014. Left out: {@code ^}, backquotes, quotes,
   * brackets and bars (other percent-encode sets), numbers at the end of hosts (were names then),
   * characters outside ASCII in hosts, empty user names, spaces at the ends, drive letters, the
   * credentials of the base (were dropped), lower case in percent-encoded dots (was changed), and
   * ports above 65535 (were taken).
   */
  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void agrees_with_galimatias(long seed) throws GalimatiasParseException {
    random = new SplittableRandom(seed);
    String[] pieces = {
      "a",
      "B",
      "1",
      ".",
      "..",
      "%2E",
      "%2E.",
      "/",
      "/",
      "%41",
      "~",
      "!",
      "$",
      "&",
      "+",
      ",",
      ";",
      "=",
      "-",
      "_",
      "*",
      "(",
      ")",
      "\u00e9",
      "\u4e2d",
      "\uD83D\uDE00"
    };
    List<String> bases = List.of("http://h.example/a/b/c?d#e", "https://h.example:81/x/");
    int parsed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String base = bases.get(random.nextInt(bases.size()));
      String text =
          switch (random.nextInt(4)) {
            case 0 -> authority().replace("65536", "65535") + "/" + some(pieces, 6);
            case 1 -> "/" + some(new String[] {"a", "b", "../", "./", "c/", "%2E%2E/"}, 6);
            case 2 -> "a" + some(pieces, 6);
            default -> "?" + some(pieces, 3);
          };
      text += random.nextBoolean() ? "" : "#" + some(new String[] {"a", "/", "?", "%41"}, 4);
      ParsedUrl ours = parse(text, ParsedUrl.parse(base));
      String theirs = galimatias(text, base);
      assertThat(ours == null ? null : ours.href()).as("%s at %s", text, base).isEqualTo(theirs);
      parsed += ours == null ? 0 : 1;
    }
    assertThat(parsed).isGreaterThan(ROUNDS / 2);
  }

  /**
   * The JDK. Left out: all that is not RFC 3986 or that the standard changes, which leaves lower
   * case, no dot segments and no default ports; and labels with hyphens at the end or underscores,
   * in which it sees no host.
   */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void agrees_with_the_jdk(long seed) throws URISyntaxException {
    random = new SplittableRandom(seed);
    String[] pieces = {
      "a", "b", "1", "/c", "%41", "%2f", "~", "!", "$", "&", "+", ",", ";", "=", "-"
    };
    for (int i = 0; i < ROUNDS; i++) {
      String text =
          some(new String[] {"http", "ftp", "ws", "foo", "a+b-c.d"}, 0)
              + "://"
              + host().toLowerCase(Locale.ROOT)
              + (random.nextBoolean() ? "" : ":" + random.nextInt(1_000, 65_536))
              + "/"
              + some(pieces, 6)
              + (random.nextBoolean() ? "" : "?" + some(pieces, 4))
              + (random.nextBoolean() ? "" : "#" + some(pieces, 4));
      URI theirs = new URI(text);
      ParsedUrl ours = ParsedUrl.parse(text);
      assertThat(ours.href()).isEqualTo(text);
      assertThat(ours.scheme()).as(text).isEqualTo(theirs.getScheme());
      assertThat(ours.hostname()).as(text).isEqualTo(theirs.getHost());
      assertThat(ours.port()).as(text).isEqualTo(theirs.getPort());
      assertThat(ours.path()).as(text).isEqualTo(theirs.getRawPath());
      assertThat(ours.query()).as(text).isEqualTo(theirs.getRawQuery());
      assertThat(ours.fragment()).as(text).isEqualTo(theirs.getRawFragment());
    }
  }

  private String authority() {
    String scheme = some(new String[] {"http", "https", "HTTP", "hTTps"}, 0);
    String port = some(new String[] {"", "", ":8080", ":1", ":080", ":65535", ":65536", ":a"}, 0);
    return scheme + "://" + some(new String[] {"", "", "", "u@", "u:p@"}, 0) + host() + port;
  }

  /** Labels that begin and end with letters, at most four. */
  private String host() {
    List<String> labels = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      labels.add(some(new String[] {"a", "Bc", "x1y", "www", "com", "d-e", "uk"}, 0));
    }
    return String.join(".", labels);
  }

  private String some(String[] pieces, int more) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(more + 1); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private static @Nullable ParsedUrl parse(String text, @Nullable ParsedUrl base) {
    try {
      return ParsedUrl.parse(text, base);
    } catch (InvalidSubjectException e) {
      return null;
    }
  }

  private static @Nullable String galimatias(String text, String base)
      throws GalimatiasParseException {
    URL from = URL.parse(base);
    try {
      return URL.parse(from, text).toString();
    } catch (GalimatiasParseException e) {
      return null;
    }
  }
}
