package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.subject.Subject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of every URL that has been parsed. */
final class UrlInvariants {
  private static final UrlFeatures FEATURES = new UrlFeatures();

  private UrlInvariants() {}

  static void requireSound(ParsedUrl url, String text) {
    String href = url.href();
    // Only an opaque path may have spaces.
    assertThat(href.chars()).as(text).allMatch(c -> c > 0x20 - (url.hasOpaquePath() ? 1 : 0));
    assertThat(href.chars()).as(text).allMatch(c -> c < 0x7F);
    assertThat(components(ParsedUrl.parse(href))).as(text).isEqualTo(components(url));
    assertThat(serialised(url)).as(text).isEqualTo(href);
    for (Subject domain : url.derived()) {
      assertThat(ParsedDomain.parse(domain.value()).host()).as(text).isEqualTo(url.host());
    }
    if (url.isSpecial() && !url.scheme().equals("file")) {
      UrlFeaturesTest.requireInRange(FEATURES.extract(url), text);
      UrlFindings.of(url, text);
    }
  }

  static List<@Nullable Object> components(ParsedUrl url) {
    return Arrays.asList(
        url.href(),
        url.scheme(),
        url.username(),
        url.password(),
        url.hasHost(),
        url.hostname(),
        url.host(),
        url.registrableDomain(),
        url.port(),
        url.path(),
        url.hasOpaquePath(),
        url.query(),
        url.fragment(),
        url.isIpAddress(),
        url.origin());
  }

  /** The URL serializer of the standard. */
  private static String serialised(ParsedUrl url) {
    StringBuilder text = new StringBuilder(url.scheme()).append(':');
    if (url.hasHost()) {
      text.append("//").append(url.username());
      if (!url.password().isEmpty()) {
        text.append(':').append(url.password());
      }
      if (!url.username().isEmpty() || !url.password().isEmpty()) {
        text.append('@');
      }
      text.append(url.hostname());
      if (url.port() >= 0) {
        text.append(':').append(url.port());
      }
    } else if (url.path().startsWith("//")) {
      text.append("/.");
    }
    text.append(url.path());
    if (url.query() != null) {
      text.append('?').append(url.query());
    }
    if (url.fragment() != null) {
      text.append('#').append(url.fragment());
    }
    return text.toString();
  }
}
