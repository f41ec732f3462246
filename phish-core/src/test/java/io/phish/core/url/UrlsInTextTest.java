package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.url.FoundUrl.Kind;
import io.phish.subject.Url;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found between ‹ and › must be found there and nothing else. */
class UrlsInTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "go to ‹http://shop.test/a?b=c#d› now",
        "‹HTTPS://Shop.Test/A›",
        "‹http://intranet/wiki› and ‹http://localhost:8080›",
        "‹ftp://files.test/a› ‹ws://push.test› ‹custom+x://thing/1›",
        "click‹http://shop.test› 1‹https://shop.test› end.‹http://shop.test›",
        "‹http://user:secret@shop.test:8443/a› ‹http://bank.com@evil.com/›",
        "‹http://bank.com:x[1]@evil.com/a› ‹http://-.~_!$&'()*+,;=:%40@evil.com›",
        "‹http://a_b.shop.test/›",
        "‹git+https://shop.test/r›",
        "http://‹http://shop.test› http://ftp://‹https://shop.test/›",
        "‹http://shop.test/to/http://other.test/x›",
        "‹http://shop.test›:",
        "‹http://shop.test:80/a›: b"
      })
  void finds_urls_with_a_scheme(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://shop.test x://y http:// http://. http://.. http://? http://# http:///a",
        "http://-a.test http://b-.test http://x._.test http://.a.com/ http://a_.b.c_d.com/",
        "9abc://x http://1.1.1.1.1/ http://256.256.256.256/",
        "http://a.test:65536/ a.com:100000 mailto:x a:b:c C:/a 12:30 ::"
      })
  void leaves_what_is_no_url(String text) {
    requireMarked(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "‹shop.com› ‹www.shop.co.uk/cart› ‹shop.de:8080/x› ‹shop.org?q=1› ‹SHOP.COM› ‹Shop.Com›",
        "url:‹www.shop.com› (‹shop.com›) *‹shop.com›* >>‹shop.com›<< \"‹shop.com›\"",
        "‹//shop.com/a› and ‹invoice.zip/x›, ‹www.main.py›, ‹github.io›",
        "_‹shop.com›_ -‹shop.com› =‹shop.com›",
        "‹a.b.c.d.shop.info›.",
        "‹allegro.pl› ‹bit.ly/abc› ‹www.gov.uk›"
      })
  void finds_hosts_under_a_public_suffix(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main.py README.md install.sh lib.rs invoice.zip clip.mov image.jpg node.js a.out",
        "e.g. i.e. U.S. 1.2.3 v1.2.3 3.14 a..b ..3. ...",
        "co.uk com .com com. org",
        "end.This Hello.World done.In the",
        "foo.bar() self.name(x) a.b.c shop.invalidtld",
        "/path/to/file.pl C:\\dir\\file.com foo@bar @shop.com #shop.com $shop.com",
        "x/shop.com .shop.com ..shop.com sh-op.com-x shop.com_x shop.comx"
      })
  void leaves_files_versions_sentences_and_code(String text) {
    requireMarked(text);
  }

  @Test
  void file_names_are_hosts_where_that_is_asked_for() {
    List<FoundUrl> found =
        UrlsInText.find("see invoice.zip", UrlsInText.Options.defaults().withFileNames(true));

    assertThat(found).extracting(FoundUrl::url).containsExactly("http://invoice.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "‹192.168.1.1› ‹10.0.0.1/x› ‹10.0.0.1:80›. (‹10.0.0.1›)",
        "‹http://0x7f.1/› ‹http://2130706433/› ‹http://010.8.8.8/›",
        "10.0.0.0/8 .1.1.1.1 1.1.1.1.1 1.1.1 256.1.1.1 01.1.1.1 1.1.1.1.a 1.1.1.1111",
        "‹http://[::1]/a› ‹[2001:db8::1]› ‹[2001:db8::1]:80/x› ‹http://[::ffff:1.2.3.4]:80/›",
        "[:] [::x] [1:2] a[::2] [12] [a] fe80::1"
      })
  void finds_addresses_and_no_versions_networks_or_slices(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(‹http://shop.test/a›) [‹http://shop.test/a›] {‹http://shop.test/a›} <‹http://shop.test/a›>",
        "‹http://shop.test/a_(b)_(c(d))›) ‹http://shop.test/a[]=1&b[]=2›]",
        "‹http://shop.test/a›. ‹http://shop.test/a›, ‹http://shop.test/a›; ‹http://shop.test/a›!?...",
        "‹http://shop.test/a.b,c;d!e:f?g› x",
        "\"‹http://shop.test/a›\" '‹http://shop.test/a›' “‹http://shop.test/a›” «‹http://shop.test/a›»",
        "`‹http://shop.test/a›` **‹http://shop.test/a›** _‹http://shop.test/a›_",
        "[t](‹http://shop.test/a›) <‹http://shop.test/a›|text> ‹http://shop.test/a|b› |",
        "‹http://shop.test/it's› '‹http://shop.test/it›'s",
        "‹http://shop.test/a›… ‹http://shop.test/›— ‹http://shop.test/a-b–c›– x",
        "‹http://shop.test/a›,‹http://shop.test/b›;‹https://shop.test/c›",
        "‹http://shop.test/?a=1&amp;b=2›&quot; ‹http://shop.test/a›&lt;b&gt;",
        "‹http://shop.test›\\n ‹http://shop.test/a›\\t",
        "‹http://shop.test./a› ‹http://shop.test›. ‹http://shop.test›.?",
        "‹http://t.co/Ab12›-it ‹http://t.co/Ab12›'s",
        "‹http://shop.test/a›\u0000b ‹http://shop.test/›\u200F\u202C"
      })
  void leaves_the_punctuation_of_the_sentence(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "‹http://bücher.example/ä› ‹пример.рф› ‹Bücher.com› ‹http://例え.テスト/›",
        "请访问‹http://shop.com/a›查看，‹shop.com›好 「‹http://shop.com/b›」。‹http://shop.com›です",
        "‹https://ja.wikipedia.org/wiki/日本語›。",
        "👉‹shop.com›👈 ‹http://shop.com/x›👍",
        "‹shop。com› ‹http://shop．com/›",
        "です。そして。",
        "‹shop.com›에서 ‹http://shop.com/a›를",
        "‹sh\u00ADop.com› ‹http://sh\u200Bop.com/›"
      })
  void finds_internationalised_names_and_their_place_in_text_without_spaces(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "‹joe@shop.com›, <‹joe.b+c@shop.co.uk›> '‹joe@shop.com›' mail:‹joe@shop.com›.",
        "name=‹joe@shop.com› ‹joe.shop.com@mail.org› ‹1.2.3.4@mail.org›",
        "‹mailto:joe@shop.com?subject=a› ‹mailto:joe@intranet›",
        "joe@intranet icon@2x.png @shop .@shop.com joe.@shop.com a@b@ joe@1.2.3.4 joe@-shop.com",
        "‹git@github.com›:a/b.git"
      })
  void finds_mail_addresses(String marked) {
    requireMarked(marked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "hxxp://evil.com/a -> http://evil.com/a",
        "hXXps://evil.com -> https://evil.com",
        "h**p://evil.com -> http://evil.com",
        "meow://evil.com -> http://evil.com",
        "fxp://evil.com/x -> ftp://evil.com/x",
        "evil[.]com -> http://evil.com",
        "evil(.)com -> http://evil.com",
        "evil{.}com -> http://evil.com",
        "evil[dot]com/x -> http://evil.com/x",
        "evil(DOT)com -> http://evil.com",
        "evil [.] com/x -> http://evil.com/x",
        "evil[.com/x -> http://evil.com/x",
        "evil.]com -> http://evil.com",
        "evil\\.com -> http://evil.com",
        "evil\\[.\\]com -> http://evil.com",
        "a[.]evil.co[.]uk:80/x -> http://a.evil.co.uk:80/x",
        "evil[.]internal -> http://evil.internal",
        "10[.]0[.]0[.]1/x -> http://10.0.0.1/x",
        "10.0.0[.]1 -> http://10.0.0.1",
        "http[:]//evil.com -> http://evil.com",
        "hxxps[://]evil[.]com/a[.]php -> https://evil.com/a.php",
        "http://evil[.]com[:]8080[/]a -> http://evil.com:8080/a",
        "http:\\\\evil.com/a -> http://evil.com/a",
        "https:\\/\\/evil.com\\/a\\/b -> https://evil.com/a/b",
        "http__evil.com/a -> http://evil.com/a",
        "http:__evil.com/a -> http://evil.com/a",
        "http:///evil.com/a -> http://evil.com/a",
        "http:/evil.com/a -> http://evil.com/a",
        "evil<.>com/a -> http://evil.com/a",
        "http://evil,com/a -> http://evil.com/a",
        "http://10,0,0,1 -> http://10.0.0.1",
        "http://[evil.com/a -> http://evil.com/a",
        "hxxp://evil dot com/x -> http://evil.com/x",
        "http://u:p@evil[.]com/ -> http://u:p@evil.com/",
        "http://2001:db8:0:0:0:0:0:1 -> http://[2001:db8:0:0:0:0:0:1]",
        "joe[@]evil[.]com -> mailto:joe@evil.com",
        "joe(at)evil(dot)com -> mailto:joe@evil.com",
        "joe [at] evil [dot] com -> mailto:joe@evil.com",
        "joe@evil[.]com -> mailto:joe@evil.com"
      })
  void puts_defanged_urls_right(String written, String url) {
    for (String text : List.of(written, "see " + written + ", please", "(" + written + ")")) {
      int start = text.indexOf(written);
      assertThat(UrlsInText.find(text))
          .as(text)
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.url()).isEqualTo(url);
                assertThat(found.defanged()).isTrue();
                assertThat(found.start()).isEqualTo(start);
                assertThat(found.end()).isEqualTo(start + written.length());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the dot com boom",
        "a(.)b x\\.y foo(dot)bar (at) [at] [.] (.) [dot]",
        "array[.5] f(.9) list[0] a.b[c] a[.]1",
        "‹http://localhost›, then"
      })
  void leaves_what_only_looks_defanged(String marked) {
    requireMarked(marked);
  }

  @Test
  void tells_how_a_url_was_written() {
    assertThat(UrlsInText.find("http://a.com b.com //c.com d@e.com mailto:f@g.com [::1]"))
        .extracting(FoundUrl::url, FoundUrl::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("http://a.com", Kind.URL),
            org.assertj.core.groups.Tuple.tuple("http://b.com", Kind.HOST),
            org.assertj.core.groups.Tuple.tuple("http://c.com", Kind.HOST),
            org.assertj.core.groups.Tuple.tuple("mailto:d@e.com", Kind.ADDRESS),
            org.assertj.core.groups.Tuple.tuple("mailto:f@g.com", Kind.ADDRESS),
            org.assertj.core.groups.Tuple.tuple("http://[::1]", Kind.HOST));
  }

  @Test
  void a_url_that_nobody_reads_to_its_end_is_cut_and_its_rest_is_no_url_of_its_own() {
    String text = "http://a.com/" + "x/".repeat(100_000) + "http://b.com/ http://c.com/";

    List<FoundUrl> found = UrlsInText.find(text);

    assertThat(found).extracting(FoundUrl::start).containsExactly(0, text.lastIndexOf("http"));
    assertThat(found.get(0).url().length()).isLessThanOrEqualTo(Url.MAX_LENGTH);
    assertThat(ParsedUrl.parse(found.get(0).url()).host()).isEqualTo("a.com");
  }

  @Test
  void stops_after_as_many_as_are_asked_for() {
    String text = "a.com b.com c.com ".repeat(100);

    assertThat(UrlsInText.find(text, UrlsInText.Options.defaults().withMaxUrls(2))).hasSize(2);
    assertThat(UrlsInText.find(text)).hasSize(300);
    assertThatThrownBy(() -> UrlsInText.Options.defaults().withMaxUrls(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxUrls is 0");
  }

  @Test
  void a_host_longer_than_names_can_be_is_none() {
    String longest = ("a".repeat(49) + ".").repeat(5) + "com";

    assertThat(longest).hasSize(253);
    requireMarked("‹" + longest + "› b" + longest);
  }

  private static void requireMarked(String marked) {
    String text = marked.replace("‹", "").replace("›", "");
    StringBuilder got = new StringBuilder(text);
    List<FoundUrl> found = UrlsInText.find(text);
    for (int i = found.size() - 1; i >= 0; i--) {
      got.insert(found.get(i).end(), '›').insert(found.get(i).start(), '‹');
    }
    assertThat(got.toString()).isEqualTo(marked);
  }
}
