package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Domain;
import io.phish.subject.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        // Scheme, slashes, edges.
        "https://example.com -> https://example.com/",
        "HTTPS://EXAMPLE.COM/A?B#C -> https://example.com/A?B#C",
        "http:example.com -> http://example.com/",
        "http:/example.com -> http://example.com/",
        "http:\\\\example.com\\a\\b -> http://example.com/a/b",
        "http:////example.com/ -> http://example.com/",
        "wss://example.com:443/ -> wss://example.com/",
        "ws://example.com:443/ -> ws://example.com:443/",
        "ftp://example.com:21/x -> ftp://example.com/x",
        "http://example.com?q -> http://example.com/?q",
        "http://example.com#f -> http://example.com/#f",
        "http://example.com/?# -> http://example.com/?#",
        "https://example.com/a#b?c#d -> https://example.com/a#b?c#d",
        // Ports.
        "http://example.com:80/ -> http://example.com/",
        "http://example.com:/ -> http://example.com/",
        "http://example.com:00000000000000000000080/ -> http://example.com/",
        "http://example.com:0/ -> http://example.com:0/",
        "http://example.com:65535/ -> http://example.com:65535/",
        // Credentials.
        "http://user@example.com/ -> http://user@example.com/",
        "http://user:pass@example.com/ -> http://user:pass@example.com/",
        "http://user:@example.com/ -> http://user@example.com/",
        "http://:pass@example.com/ -> http://:pass@example.com/",
        "http://:@example.com/ -> http://example.com/",
        "http://@example.com/ -> http://example.com/",
        "http://a@b@c/ -> http://a%40b@c/",
        "http://a:b:c@d/ -> http://a:b%3Ac@d/",
        "http://paypal.com@evil.example/ -> http://paypal.com@evil.example/",
        "http://a%20b:[]|@c/ -> http://a%20b:%5B%5D%7C@c/",
        // IPv4 in every form.
        "http://192.168.0.1/ -> http://192.168.0.1/",
        "http://192.168.0.1./ -> http://192.168.0.1/",
        "http://192.168.1/ -> http://192.168.0.1/",
        "http://192.11010049/ -> http://192.168.0.1/",
        "http://3232235521/ -> http://192.168.0.1/",
        "http://0xC0A80001/ -> http://192.168.0.1/",
        "http://0300.0250.0.01/ -> http://192.168.0.1/",
        "http://0xC0.0250.0x0.1/ -> http://192.168.0.1/",
        "http://0x/ -> http://0.0.0.0/",
        "http://%30%78%63%30%2e%30%32%35%30.01/ -> http://192.168.0.1/",
        "http://256.com/ -> http://256.com/",
        "http://1.2.3.4.com/ -> http://1.2.3.4.com/",
        "http://0xg/ -> http://0xg/",
        // IPv6.
        "http://[::1]/ -> http://[::1]/",
        "http://[1:0:0:0:0:0:0:0]/ -> http://[1::]/",
        "http://[0:0:0:0:0:0:0:0]/ -> http://[::]/",
        "http://[1:0:0:2:0:0:0:3]/ -> http://[1:0:0:2::3]/",
        "http://[2001:DB8::A]/ -> http://[2001:db8::a]/",
        "http://[::ffff:192.168.0.1]:8080/ -> http://[::ffff:c0a8:1]:8080/",
        "http://[1:2:3:4:5:6:7::]/ -> http://[1:2:3:4:5:6:7:0]/",
        // Hosts.
        "http://exa%4Dple.com/ -> http://example.com/",
        "http://ex%C3%A4mple.com/ -> http://xn--exmple-cua.com/",
        "http://bücher.example/ -> http://xn--bcher-kva.example/",
        "http://faß.example/ -> http://xn--fa-hia.example/",
        "http://ｅｘａｍｐｌｅ。ｃｏｍ/ -> http://example.com/",
        "http://XN--BCHER-KVA.example/ -> http://xn--bcher-kva.example/",
        "http://xn--a.example/ -> http://xn--a.example/",
        "http://a_b.example./ -> http://a_b.example./",
        "http://a..b/ -> http://a..b/",
        "http://!$&'()*+,-.;=_`{}~/ -> http://!$&'()*+,-.;=_`{}~/",
        // Paths.
        "http://a/b/./c/../d -> http://a/b/d",
        "http://a/b/.. -> http://a/",
        "http://a/b/. -> http://a/b/",
        "http://a/../../b -> http://a/b",
        "http://a/b/%2e%2E/c -> http://a/c",
        "http://a/b/%2e/c -> http://a/b/c",
        "http://a/b/.%2e -> http://a/",
        "http://a/b//../c -> http://a/b/c",
        "http://a/... -> http://a/...",
        "http://a/b/..%2f -> http://a/b/..%2f",
        "http://a/ü -> http://a/%C3%BC",
        "http://a/😀 -> http://a/%F0%9F%98%80",
        "http://a/<>`{}^|\"'[] -> http://a/%3C%3E%60%7B%7D%5E|%22'[]",
        "http://a/?<>`{}^|\"'[] -> http://a/?%3C%3E`{}^|%22%27[]",
        "http://a/#<>`{}^|\"'[] -> http://a/#%3C%3E%60{}^|%22'[]",
        "http://a/% %zz %4 -> http://a/%%20%zz%20%4",
        "http://a/b?c/../d\\e -> http://a/b?c/../d\\e",
      })
  void serialises_as_the_standard_does(String input, String href) {
    assertThat(ParsedUrl.parse(input).href()).isEqualTo(href);
  }

  @Test
  void gives_every_component() {
    ParsedUrl url = ParsedUrl.parse("HTTPS://us%20er:pa:ss@WWW.Example.co.uk:8443/a/b?c=d#e");

    assertThat(url.scheme()).isEqualTo("https");
    assertThat(url.username()).isEqualTo("us%20er");
    assertThat(url.password()).isEqualTo("pa%3Ass");
    assertThat(url.hostname()).isEqualTo("www.example.co.uk");
    assertThat(url.host()).isEqualTo("www.example.co.uk");
    assertThat(url.registrableDomain()).isEqualTo("example.co.uk");
    assertThat(url.port()).isEqualTo(8443);
    assertThat(url.path()).isEqualTo("/a/b");
    assertThat(url.query()).isEqualTo("c=d");
    assertThat(url.fragment()).isEqualTo("e");
    assertThat(url.text()).isEqualTo(url.href()).isEqualTo(url.toString());
    assertThat(url.derived()).containsExactly(new Domain("www.example.co.uk"));
  }

  @Test
  void tells_absent_components_from_empty_ones() {
    ParsedUrl bare = ParsedUrl.parse("http://example.com");
    ParsedUrl empty = ParsedUrl.parse("http://example.com/?#");

    assertThat(bare.query()).isNull();
    assertThat(bare.fragment()).isNull();
    assertThat(empty.query()).isEmpty();
    assertThat(empty.fragment()).isEmpty();
    assertThat(bare.port()).isEqualTo(-1);
    assertThat(bare.username()).isEmpty();
    assertThat(bare.password()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://1.2.3.4/, 1.2.3.4,",
    "http://[::1]/, ::1,",
    "http://localhost/, localhost,",
    "http://com/, com,",
    "http://github.io/, github.io,",
    "http://tenant.github.io/, tenant.github.io, tenant.github.io",
    "http://a.b.example.com./, a.b.example.com, example.com",
    "http://a.b.nosuchtld/, a.b.nosuchtld, b.nosuchtld",
    "http://a..example.com/, a..example.com,",
    "http://.example.com/, .example.com,",
  })
  void gives_host_and_registrable_domain(String input, String host, String registrableDomain) {
    ParsedUrl url = ParsedUrl.parse(input);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.registrableDomain()).isEqualTo(registrableDomain);
  }

  @Test
  void has_no_host_in_a_root() {
    ParsedUrl url = ParsedUrl.parse("http://./");

    assertThat(url.hostname()).isEqualTo(".");
    assertThat(url.host()).isNull();
    assertThat(url.registrableDomain()).isNull();
    assertThat(url.derived()).isEmpty();
  }

  @Test
  void derives_no_domain_that_no_resolver_would_be_asked_for() {
    String label = "a".repeat(60) + ".";

    assertThat(ParsedUrl.parse("http://" + label.repeat(4) + "com/").derived()).hasSize(1);
    assertThat(ParsedUrl.parse("http://" + label.repeat(5) + "com/").derived()).isEmpty();
    assertThat(ParsedUrl.parse("http://" + "a".repeat(64) + ".com/").derived()).isEmpty();
    assertThat(ParsedUrl.parse("http://a..com/").derived()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "example.com -> NO_SCHEME -> 0",
        "//example.com -> NO_SCHEME -> 0",
        "1http://a -> NO_SCHEME -> 0",
        "http: -> INVALID_HOST -> 5",
        "http:///// -> INVALID_HOST -> 10",
        "http://?q -> INVALID_HOST -> 7",
        "http://user@/ -> INVALID_HOST -> 12",
        "http://:80/ -> INVALID_HOST -> 7",
        "http://a b/ -> INVALID_HOST -> 8",
        "http://a<b/ -> INVALID_HOST -> 8",
        "http://a%20b/ -> INVALID_HOST -> 8",
        "http://a%zz/ -> INVALID_HOST -> 8",
        "http://a%/ -> INVALID_HOST -> 8",
        "http://[::1/ -> INVALID_HOST -> 7",
        "http://[::1]x/ -> INVALID_HOST -> 7",
        "http://[1:2:3]/ -> INVALID_HOST -> 7",
        "http://[1::2::3]/ -> INVALID_HOST -> 7",
        "http://[::1.2.3]/ -> INVALID_HOST -> 7",
        "http://[::1.2.3.04]/ -> INVALID_HOST -> 7",
        "http://[::1.2.3.256]/ -> INVALID_HOST -> 7",
        "http://[1:2:3:4:5:6:7:8:9]/ -> INVALID_HOST -> 7",
        "http://[:1]/ -> INVALID_HOST -> 7",
        "http://[1:]/ -> INVALID_HOST -> 7",
        "http://[12345::]/ -> INVALID_HOST -> 7",
        "http://a]b/ -> INVALID_HOST -> 8",
        "http://[/ -> INVALID_HOST -> 7",
        "http://a:1:2/ -> INVALID_PORT -> 10",
        "http://256.1.1.1/ -> INVALID_HOST -> 7",
        "http://1.2.3.4.5/ -> INVALID_HOST -> 7",
        "http://4294967296/ -> INVALID_HOST -> 7",
        "http://1.2.3.09/ -> INVALID_HOST -> 7",
        "http://a.1..2/ -> INVALID_HOST -> 7",
        "http://\u202e.example/ -> INVALID_HOST -> 7",
        "http://\u00ad/ -> INVALID_HOST -> 7",
        "http://example.com:65536/ -> INVALID_PORT -> 19",
        "http://example.com:99999999999999999999/ -> INVALID_PORT -> 19",
        "http://example.com:8x/ -> INVALID_PORT -> 20",
        "http://example.com:-1/ -> INVALID_PORT -> 19",
      })
  void refuses_with_reason_and_place(String input, Code code, int offset) {
    InvalidSubjectException refusal = refusal(input);

    assertThat(refusal.kind()).isEqualTo("url");
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.offset()).isEqualTo(offset);
    assertThat(refusal).hasMessageContaining("" + offset);
  }

  @Test
  void points_into_the_url_as_it_was_given() {
    assertThat(refusal(" \t http://exa\nm\tple.com:8x/").offset()).isEqualTo(25);
    assertThat(refusal("http://a\r\nb<c/").offset()).isEqualTo(11);
    assertThat(refusal("ht\ntp:///").offset()).isEqualTo(9);
  }

  @Test
  void refuses_what_is_too_long() {
    String longest = "http://a/" + "b".repeat(Url.MAX_LENGTH - 9);

    assertThat(ParsedUrl.parse(longest).href()).isEqualTo(longest);
    assertThat(refusal(longest + "b").code()).isEqualTo(Code.TOO_LONG);
    assertThat(refusal("http://" + "ü".repeat(1_025) + "/").code()).isEqualTo(Code.INVALID_HOST);
    assertThat(refusal("http://" + "ü".repeat(1_020) + "/").code()).isEqualTo(Code.INVALID_HOST);
    // A character that stands for 18, and Punycode that is too long to decode.
    assertThat(refusal("http://" + "\uFDFA".repeat(60) + "/").code()).isEqualTo(Code.INVALID_HOST);
    assertThat(refusal("http://ü.xn--" + "a".repeat(1_000) + "/").code())
        .isEqualTo(Code.INVALID_HOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "' http://a.example/' -> EDGE_SPACE",
        "http:/a.example/ -> SLASH_COUNT",
        "http:\\/a.example/ -> BACKSLASH",
        "http://a.example/b\\c -> BACKSLASH",
        "http://user@a.example/ -> CREDENTIALS",
        "http://@a.example/ -> CREDENTIALS",
        "http://%61.example/ -> PERCENT_ENCODED_HOST",
        "http://b\u00fccher.example/ -> UNICODE_HOST",
        "http://xn--a.example/ -> BAD_PUNYCODE",
        "http://xn--8i7caa.example/ -> BAD_PUNYCODE",
        "http://0x7f.1/ -> ODD_IPV4",
        "http://a..example/ -> EMPTY_LABEL",
        "http://a.example./ -> TRAILING_DOT",
        "http://1.2.3/ -> ODD_IPV4",
        "http://1.2.3.4./ -> ODD_IPV4",
        "http://1.2.3.04/ -> ODD_IPV4",
        "http://a_b.example/ -> ODD_HOST_NAME",
        "http://-a.example/ -> ODD_HOST_NAME",
        "http://a-.example/ -> ODD_HOST_NAME",
        "http://ab--c.example/ -> ODD_HOST_NAME",
        "http://[::01]/ -> ODD_IPV6",
        "http://a.example/#b#c -> UNUSUAL_CHARACTER",
        "http://a.example/?b|c -> UNUSUAL_CHARACTER",
        "http://a.example/\u0080 -> UNUSUAL_CHARACTER",
        "http://a.example/\uFDD0 -> UNUSUAL_CHARACTER",
        "http://a.example/\uD83D -> UNUSUAL_CHARACTER",
        "file://c:/a -> DRIVE_LETTER",
        "file:/a -> SLASH_COUNT",
        "foo://user@a/ -> CREDENTIALS",
        "foo://a%zz/ -> BAD_PERCENT",
        "foo://a{b/ -> UNUSUAL_CHARACTER",
        "foo:a b -> UNUSUAL_CHARACTER",
        "foo:%4 -> BAD_PERCENT",
        "http://a.example/%zz -> BAD_PERCENT",
        "http://a.example/?a%4 -> BAD_PERCENT",
        "http://a.example/a b -> UNUSUAL_CHARACTER",
        "http://a.example/%2e%2e/b -> ENCODED_DOT_SEGMENT",
        "http://a.example/\u202egpj.exe -> HIDDEN_CHARACTER",
      })
  void keeps_what_was_odd(String input, Oddity oddity) {
    assertThat(ParsedUrl.parse(input).oddities()).containsExactly(oddity);
  }

  @Test
  void keeps_every_oddity_of_one_url() {
    assertThat(ParsedUrl.parse("http://a\n.example/").oddities())
        .containsExactly(Oddity.TAB_OR_NEWLINE);
    assertThat(ParsedUrl.parse("http://\uff41.example/").oddities())
        .containsExactly(Oddity.UNICODE_HOST, Oddity.MAPPED_HOST);
    assertThat(ParsedUrl.parse("http://a\u200bb.example/").oddities())
        .containsExactly(Oddity.UNICODE_HOST, Oddity.MAPPED_HOST, Oddity.HIDDEN_CHARACTER);
    assertThat(ParsedUrl.parse("http://" + "a".repeat(64) + ".example/").oddities())
        .containsExactly(Oddity.LONG_HOST);
    assertThat(ParsedUrl.parse("http://paypal.com\\@evil.example/").oddities())
        .containsExactly(Oddity.BACKSLASH);
    assertThat(ParsedUrl.parse("http://\u2460.\u2461.\u2462.\u2463/").oddities())
        .containsExactly(Oddity.UNICODE_HOST, Oddity.MAPPED_HOST, Oddity.ODD_IPV4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "https://www.example.com/login?next=%2Fhome&a=b%20c#top",
        "http://xn--bcher-kva.example:8080/a_b/c-d;e=1,2?x=~",
        "file:///c:/a",
        "foo://a.b/c?d#e",
        "mailto:a@b.example?subject=c",
      })
  void finds_nothing_odd_in_ordinary_urls(String input) {
    assertThat(ParsedUrl.parse(input).oddities()).isEmpty();
  }

  @Test
  void is_equal_to_another_that_leads_to_the_same_place() {
    assertThat(ParsedUrl.parse("HTTP://EXAMPLE.com:80/a/../b"))
        .isEqualTo(ParsedUrl.parse("http://example.com/b"))
        .hasSameHashCodeAs(ParsedUrl.parse("http://example.com/b"))
        .isNotEqualTo(ParsedUrl.parse("http://example.com/c"));
  }

  private static InvalidSubjectException refusal(String input) {
    InvalidSubjectException refusal =
        catchThrowableOfType(InvalidSubjectException.class, () -> ParsedUrl.parse(input));
    assertThat(refusal).as(input).isNotNull();
    return refusal;
  }
}
