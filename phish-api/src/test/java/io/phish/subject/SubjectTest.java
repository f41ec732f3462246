package io.phish.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TWO_MEGABYTES = "a".repeat(2 << 20);

  private static void assertRefused(
      String kind, Code code, int offset, String words, ThrowingCallable factory) {
    assertThatExceptionOfType(InvalidSubjectException.class)
        .isThrownBy(factory)
        .withMessageContaining(words)
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.offset()).isEqualTo(offset);
              assertThat(e.getMessage()).hasSizeLessThan(200);
            });
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void null_is_refused_by_name() {
    assertThatNullPointerException().isThrownBy(() -> Subject.url(null)).withMessage("url");
    assertThatNullPointerException().isThrownBy(() -> Subject.domain(null)).withMessage("domain");
    assertThatNullPointerException().isThrownBy(() -> Subject.email(null)).withMessage("message");
    assertThatNullPointerException().isThrownBy(() -> Subject.text(null)).withMessage("text");
    assertThatNullPointerException().isThrownBy(() -> Subject.page(null, null)).withMessage("html");
    assertThatNullPointerException()
        .isThrownBy(() -> Subject.packageName("npm", null))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Subject.packageName(null, "a"))
        .withMessage("ecosystem");
    assertThatNullPointerException()
        .isThrownBy(() -> Subject.event(null, TIME, Map.of()))
        .withMessage("type");
    assertThatNullPointerException()
        .isThrownBy(() -> Subject.event("a", null, Map.of()))
        .withMessage("time");
    assertThatNullPointerException()
        .isThrownBy(() -> Subject.event("a", TIME, Collections.singletonMap("name", null)))
        .withMessage("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t \r\n", "\0\1", "\u00A0", "\u3000\u2003 ", "\u2028"})
  void blank_is_empty(String blank) {
    assertRefused("url", Code.EMPTY, 0, "url is empty", () -> Subject.url(blank));
    assertRefused("domain", Code.EMPTY, 0, "domain is empty", () -> Subject.domain(blank));
    assertRefused("text", Code.EMPTY, 0, "text is empty", () -> Subject.text(blank));
    assertRefused("page", Code.EMPTY, 0, "html is empty", () -> Subject.page(blank, null));
    assertRefused("package", Code.EMPTY, 0, "name is", () -> Subject.packageName("npm", blank));
    assertRefused("package", Code.EMPTY, 0, "ecosys", () -> Subject.packageName(blank, "a"));
    assertRefused("event", Code.EMPTY, 0, "type", () -> Subject.event(blank, TIME, Map.of()));
  }

  @Test
  void an_email_of_white_space_is_empty() {
    assertRefused("email", Code.EMPTY, 0, "email is empty", () -> Subject.email(new byte[0]));
    assertRefused(
        "email",
        Code.EMPTY,
        0,
        "empty",
        () -> Subject.email("\r\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void two_megabytes_are_too_long_where_they_stop_making_sense() {
    assertRefused(
        "url",
        Code.TOO_LONG,
        Url.MAX_LENGTH,
        "2097160 characters, 65536 are allowed",
        () -> Subject.url("https://" + TWO_MEGABYTES));
    assertRefused("domain", Code.TOO_LONG, 1_024, "1024 are", () -> Subject.domain(TWO_MEGABYTES));
    assertRefused("text", Code.TOO_LONG, 1 << 20, "1048576 are", () -> Subject.text(TWO_MEGABYTES));
    assertRefused(
        "package", Code.TOO_LONG, 512, "512 are", () -> Subject.packageName("npm", TWO_MEGABYTES));
    assertRefused(
        "event", Code.TOO_LONG, 128, "128 are", () -> Subject.event(TWO_MEGABYTES, TIME, Map.of()));
    assertRefused(
        "event",
        Code.TOO_LONG,
        65_536,
        "note has 2097152 characters",
        () -> Subject.event("a", TIME, Map.of("note", TWO_MEGABYTES)));
    assertThat(Subject.page(TWO_MEGABYTES, null).html()).isEqualTo(TWO_MEGABYTES);
    assertThat(Subject.email(TWO_MEGABYTES.getBytes(StandardCharsets.US_ASCII)).value())
        .isEqualTo(TWO_MEGABYTES);
  }

  @Test
  void two_megabytes_of_white_space_are_too_long() {
    String blank = " ".repeat(2 << 20);
    assertRefused("url", Code.TOO_LONG, Url.MAX_LENGTH, "65536", () -> Subject.url(blank));
    assertRefused(
        "event",
        Code.TOO_LONG,
        65_536,
        "65536",
        () -> Subject.event("a", TIME, Map.of("note", blank)));
  }

  @Test
  void the_longest_value_is_accepted_and_one_more_is_not() {
    String longest = "https://" + "a".repeat(Url.MAX_LENGTH - 8);
    assertThat(Subject.url(longest).value()).isSameAs(longest);
    assertRefused("url", Code.TOO_LONG, 65_536, "65537", () -> Subject.url(longest + "a"));
  }

  @Test
  void unpaired_surrogates_are_refused_where_they_are() {
    assertRefused(
        "url", Code.UNPAIRED_SURROGATE, 10, "U+D83D at 10", () -> Subject.url("https://a/\uD83D"));
    assertRefused(
        "url", Code.UNPAIRED_SURROGATE, 10, "U+DE00", () -> Subject.url("https://a/\uDE00a"));
    assertRefused(
        "domain", Code.UNPAIRED_SURROGATE, 1, "U+D800", () -> Subject.domain("a\uD800.com"));
    assertRefused("text", Code.UNPAIRED_SURROGATE, 0, "U+D800", () -> Subject.text("\uD800\uD800"));
    assertRefused(
        "page", Code.UNPAIRED_SURROGATE, 1, "U+DC00", () -> Subject.page("a\uDC00", null));
    assertRefused(
        "event",
        Code.UNPAIRED_SURROGATE,
        2,
        "note has an unpaired surrogate U+D800 at 2",
        () -> Subject.event("a", TIME, Map.of("note", "  \uD800")));
    assertThat(Subject.url("https://a/\uD83D\uDE00").value()).hasSize(12);
  }

  @Test
  void control_characters_are_refused_in_names_and_kept_in_texts() {
    assertRefused("domain", Code.CONTROL_CHARACTER, 1, "U+0000 at 1", () -> Subject.domain("a\0b"));
    assertRefused("domain", Code.CONTROL_CHARACTER, 3, "U+0085", () -> Subject.domain("abc\u0085"));
    assertRefused(
        "package",
        Code.CONTROL_CHARACTER,
        1,
        "U+001B",
        () -> Subject.packageName("npm", "a\u001B"));
    assertRefused(
        "event",
        Code.CONTROL_CHARACTER,
        1,
        "attribute name",
        () -> Subject.event("a", TIME, Map.of("b\n", "")));
    assertThat(Subject.text("a\0\u001B[2J").value()).hasSize(6);
    assertThat(Subject.url("https://a/\0").value()).hasSize(11);
  }

  @Test
  void bidi_and_zero_width_characters_are_evidence_and_kept() {
    String url = "https://\u202Eexa\u200Bmple.com/";
    assertThat(Subject.url(url).value()).isSameAs(url);
    assertThat(Subject.domain("exa\u200Dmple.com").value()).isEqualTo("exa\u200Dmple.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "HTTP://example.com",
        "ws:example.com",
        "wss://a",
        "ftp://a",
        "ht\ttp://example.com",
        "h\r\nttps\t://example.com",
        "  https://example.com",
        "\0\u001F https://example.com",
        "http:",
        "https:\\\\example.com"
      })
  void a_url_needs_a_scheme_with_a_host_as_browsers_read_it(String url) {
    assertThat(Subject.url(url).value()).isSameAs(url);
  }

  @ParameterizedTest
  @CsvSource({
    "javascript:alert(1), 0, javascript",
    "'  JavaScript:alert(1)', 2, javascript",
    "'java\tscript:alert(1)', 0, javascript",
    "'data:text/html,<b>', 0, data",
    "mailto:a@example.com, 0, mailto",
    "file:///etc/passwd, 0, file",
    "blob:https://example.com/, 0, blob",
    "httpss://example.com/, 0, httpss",
    "x+y-z.1://a, 0, x+y-z.1"
  })
  void schemes_without_a_host_are_refused(String url, int offset, String scheme) {
    assertRefused(
        "url",
        Code.UNSUPPORTED_SCHEME,
        offset,
        "scheme '" + scheme + "' has no host",
        () -> Subject.url(url));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com/a, 0",
    "//example.com/, 0",
    "/a, 0",
    "://example.com, 0",
    "1http://example.com, 0",
    "'  http//example.com', 2",
    "ht tp://example.com, 0",
    "ht\u200Btp://example.com, 0",
    "\uFF48ttp://example.com, 0",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa://example.com, 0"
  })
  void urls_without_a_scheme_are_refused(String url, int offset) {
    assertRefused("url", Code.NO_SCHEME, offset, "write https://", () -> Subject.url(url));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com/a, 11, /",
    "https://example.com, 6, /",
    "a@example.com, 1, @",
    "' example.com', 0, ' '",
    "exa%6Dple.com, 3, %",
    "a<b, 1, <"
  })
  void domains_refuse_what_no_host_has(String name, int offset, String character) {
    assertRefused(
        "domain",
        Code.INVALID_HOST,
        offset,
        "domain has '" + character + "' at " + offset,
        () -> Subject.domain(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "b\u00FCcher.example", "127.0.0.1", "[::1]", "::1", "a."})
  void domains_may_be_names_and_addresses(String name) {
    assertThat(Subject.domain(name).value()).isEqualTo(name);
  }

  @Test
  void an_email_keeps_its_octets() {
    byte[] octets = {'a', (byte) 0x80, (byte) 0xFF, 0, '\r', '\n'};
    Email email = Subject.email(octets);
    octets[0] = 'b';
    assertThat(email.octets()).containsExactly('a', 0x80, 0xFF, 0, '\r', '\n');
    assertThat(email.display()).isEqualTo("mail of 6 octets").isEqualTo(email.toString());
    assertRefused("email", Code.NOT_OCTETS, 1, "octets of the message", () -> new Email("a\u0100"));
  }

  @Test
  void a_page_refuses_the_urls_that_a_url_refuses() {
    assertThatExceptionOfType(InvalidSubjectException.class)
        .isThrownBy(() -> Subject.page("<p>", "javascript:alert(1)"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNSUPPORTED_SCHEME));
    assertThat(Subject.page("<p>", "https://a/").display()).isEqualTo("https://a/");
    assertThat(Subject.page("<p>", null).display()).isEqualTo("page of 3 characters");
  }

  @Test
  void pages_with_other_urls_have_other_values() {
    assertThat(Subject.page("b", "https://a/").value()).isEqualTo("https://a/\nb");
    assertThat(Subject.page("https://a/\nb", null).value()).isEqualTo("\nhttps://a/\nb");
    assertThat(Subject.page("c", "https://a/\nb").value())
        .isNotEqualTo(Subject.page("b\nc", "https://a/").value());
    assertThat(Subject.page("c", "https://a/\n").value())
        .isNotEqualTo(Subject.page("c", "https://a/\\n").value());
  }

  @Test
  void package_names_keep_their_scope() {
    assertThat(Subject.packageName("npm", "@types/node").value()).isEqualTo("npm/@types/node");
    assertThat(new PackageName("npm", "@types/node", "1.0").value())
        .isEqualTo("npm/@types/node@1.0");
    assertThat(Subject.packageName("npm", "a")).isEqualTo(new PackageName("npm", "a", null));
  }

  @Test
  void a_version_does_not_hide_in_a_package_name() {
    assertRefused(
        "package",
        Code.INVALID_NAME,
        6,
        "pass the version separately",
        () -> Subject.packageName("npm", "lodash@4"));
  }

  @ParameterizedTest
  @CsvSource({"NPM, 0", "py pi, 2", "npm/, 3", "\u00E9, 0"})
  void ecosystems_are_package_url_types(String ecosystem, int offset) {
    assertRefused(
        "package",
        Code.INVALID_NAME,
        offset,
        "package-URL type",
        () -> Subject.packageName(ecosystem, "a"));
  }

  @Test
  void event_attributes_are_a_sorted_copy() {
    Map<String, String> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER.reversed());
    attributes.put("b", "2");
    attributes.put("A", "1");
    Event event = new Event("login", TIME, new TreeMap<>(attributes));
    Event same = Subject.event("login", TIME, attributes);
    attributes.put("c", "3");

    assertThat(event.attributes()).containsExactly(Map.entry("A", "1"), Map.entry("b", "2"));
    assertThat(event).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(event.attributes().comparator()).isNull();
    assertThat(event.value()).isEqualTo("login 2026-01-01T00:00:00Z\nA=1\nb=2");
    assertThat(event.display()).isEqualTo("login 2026-01-01T00:00:00Z");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> event.attributes().put("d", "4"));
  }

  @Test
  void events_that_differ_have_other_values() {
    assertThat(value(Map.of("a", "b\nc=d"))).isNotEqualTo(value(Map.of("a", "b", "c", "d")));
    assertThat(value(Map.of("a=b", "c"))).isNotEqualTo(value(Map.of("a", "b=c")));
    assertThat(value(Map.of("a", "\n"))).isNotEqualTo(value(Map.of("a", "\\n")));
    assertThat(value(Map.of("a\\", "b"))).isNotEqualTo(value(Map.of("a", "\\b")));
  }

  private static String value(Map<String, String> attributes) {
    return Subject.event("a", TIME, attributes).value();
  }

  @Test
  void an_event_has_at_most_256_attributes() {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < 257; i++) {
      attributes.put("a" + i, "");
    }
    assertRefused(
        "event", Code.TOO_LONG, 0, "257 attributes", () -> Subject.event("a", TIME, attributes));
    attributes.remove("a0");
    assertThat(new Event("a", TIME, attributes).attributes()).hasSize(256);
  }

  @Test
  void kinds_are_as_documented() {
    assertThat(Subject.url("https://a").kind()).isEqualTo("url");
    assertThat(Subject.domain("a").kind()).isEqualTo("domain");
    assertThat(Subject.email(new byte[] {'a'}).kind()).isEqualTo("email");
    assertThat(Subject.text("a").kind()).isEqualTo("text");
    assertThat(Subject.page("a", null).kind()).isEqualTo("page");
    assertThat(Subject.packageName("npm", "a").kind()).isEqualTo("package");
    assertThat(Subject.event("a", TIME, Map.of()).kind()).isEqualTo("event");
  }

  @Test
  void codes_have_an_id_for_json() {
    assertThat(Code.UNPAIRED_SURROGATE.id()).isEqualTo("unpaired-surrogate");
  }
}
