package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsInTextPropertyTest {
  private static final String[] PIECES = {
    "http",
    "https",
    "hxxp",
    "ftp",
    "foo",
    "mailto:",
    ":",
    "://",
    "//",
    "/",
    "\\",
    "@",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ".",
    "..",
    "[.]",
    "(.)",
    "[dot]",
    " dot ",
    "(at)",
    "[@]",
    "[:]",
    "%2e",
    "%",
    "%41",
    ",",
    ";",
    "'",
    "\"",
    "?",
    "#",
    "&",
    "=",
    "-",
    "_",
    "*",
    "<",
    ">",
    "|",
    " ",
    "\n",
    "\t",
    "a",
    "B",
    "0",
    "1.2.3.4",
    "[::1]",
    "com",
    "co.uk",
    "www.",
    "example.com",
    "t.co/",
    "xn--p1ai",
    "py",
    "рф",
    "日本",
    "。",
    "．",
    "é",
    "\u00AD",
    "\u200B",
    "\u202E",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00",
    "\0",
    "&amp;",
    "&quot;",
    "&#x2e;",
    "&",
    "<a href=",
    "<a href='",
    "</",
    "<!--",
    "<script>"
  };

  private static final Set<String> OPENED = Set.of("http", "https", "ws", "wss", "ftp");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatever_the_text_what_is_found_is_in_it_in_order_and_can_be_parsed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(1, 16); k > 0; k--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      count += requireSound(text.toString());
    }
    assertThat(count).isGreaterThan(5_000);
  }

  /** What must hold for every text; returns how many URLs it has. */
  static int requireSound(String text) {
    List<FoundUrl> found = UrlsInText.find(text);
    requireSound(text, found);
    requireSound(text, UrlsInText.findInHtml(text));
    return found.size();
  }

  private static void requireSound(String text, List<FoundUrl> found) {
    int floor = 0;
    for (FoundUrl url : found) {
      assertThat(url.start()).as("%s in %s", url, text).isGreaterThanOrEqualTo(floor);
      assertThat(url.end()).as("%s in %s", url, text).isBetween(url.start() + 1, text.length());
      floor = url.end();
      int colon = url.url().indexOf(':');
      assertThat(colon).as("%s in %s", url, text).isPositive();
      if (OPENED.contains(url.url().substring(0, colon).toLowerCase(java.util.Locale.ROOT))) {
        ParsedUrl.parse(url.url());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void a_url_between_spaces_is_found_as_it_stands(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String url = url(random);
      String text = "see " + url + " now";
      assertThat(UrlsInText.find(text))
          .as(text)
          .containsExactly(new FoundUrl(url, 4, 4 + url.length(), false, FoundUrl.Kind.URL));
      assertThat(UrlsInText.findInHtml("<a href=\"" + url + "\">x</a>"))
          .extracting(FoundUrl::url)
          .containsExactly(url);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void what_was_defanged_is_put_right(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String url = url(random);
      String defanged = defang(url, random);
      assertThat(UrlsInText.find(defanged))
          .as(defanged)
          .containsExactly(new FoundUrl(url, 0, defanged.length(), true, FoundUrl.Kind.URL));
    }
  }

  private static String url(SplittableRandom random) {
    StringBuilder url = new StringBuilder(random.nextBoolean() ? "http://" : "https://");
    for (int labels = random.nextInt(3); labels > 0; labels--) {
      url.append(word(random)).append('.');
    }
    url.append(word(random)).append(random.nextBoolean() ? ".com" : ".co.uk");
    if (random.nextInt(4) == 0) {
      url.append(':').append(random.nextInt(1, 65_536));
    }
    for (int segments = random.nextInt(4); segments > 0; segments--) {
      url.append('/').append(word(random));
    }
    if (random.nextInt(3) == 0) {
      url.append(url.indexOf("/", 8) < 0 ? "/?" : "?").append(word(random)).append("=%2F");
    }
    if (random.nextInt(4) == 0) {
      url.append('#').append(word(random));
    }
    return url.toString();
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(1, 10); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return random.nextInt(4) == 0 ? word + "-" + random.nextInt(100) : word.toString();
  }

  private static String defang(String url, SplittableRandom random) {
    int host = url.indexOf("//") + 2;
    int end = host;
    while (end < url.length() && "/:#?".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String[] dots = {"[.]", "(.)", "{.}", "[dot]", "(dot)", " [.] ", "\\.", "[ . ]", " dot "};
    String[] colons = {"://", "[:]//", "[://]", ":\\\\"};
    return "hxxp"
        + (url.startsWith("https") ? "s" : "")
        + colons[random.nextInt(colons.length)]
        + url.substring(host, end).replace(".", dots[random.nextInt(dots.length)])
        + url.substring(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "[.]",
        "(.)",
        " [.] ",
        " dot ",
        "http://",
        "http:",
        "http[:]//",
        "a.",
        "a@",
        "@",
        "%",
        "%2e",
        "a%2e",
        ".",
        "..",
        "'",
        "\"",
        "\\",
        "\\.",
        "/",
        "a",
        "a.b@",
        "http://a@",
        "a-.",
        "_",
        "http://[",
        "[::",
        "[:",
        ":",
        "&",
        "&amp;",
        "<",
        "<a ",
        "<a href=",
        "<a href=\"",
        "<!--",
        "</",
        "<script>",
        "a.com ",
        "a.com(",
        "a.com,",
        "http://a,",
        "mailto:",
        "a@b.",
        "joe@a.com",
        "。",
        "日",
        "日a",
        "a日.",
        "a.com日",
        "http://a.com日",
        "é.",
        "\uD83D\uDE00",
        "1.",
        "1.1.1.1",
        "1.1.1.1/8 ",
        "http__a.",
        "http://a:",
        "http://a.com:99999",
        "h**p",
        "x://",
        "a[at]",
        "t.co/",
        "&#x2e;",
        "=",
        "//"
      })
  void looks_at_each_character_a_bounded_number_of_times(String piece) {
    for (String start : List.of("", "http://a.com/", "http://", "a@")) {
      String text = start + piece.repeat(100_000 / piece.length());
      TextScanner scanner =
          new TextScanner(
              text,
              text.toCharArray(),
              0,
              text.length(),
              UrlsInText.Options.defaults().withMaxUrls(Integer.MAX_VALUE),
              found -> {});

      scanner.scan(Integer.MAX_VALUE);

      assertThat(scanner.visited()).as(start).isLessThan(12L * text.length() + 1_000);
    }
  }

  @Test
  void two_megabytes_without_a_space_are_no_trouble() {
    String text = "http://a.com/?q=" + "x=(y[.]z@".repeat(250_000);

    assertThat(requireSound(text)).isEqualTo(1);
    requireSound("a.b@".repeat(500_000));
    requireSound("<a href=\"".repeat(250_000));
    requireSound("<a b=c&amp;".repeat(200_000));
    requireSound("</".repeat(1_000_000));
  }
}
