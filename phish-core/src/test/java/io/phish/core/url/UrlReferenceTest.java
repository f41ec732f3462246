package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relative references and schemes other than those of the web, state by state. */
class UrlReferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        // Scheme state, path or authority state, opaque path state.
        "foo: -> foo:",
        "FOO+1-2.3:Bar -> foo+1-2.3:Bar",
        "foo:/ -> foo:/",
        "foo:// -> foo://",
        "foo:/// -> foo:///",
        "foo:/a/../b -> foo:/b",
        "foo:/.. -> foo:/",
        "foo:a/../b -> foo:a/../b",
        "foo:a\\b -> foo:a\\b",
        "foo:/a\\..\\b -> foo:/a\\..\\b",
        "foo://h\u00fc/ -> foo://h%C3%BC/",
        "foo:a  ?b c#d e -> foo:a %20?b%20c#d%20e",
        "foo:  #x -> foo: %20#x",
        "foo:\u00fc\u007f<>\"` -> foo:%C3%BC%7F<>\"`",
        "foo:a?' -> foo:a?'",
        "http://a/?' -> http://a/?%27",
        // A path that would read as a host.
        "foo:/.//p -> foo:/.//p",
        "foo:/a/..//p -> foo:/.//p",
        "foo:/..//p -> foo:/.//p",
        "foo:/.// -> foo:/.//",
        "foo://h//p -> foo://h//p",
        "http://h/a/..//p -> http://h//p",
        // Opaque hosts.
        "foo://EXAMPLE.com/ -> foo://EXAMPLE.com/",
        "foo://0x7f.1:80/ -> foo://0x7f.1:80/",
        "foo://%41%zz/ -> foo://%41%zz/",
        "foo://h?q -> foo://h?q",
        "foo://h#f -> foo://h#f",
        "foo://h/?# -> foo://h/?#",
        "foo://u:p@h:1/ -> foo://u:p@h:1/",
        "foo://[1:0:0:0:0:0:0:0]/ -> foo://[1::]/",
        "foo://!$&'()*+,-.;=_`{}~\" -> foo://!$&'()*+,-.;=_`{}~\"",
        // File, file slash, and file host states.
        "file: -> file:///",
        "file:a -> file:///a",
        "file:/a -> file:///a",
        "file://a/b -> file://a/b",
        "file:\\\\a\\b -> file://a/b",
        "file://localhost/a -> file:///a",
        "file://LOC%41LHOST -> file:///",
        "file:?q -> file:///?q",
        "file:#f -> file:///#f",
        "file://h?q -> file://h/?q",
        "file://127.1/ -> file://127.0.0.1/",
        "file://[::1]/ -> file://[::1]/",
        "file:////a -> file:////a",
        "file:c| -> file:///c:",
        "file:c|/.. -> file:///c:/",
        "file://c|/a -> file:///c:/a",
        "file://c:?q -> file:///c:?q",
        "file:///c|/../.. -> file:///c:/",
        "file:///c:a/.. -> file:///",
        "file:///a/c|/.. -> file:///a/",
        "file:///c||/x -> file:///c||/x",
        "file:////c|/x -> file:////c|/x",
        "foo:///c|/x -> foo:///c|/x",
        // Special schemes only.
        "ws:\\\\a\\b -> ws://a/b",
        "ftp:a -> ftp://a/",
      })
  void parses_every_scheme(String input, String href) {
    assertThat(ParsedUrl.parse(input).href()).isEqualTo(href);
    assertThat(ParsedUrl.parse(href).href()).isEqualTo(href);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        // Relative state.
        "http://u:p@h:1/a/b?q#f -> `` -> http://u:p@h:1/a/b?q",
        "http://u:p@h:1/a/b?q#f -> c -> http://u:p@h:1/a/c",
        "http://u:p@h:1/a/b?q#f -> ?r -> http://u:p@h:1/a/b?r",
        "http://u:p@h:1/a/b?q#f -> ? -> http://u:p@h:1/a/b?",
        "http://u:p@h:1/a/b?q#f -> #g -> http://u:p@h:1/a/b?q#g",
        "http://h/a/b -> .. -> http://h/",
        "http://h/a/b/ -> ../../../c -> http://h/c",
        "http://h/a/b -> ./c/ -> http://h/a/c/",
        "http://h -> c:d -> c:d",
        "http://h -> 1:d -> http://h/1:d",
        // Relative slash state.
        "http://u:p@h:1/a/b?q -> /c -> http://u:p@h:1/c",
        "http://h/a -> \\c -> http://h/c",
        "http://h/a -> //i/c -> http://i/c",
        "http://h/a -> /\\i/c -> http://i/c",
        "http://h/a -> ////i/c -> http://i/c",
        "foo://h/a -> //i -> foo://i",
        "foo://h/a -> ///i -> foo:///i",
        "foo://h/a -> \\c -> foo://h/\\c",
        "foo:/a/b -> /c -> foo:/c",
        "foo:/a/b -> ..//c -> foo:/.//c",
        "foo:/.//a/b -> c -> foo:/.//a/c",
        "foo:/.//a/b -> ?q -> foo:/.//a/b?q",
        "foo:/.//a/b -> /c -> foo:/c",
        "foo://h -> c -> foo://h/c",
        "foo://h -> ?c -> foo://h?c",
        // Special relative or authority state.
        "http://h/a/b -> http:c -> http://h/a/c",
        "http://h/a/b -> http:/c -> http://h/c",
        "http://h/a/b -> HTTP:?q -> http://h/a/b?q",
        "http://h/a/b -> http://i -> http://i/",
        "http://h/a/b -> http:\\\\i -> http://i/",
        "http://h/a/b -> https:c -> https://c/",
        "http://h/a/b -> ws:/c -> ws://c/",
        "foo://h/a/b -> foo:c -> foo:c",
        // No scheme state.
        "mailto:a@b?q#f -> #g -> mailto:a@b?q#g",
        "foo:a -> # -> foo:a#",
        // File states.
        "file:///a/b?q#f -> `` -> file:///a/b?q",
        "file:///a/b?q -> #g -> file:///a/b?q#g",
        "file:///a/b?q -> ?r -> file:///a/b?r",
        "file:///a/b -> c -> file:///a/c",
        "file:///a/b -> file:c -> file:///a/c",
        "file:///C:/a/b -> .. -> file:///C:/",
        "file:///C:/a/b -> ../../.. -> file:///C:/",
        "file:///C:/a -> /b -> file:///C:/b",
        "file:///C:/a -> /D:/b -> file:///D:/b",
        "file:///C:/a -> /D|/b -> file:///D:/b",
        "file:///C:/a -> d| -> file:///d:",
        "file:///C:/a -> d|? -> file:///d:?",
        "file:///C:/a -> d|x -> file:///C:/d|x",
        "file:///C:/a -> //h/b -> file://h/b",
        "file:///C:/a -> //d:/b -> file:///d:/b",
        "file:///C:/a -> /// -> file:///",
        "file://h/C:/a -> /b -> file://h/C:/b",
        "file://h/Ca/b -> /c -> file://h/c",
        "file://h/a -> file:/b -> file://h/b",
        "file:///C: -> .. -> file:///C:/",
        "http://h/a -> file:b -> file:///b",
        "http://h/a -> file:/b -> file:///b",
        "file:///a -> http:b -> http://b/",
      })
  void resolves_references(String base, String input, String href) {
    assertThat(ParsedUrl.parse(input, ParsedUrl.parse(base)).href()).isEqualTo(href);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "mailto:a@b -> c -> NO_SCHEME -> 0",
        "mailto:a@b -> '  ?q' -> NO_SCHEME -> 2",
        "mailto:a@b -> //c -> NO_SCHEME -> 0",
        "http://h -> // -> INVALID_HOST -> 2",
        "http://h -> //a:b -> INVALID_PORT -> 4",
        "http://h -> //@/ -> INVALID_HOST -> 3",
        "foo://h -> foo://a b -> INVALID_HOST -> 7",
        "foo://h -> foo://a^b -> INVALID_HOST -> 7",
        "foo://h -> foo://a:b -> INVALID_PORT -> 8",
        "foo://h -> foo://:80 -> INVALID_HOST -> 6",
        "foo://h -> foo://@ -> INVALID_HOST -> 7",
        "foo://h -> foo://u@/ -> INVALID_HOST -> 8",
        "foo://h -> foo://u@:1/ -> INVALID_HOST -> 8",
        "foo://h -> foo://[::1 -> INVALID_HOST -> 6",
        "foo://h -> foo://a[b -> INVALID_HOST -> 7",
        "foo://h -> file://a:80/ -> INVALID_HOST -> 8",
        "foo://h -> file://u@a/ -> INVALID_HOST -> 8",
        "foo://h -> file://a%00/ -> INVALID_HOST -> 8",
      })
  void refuses_with_reason_and_place(String base, String input, Code code, int offset) {
    ParsedUrl from = ParsedUrl.parse(base);
    InvalidSubjectException refusal =
        catchThrowableOfType(InvalidSubjectException.class, () -> ParsedUrl.parse(input, from));

    assertThat(refusal).as(input).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.offset()).isEqualTo(offset);
  }

  @Test
  void tells_no_host_from_an_empty_one() {
    assertThat(ParsedUrl.parse("foo:/a").hasHost()).isFalse();
    assertThat(ParsedUrl.parse("foo:///a").hasHost()).isTrue();
    assertThat(ParsedUrl.parse("file:/a").hasHost()).isTrue();
    for (String input : new String[] {"foo:/a", "foo:///a", "file:/a", "foo:/.//a", "foo:"}) {
      ParsedUrl url = ParsedUrl.parse(input);
      assertThat(url.hostname()).isEmpty();
      assertThat(url.username()).isEmpty();
      assertThat(url.password()).isEmpty();
      assertThat(url.host()).isNull();
      assertThat(url.registrableDomain()).isNull();
      assertThat(url.port()).isEqualTo(-1);
      assertThat(url.isIpAddress()).isFalse();
      assertThat(url.derived()).isEmpty();
    }
  }

  @Test
  void knows_nothing_of_opaque_hosts() {
    ParsedUrl url = ParsedUrl.parse("foo://u:p@www.Example.com:8/a");

    assertThat(url.hostname()).isEqualTo("www.Example.com");
    assertThat(url.username()).isEqualTo("u");
    assertThat(url.password()).isEqualTo("p");
    assertThat(url.port()).isEqualTo(8);
    assertThat(url.registrableDomain()).isNull();
    assertThat(url.derived()).isEmpty();
    assertThat(url.isSpecial()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:p@h:8/a, https://h:8",
    "http://h:80/, http://h",
    "ws://h/, ws://h",
    "ftp://[::1]/, ftp://[::1]",
    "file://h/, null",
    "foo://h/, null",
    "blob:https://h:8/a, https://h:8",
    "blob:ftp://h/, null",
    "blob:ws://h/, null",
    "blob:blob:https://h/, null",
    "blob:, null",
    "data:a, null",
  })
  void gives_the_origin(String input, String origin) {
    assertThat(ParsedUrl.parse(input).origin()).isEqualTo(origin);
  }

  @Test
  void takes_over_what_is_odd_about_the_authority_of_the_base() {
    ParsedUrl base = ParsedUrl.parse("http://user@0x7f.1/a b");

    assertThat(ParsedUrl.parse("c", base).oddities())
        .containsExactly(Oddity.CREDENTIALS, Oddity.ODD_IPV4);
    assertThat(ParsedUrl.parse("//h/c", base).oddities()).isEmpty();
    assertThat(ParsedUrl.parse("http:c", ParsedUrl.parse("http://h/")).oddities())
        .containsExactly(Oddity.SLASH_COUNT);
    assertThat(ParsedUrl.parse("d:", ParsedUrl.parse("file:///")).oddities()).isEmpty();
    assertThat(ParsedUrl.parse("d|", ParsedUrl.parse("file:///")).oddities())
        .containsExactly(Oddity.UNUSUAL_CHARACTER, Oddity.DRIVE_LETTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "file:///etc/passwd", "foo://a b/", "foo:", "data:,"})
  void gives_detectors_nothing_without_a_host_to_judge(String input) {
    // The subject itself refuses it, too; a form made by somebody else must not get past.
    InvalidSubjectException refusal =
        catchThrowableOfType(InvalidSubjectException.class, () -> ParsedUrl.parseWeb("  " + input));

    assertThat(refusal.code()).isEqualTo(Code.UNSUPPORTED_SCHEME);
    assertThat(refusal.offset()).isEqualTo(2);
    assertThat(catchThrowableOfType(InvalidSubjectException.class, () -> Subject.url(input)).code())
        .isEqualTo(Code.UNSUPPORTED_SCHEME);
  }

  @Test
  void gives_detectors_what_has_a_host() {
    assertThat(new UrlCanonicalizer().canonicalize(new Url("WSS://A.example")).host())
        .isEqualTo("a.example");
  }
}
