package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.url.FoundUrl.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsInHtmlTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "<a href=\"http://a.test/x\">t</a> -> http://a.test/x",
        "<A HREF = 'http://a.test/x'>t</A> -> http://a.test/x",
        "<a href=http://a.test/x>t</a> -> http://a.test/x",
        "<a class=b href=http://a.test/x/ id=c>t</a> -> http://a.test/x/",
        "<img src='https://a.test/i.png'/> -> https://a.test/i.png",
        "<form action=\"http://a.test/login\"> -> http://a.test/login",
        "<button formaction='http://a.test/'> -> http://a.test/",
        "<a href='http://a.test/?x=1&amp;y=2'> -> http://a.test/?x=1&y=2",
        "<a href='http://a.test/?x=1&lt=2'> -> http://a.test/?x=1&lt=2",
        "<a href='http&colon;&sol;&sol;a.test'> -> http://a.test",
        "<a href='&#104;ttp://a&#x2e;test/'> -> http://a.test/",
        "<a href=' http://a.test/ '> -> http://a.test/",
        "<a href='//a.test/x'> -> http://a.test/x",
        "<a href='http:/\\a.test/x'> -> http:/\\a.test/x",
        "<a href='http://-a.test/'> -> http://-a.test/",
        "<a href='mailto:joe@a.test?subject=x'> -> mailto:joe@a.test?subject=x",
        "<meta http-equiv=refresh content=\"0; url=http://a.test/x\"> -> http://a.test/x",
        "<a href=\"javascript:location='http://a.test/x'\"> -> http://a.test/x",
        "<a href='/go?to=http://a.test/x'> -> http://a.test/x",
        "<div style=\"background:url('http://a.test/x')\"> -> http://a.test/x",
        "<div onclick=\"open('http://a.test/x')\"> -> http://a.test/x",
        "<script>var a = 'http://a.test/x';</script> -> http://a.test/x",
        "<style>a{background:url(http://a.test/x)}</style> -> http://a.test/x",
        "<!--[if mso]><a href='http://a.test/x'><![endif]--> -> http://a.test/x",
        "see http://a.test/x<br> -> http://a.test/x",
        "see &quot;http://a.test/x&quot; -> http://a.test/x",
        "see hxxp://a[.]test/?x&amp;y -> http://a.test/?x&y",
        "1 < 2 http://a.test/x -> http://a.test/x"
      })
  void finds_the_url(String html, String url) {
    assertThat(UrlsInText.findInHtml(html)).extracting(FoundUrl::url).containsExactly(url);
  }

  @ParameterizedTest
  @CsvSource({
    "<a href='/x'>t</a>",
    "<a href='x.html'>t</a>",
    "<a href='#top'>t</a>",
    "<a href=''>t</a>",
    "<a href=>t</a>",
    "<a href='javascript:void(0)'>t</a>",
    "<a href='tel:+123'>t</a>",
    "<a href='data:text/plain;x'>t</a>",
    "<html xmlns=\"http://www.w3.org/1999/xhtml\">",
    "<!DOCTYPE html PUBLIC \"x\" \"http://www.w3.org/TR/x.dtd\">",
    "<?xml version='1.0'?>",
    "<br/>",
    "</a http://a.test>",
    "<"
  })
  void finds_none(String html) {
    assertThat(UrlsInText.findInHtml(html)).isEmpty();
  }

  @Test
  void offsets_are_those_of_the_source() {
    String html =
        "<p>a &amp; b http://a.test/?x=1&amp;y=2&quot; <a href=' http://b.test/&#x2f; '>c.com</a>";

    List<FoundUrl> found = UrlsInText.findInHtml(html);

    assertThat(found)
        .extracting(url -> html.substring(url.start(), url.end()))
        .containsExactly("http://a.test/?x=1&amp;y=2", "http://b.test/&#x2f;", "c.com");
    assertThat(found)
        .extracting(FoundUrl::url)
        .containsExactly("http://a.test/?x=1&y=2", "http://b.test//", "http://c.com");
    assertThat(found).extracting(FoundUrl::kind).containsExactly(Kind.URL, Kind.URL, Kind.HOST);
  }

  @Test
  void what_a_link_says_and_where_it_goes_are_both_found() {
    assertThat(UrlsInText.findInHtml("<a href=\"http://evil.test/\">https://bank.com/login</a>"))
        .extracting(FoundUrl::url)
        .containsExactly("http://evil.test/", "https://bank.com/login");
  }

  @Test
  void a_tag_or_value_that_never_ends_is_looked_into_up_to_the_end() {
    assertThat(UrlsInText.findInHtml("<a href=\"http://a.test/x"))
        .extracting(FoundUrl::url)
        .containsExactly("http://a.test/x");
    assertThat(UrlsInText.findInHtml("<a href=http://a.test/x")).hasSize(1);
    assertThat(UrlsInText.findInHtml("<script>'http://a.test/x'")).hasSize(1);
  }

  @Test
  void stops_after_as_many_as_are_asked_for() {
    String html = "<a href='http://a.test'>b.com</a> c.com <i title='d.com'>";
    for (int max = 1; max <= 4; max++) {
      assertThat(UrlsInText.findInHtml(html, UrlsInText.Options.defaults().withMaxUrls(max)))
          .hasSize(max);
    }
  }
}
