package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import io.phish.core.name.PublicSuffixes;
import io.phish.subject.Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeBrowsingUrlTest {

  /** What the documentation says of each rule; its own list of examples is among them. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "http://host/%25%32%35 -> http://host/%25",
        "http://host/%25%32%35%25%32%35 -> http://host/%25%25",
        "http://host/%2525252525252525 -> http://host/%25",
        "http://host/asdf%25%32%35asd -> http://host/asdf%25asd",
        "http://host/%%%25%32%35asd%% -> http://host/%25%25%25asd%25%25",
        "http://www.google.com/ -> http://www.google.com/",
        "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65"
            + "%62%61%79%2E%63%6F%6D/ -> http://168.188.99.26/.secure/www.ebay.com/",
        "http://195.127.0.11/uploads/%20%20%20%20/.verify/a=b/"
            + " -> http://195.127.0.11/uploads/%20%20%20%20/.verify/a=b/",
        "http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944"
            + "_55%252B -> http://host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+",
        "http://3279880203/blah -> http://195.127.0.11/blah",
        "http://www.google.com/blah/.. -> http://www.google.com/",
        "www.google.com/ -> http://www.google.com/",
        "www.google.com -> http://www.google.com/",
        "http://www.evil.com/blah#frag -> http://www.evil.com/blah",
        "http://www.GOOgle.com/ -> http://www.google.com/",
        "http://www.google.com.../ -> http://www.google.com/",
        "`http://www.google.com/foo\tbar\rbaz\n2` -> http://www.google.com/foobarbaz2",
        "http://www.google.com/q? -> http://www.google.com/q?",
        "http://www.google.com/q?r? -> http://www.google.com/q?r?",
        "http://www.google.com/q?r?s -> http://www.google.com/q?r?s",
        "http://evil.com/foo#bar#baz -> http://evil.com/foo",
        "http://evil.com/foo; -> http://evil.com/foo;",
        "http://evil.com/foo?bar; -> http://evil.com/foo?bar;",
        "http://\u0001\u0080.com/ -> http://%01%80.com/",
        "http://notrailingslash.com -> http://notrailingslash.com/",
        "http://www.gotaport.com:1234/ -> http://www.gotaport.com:1234/",
        "  http://www.google.com/   -> http://www.google.com/",
        "http:// leadingspace.com/ -> http://%20leadingspace.com/",
        "http://%20leadingspace.com/ -> http://%20leadingspace.com/",
        "%20leadingspace.com/ -> http://%20leadingspace.com/",
        "https://www.securesite.com/ -> https://www.securesite.com/",
        "http://host.com/ab%23cd -> http://host.com/ab%23cd",
        "http://host.com//twoslashes?more//slashes -> http://host.com/twoslashes?more//slashes",
        // Dots of the host, dot segments of the path.
        "http://..a...b.../ -> http://a.b/",
        "http://a.com/b/./c/../../d/. -> http://a.com/d/",
        "http://a.com/../../b -> http://a.com/b",
        "http://a.com/b/%2e%2E/c -> http://a.com/c",
        "http://a.com/b//../c -> http://a.com/b/c",
        "http://a.com/b?c/../d//e -> http://a.com/b?c/../d//e",
        "http://a.com/b%3F/../c -> http://a.com/c",
        "http:/a.com/b%3F/../c -> http://a.com/c",
        "` ht\ttp://a.com/b%3F/../c` -> http://a.com/c",
        // Escapes that hide delimiters.
        "http://a.com/b%2Fc%3Fd -> http://a.com/b/c?d",
        "http%3A%2F%2Fa.com%2Fb -> http://a.com/b",
        "http://a.com/%5Cb -> http://a.com/\\b",
        "http://a.com/%09%0a%7f%e9 -> http://a.com/%09%0A%7F%E9",
        // What browsers do.
        "http:\\\\a.com\\b?c\\d -> http://a.com/b?c\\d",
        "http:/a.com/b -> http://a.com/b",
        "http:a.com/b -> http://a.com/b",
        "http:////a.com/b -> http://a.com/b",
        "//a.com/b -> http://a.com/b",
        "HTTPS://u:p@a.com:443/ -> https://a.com/",
        "http://x%2F@a.com/ -> http://a.com/",
        "http://b.com@a.com/ -> http://a.com/",
        "http://b.com%40a.com/ -> http://a.com/",
        "http://a.com:0080/ -> http://a.com/",
        "http://a.com:/ -> http://a.com/",
        // Without a scheme.
        "a.com:8080/b -> http://a.com:8080/b",
        "localhost:8080 -> http://localhost:8080/",
        "user@a.com/ -> http://a.com/",
        "192.0.2.1:80 -> http://192.0.2.1/",
        // Names outside ASCII, as text, as UTF-8 and escaped.
        "http://Bücher.example/ä -> http://xn--bcher-kva.example/%C3%A4",
        "http://b%C3%BCcher.example/ -> http://xn--bcher-kva.example/",
        "http://\u00E4\u00B8\u00AD.example/ -> http://%C3%A4%C2%B8%C2%AD.example/",
        "http://\u00E4\u00B8\u0080.example/\u00E9 -> http://xn--4gq.example/%E9",
        "http://a。b/ -> http://a.b/",
        "http://a℀b.com/ -> http://a%E2%84%80b.com/",
        // Addresses.
        "http://0x7f.1/ -> http://127.0.0.1/",
        "http://017700000001/ -> http://127.0.0.1/",
        "http://1.2.3.4./ -> http://1.2.3.4/",
        "http://1.2.3.09/ -> http://1.2.3.09/",
        "http://4294967296/ -> http://4294967296/",
        "http://1.2.3.4.5/ -> http://1.2.3.4.5/",
        "http://0x/ -> http://0.0.0.0/",
        "http://0x -> http://0.0.0.0/",
        "0x/ -> http://0.0.0.0/",
        "1.0x/ -> http://1.0.0.0/",
        "0xg/ -> http://0xg/",
        "http://1.2.3.4 x/ -> http://1.2.3.4/",
        "http://1.2.3.4 x.example.com/ -> http://1.2.3.4%20x.example.com/",
        "http://[2001:DB8:0:0::1]:8080/ -> http://[2001:db8:0:0::1]:8080/",
        "ftp://a.com/b -> ftp://a.com/b",
      })
  void has_a_canonical_form(String url, String canonical) {
    assertThat(Objects.requireNonNull(SafeBrowsingUrl.v4(url)).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "/",
        "/index.html",
        "?a",
        "#a",
        "http:",
        "http://",
        "http:///",
        "http:///blah;param",
        "http://./",
        "http://?a.com",
        "http://[::1/",
        "http://[::1]x/",
        "http://a:b:c/",
        "mailto:a@b.com",
        "javascript:alert(1)",
        "data:text/html,a.com",
        "file:///etc/passwd",
        "//blah/"
      })
  void has_none_without_a_host(String url) {
    assertThat(SafeBrowsingUrl.v4(url)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://[2001:0db8:0000::1]/, [2001:db8::1]",
    "http://[::ffff:1.2.3.4]/, 1.2.3.4",
    "http://[::FFFF:102:304]/, 1.2.3.4",
    "http://[64:ff9b::1.2.3.4]/, 1.2.3.4",
    "http://[64:ff9b::1:0:0]/, [64:ff9b::1:0:0]",
    "http://[64:ff9b:1::1.2.3.4]/, [64:ff9b:1::102:304]",
    "http://[::1.2.3.4]/, [::102:304]",
    "http://[fe80::1%25en0]/, [fe80::1%25en0]",
    "http://[::1]/, [::1]",
    "http://0x7f.1/, 127.0.0.1"
  })
  void normalizes_ipv6_in_version_5(String url, String host) {
    SafeBrowsingUrl parsed = v5(url);

    assertThat(parsed.host()).isEqualTo(host);
    assertThat(parsed.expressions()).containsExactly(host + "/");
  }

  @Test
  void looks_up_the_last_five_labels_in_version_4() {
    assertThat(v4("http://a.b.c.d.e.f.g/1.html").expressions())
        .containsExactly(
            "a.b.c.d.e.f.g/1.html",
            "a.b.c.d.e.f.g/",
            "c.d.e.f.g/1.html",
            "c.d.e.f.g/",
            "d.e.f.g/1.html",
            "d.e.f.g/",
            "e.f.g/1.html",
            "e.f.g/",
            "f.g/1.html",
            "f.g/");
    assertThat(v4("http://a.b/").expressions()).containsExactly("a.b/");
    assertThat(v4("http://a/").expressions()).containsExactly("a/");
    assertThat(v4("http://b.c.d.e.f/").expressions())
        .containsExactly("b.c.d.e.f/", "c.d.e.f/", "d.e.f/", "e.f/");
  }

  @Test
  void looks_up_from_the_registrable_domain_on_in_version_5() {
    assertThat(v5("http://a.b.c.d.e.f.example.co.uk/").expressions())
        .containsExactly(
            "a.b.c.d.e.f.example.co.uk/",
            "d.e.f.example.co.uk/",
            "e.f.example.co.uk/",
            "f.example.co.uk/",
            "example.co.uk/");
    assertThat(v5("http://example.co.uk/").expressions()).containsExactly("example.co.uk/");
    assertThat(v5("http://a.tenant.github.io/").expressions())
        .containsExactly("a.tenant.github.io/", "tenant.github.io/");
    assertThat(v5("http://co.uk/").expressions()).containsExactly("co.uk/");
    assertThat(v5("http://localhost/").expressions()).containsExactly("localhost/");
  }

  @Test
  void looks_up_the_path_and_four_directories() {
    assertThat(v4("http://b.c/1/2.html?param=1/2").expressions())
        .containsExactly("b.c/1/2.html?param=1/2", "b.c/1/2.html", "b.c/", "b.c/1/");
    assertThat(v4("http://u:p@b.c:81/1/2/3/4/5/6?").expressions())
        .containsExactly("b.c/1/2/3/4/5/6", "b.c/", "b.c/1/", "b.c/1/2/", "b.c/1/2/3/");
    assertThat(v4("http://b.c/1/2/").expressions()).containsExactly("b.c/1/2/", "b.c/", "b.c/1/");
    assertThat(v4("http://1.2.3.4/1/").expressions()).containsExactly("1.2.3.4/1/", "1.2.3.4/");
    assertThat(v4("http://a.b.c.d.e.f.g/1/2/3/4/5?6").expressions()).hasSize(30);
  }

  @Test
  void hashes_each_expression_by_sha_256() throws Exception {
    SafeBrowsingUrl url = v4("http://a.b.c/1/2.html?param=1/2");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

    assertThat(url.hashes()).hasSameSizeAs(url.expressions());
    for (int i = 0; i < url.hashes().size(); i++) {
      byte[] hash = sha256.digest(url.expressions().get(i).getBytes(StandardCharsets.UTF_8));
      assertThat(url.hashes().get(i)).isEqualTo(hash);
      assertThat(url.hashPrefixes(4).get(i)).isEqualTo(Arrays.copyOf(hash, 4));
      assertThat(url.hashPrefixes(32).get(i)).isEqualTo(hash);
    }
    // FIPS 180-2, appendix B.1, gives the hash of "abc".
    assertThat(HexFormat.of().formatHex(sha256.digest("abc".getBytes(StandardCharsets.UTF_8))))
        .startsWith("ba7816bf");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 33})
  void has_prefixes_of_4_to_32_octets_only(int length) {
    SafeBrowsingUrl url = v4("http://a.b/");

    assertThatThrownBy(() -> url.hashPrefixes(length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 4 to 32");
  }

  @Test
  void undoes_the_deepest_escapes() {
    String nested = "25".repeat(32_000);
    String rows = "%25".repeat(21_000);

    assertThat(v4("http://a.b/%" + nested + "41").canonical()).isEqualTo("http://a.b/A");
    assertThat(v4("http://a.b/" + rows).canonical()).isEqualTo("http://a.b/" + rows);
    // Each escape is the digit of the one before it.
    assertThat(v4("http://a.b/" + "%2".repeat(20_000) + "5").canonical())
        .isEqualTo("http://a.b/" + "%252".repeat(19_999) + "%25");
  }

  @Test
  void finds_what_passes_that_undo_one_layer_each_find() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder query = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        query.append("%%%%2222533346aF".charAt(random.nextInt(16)));
      }
      assertThat(v4("http://a.b/?" + query).canonical())
          .as(query.toString())
          .isEqualTo("http://a.b/?" + layerByLayer(query.toString()));
    }
  }

  private static String layerByLayer(String text) {
    String before;
    String after = text;
    do {
      before = after;
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < before.length(); i++) {
        if (before.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
          out.append((char) Integer.parseInt(before.substring(i + 1, i + 3), 16));
          i += 2;
        } else {
          out.append(before.charAt(i));
        }
      }
      after = out.toString();
    } while (!after.equals(before));
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < after.length(); i++) {
      char c = after.charAt(i);
      escaped.append(c <= 32 || c >= 127 || c == '#' || c == '%' ? escaped(c) : "" + c);
    }
    return escaped.toString();
  }

  private static String escaped(char c) {
    return String.format(Locale.ROOT, "%%%02X", (int) c);
  }

  @Test
  void keeps_its_promises_on_any_input() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "ab.1%2 /\\?#@:[]xX-éß\u0080\u00FF\uD800\uDFFF。中\t\n\0http";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "");
      for (int k = random.nextInt(30); k > 0; k--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      requirePromises(text.toString());
    }
  }

  @Test
  void looks_up_what_a_browser_goes_to() {
    SplittableRandom random = new SplittableRandom(13);
    String[] parts = {
      "a", "b.c", ".", "..", "/", "\\", "@", ":", "?", "#", "%2F", "%3F", "%40", "%5C", "%2e",
      "%25", "%32", "80", "1.2", "0x1", "\t", " ", "\u00FC", "%C3%BC", "://", "http:", "é。"
    };
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? " http:" : "http://");
      for (int k = random.nextInt(1, 10); k > 0; k--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      ParsedUrl url;
      try {
        url = ParsedUrl.parse(text.toString());
      } catch (InvalidSubjectException e) {
        continue;
      }
      SafeBrowsingUrl found = SafeBrowsingUrl.v4(text.toString());
      if (found != null) {
        parsed++;
        assertThat(found.host()).as(text.toString()).isEqualTo(withoutExtraDots(url.hostname()));
        assertThat(found.canonical()).as(text.toString()).isEqualTo(v4(url.href()).canonical());
      } else {
        assertThat(url.has(Oddity.SLASH_COUNT) || url.hostname().matches("\\.+"))
            .as(text.toString())
            .isTrue();
      }
    }
    assertThat(parsed).isGreaterThan(2_000);
  }

  /** With what becomes an address by that as an address. */
  private static String withoutExtraDots(String host) {
    return v4(host.replaceAll("\\.+", ".").replaceAll("^\\.|\\.$", "")).host();
  }

  @Test
  void takes_a_url_of_any_shape_up_to_the_limit() {
    for (String part :
        List.of(".", "..", "/", "/../", "/./", "a.", "%", "%2", "@", ":", "é", "\uD800")) {
      String text = part.repeat((Url.MAX_LENGTH - 9) / part.length());
      for (String prefix : List.of("", "http://", "http://a.b/")) {
        requirePromises(prefix + text);
      }
    }
    assertThat(SafeBrowsingUrl.v4("http://a.b/" + "c".repeat(Url.MAX_LENGTH - 11))).isNotNull();
    assertThat(SafeBrowsingUrl.v4("http://a.b/" + "c".repeat(Url.MAX_LENGTH - 10))).isNull();
  }

  static void requirePromises(String text) {
    for (SafeBrowsingUrl url : Arrays.asList(SafeBrowsingUrl.v4(text), maybeV5(text))) {
      if (url == null) {
        continue;
      }
      String canonical = url.canonical();
      assertThat(canonical).as(text).matches("[!-~]+").contains("://").doesNotContain("#");
      assertThat(url.expressions()).as(text).hasSizeBetween(1, 30).doesNotHaveDuplicates();
      assertThat(url.hashPrefixes(8)).hasSameSizeAs(url.expressions());
      assertThat(url.expressions().get(0)).as(text).startsWith(url.host() + "/");
      assertThat(url.expressions()).as(text).contains(url.host() + "/");
      // A backslash that was escaped would be a slash if it were read again.
      if (canonical.indexOf('\\') < 0 && canonical.length() <= Url.MAX_LENGTH) {
        assertThat(v4(canonical).canonical()).as(text).isEqualTo(canonical);
      }
    }
  }

  private static SafeBrowsingUrl v4(String url) {
    return Objects.requireNonNull(SafeBrowsingUrl.v4(url), url);
  }

  private static SafeBrowsingUrl v5(String url) {
    return Objects.requireNonNull(maybeV5(url), url);
  }

  private static @Nullable SafeBrowsingUrl maybeV5(String url) {
    return SafeBrowsingUrl.v5(url, PublicSuffixes.bundled());
  }
}
