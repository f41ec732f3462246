package io.phish.core.url;

import io.phish.core.url.FoundUrl.Kind;
import io.phish.core.url.UrlsInText.Options;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Goes through the source of a page once, tag by tag, and looks for URLs in text and attributes.
 * Comments are looked into like the page: mail programs show some of them. Used for one page.
 */
final class HtmlScanner {
  /** Attributes whose value is one URL (HTML Standard, "Attributes"; and older ones). */
  private static final Set<String> LINKS =
      Set.of(
          "action",
          "background",
          "cite",
          "codebase",
          "data",
          "dynsrc",
          "formaction",
          "href",
          "icon",
          "longdesc",
          "lowsrc",
          "manifest",
          "poster",
          "profile",
          "src",
          "xlink:href");

  /** No attribute of a URL has a longer name. */
  private static final int MAX_NAME = 16;

  private final String source;
  private final char[] characters;
  private final int to;
  private final Options options;
  private final Consumer<FoundUrl> sink;
  private int left;

  /** Where the next ampersand is. */
  private int reference = -1;

  HtmlScanner(String source, Options options, Consumer<FoundUrl> sink) {
    this.source = source;
    this.characters = source.toCharArray();
    this.to = source.length();
    this.options = options;
    this.sink = sink;
    this.left = options.maxUrls();
  }

  /** Finds them. */
  void scan() {
    int text = 0;
    int i = 0;
    while (i < to && left > 0) {
      if (source.charAt(i) != '<' || !isMarkup(i + 1)) {
        i++;
        continue;
      }
      text(text, i, false);
      i = markup(i + 1);
      text = i;
    }
    text(text, to, false);
  }

  private boolean isMarkup(int at) {
    return at < to
        && (LinkChars.isLetter(source.charAt(at)) || "/!?".indexOf(source.charAt(at)) >= 0);
  }

  /** Goes over a tag; where the text behind it starts. */
  private int markup(int at) {
    if (source.startsWith("!--", at)) {
      return at + 3;
    }
    if (!LinkChars.isLetter(source.charAt(at))) {
      int end = source.indexOf('>', at);
      return end < 0 ? to : end + 1;
    }
    int i = nameEnd(at);
    boolean script = isNamed(at, i, "script");
    boolean style = isNamed(at, i, "style");
    i = attributes(i);
    if (script || style) {
      int end = rawEnd(i, script ? "script" : "style");
      plain(i, end);
      return end;
    }
    return i;
  }

  private boolean isNamed(int from, int end, String name) {
    return end - from == name.length() && source.regionMatches(true, from, name, 0, name.length());
  }

  /** Where the raw text of an element ends. */
  private int rawEnd(int from, String name) {
    int i = from;
    while (true) {
      i = source.indexOf("</", i);
      if (i < 0) {
        return to;
      }
      if (source.regionMatches(true, i + 2, name, 0, name.length())) {
        return i;
      }
      i += 2;
    }
  }

  /** Goes over the attributes of a tag and the bracket at its end. */
  private int attributes(int from) {
    int i = from;
    while (i < to) {
      char c = source.charAt(i);
      if (c == '>') {
        return i + 1;
      }
      if (c <= ' ' || c == '/' || c == '=') {
        i++;
        continue;
      }
      int name = i;
      i = nameEnd(i);
      int nameEnd = i;
      i = spaceEnd(i);
      if (i < to && source.charAt(i) == '=') {
        i = value(name, nameEnd, spaceEnd(i + 1));
      }
    }
    return to;
  }

  private int value(int name, int nameEnd, int from) {
    char quote = from < to ? source.charAt(from) : '>';
    if (quote == '"' || quote == '\'') {
      int end = source.indexOf(quote, from + 1);
      attribute(name, nameEnd, from + 1, end < 0 ? to : end);
      return end < 0 ? to : end + 1;
    }
    int i = from;
    while (i < to && source.charAt(i) > ' ' && source.charAt(i) != '>') {
      i++;
    }
    attribute(name, nameEnd, from, i);
    return i;
  }

  private int nameEnd(int from) {
    int i = from;
    while (i < to && source.charAt(i) > ' ' && "/>=".indexOf(source.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private int spaceEnd(int from) {
    int i = from;
    while (i < to && source.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }

  private void attribute(int nameStart, int nameEnd, int from, int end) {
    String name =
        nameEnd - nameStart > MAX_NAME
            ? ""
            : source.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (name.startsWith("xmlns") || left == 0) {
      return;
    }
    if (!LINKS.contains(name) || !link(from, end)) {
      text(from, end, true);
    }
  }

  /** Takes a value for a URL; false if it is none with a host. */
  private boolean link(int from, int end) {
    int start = from;
    int stop = end;
    while (start < stop && source.charAt(start) <= ' ') {
      start++;
    }
    while (stop > start && source.charAt(stop - 1) <= ' ') {
      stop--;
    }
    if (start == stop) {
      return false;
    }
    String value = source.substring(start, stop);
    if (value.indexOf('&') >= 0) {
      value = CharacterReferences.decode(source, start, stop, true).text();
    }
    Kind kind = Kind.URL;
    String url = value;
    if (value.regionMatches(true, 0, "mailto:", 0, 7)) {
      kind = Kind.ADDRESS;
    } else if (isSlash(value, 0) && isSlash(value, 1)) {
      kind = Kind.HOST;
      url = "http:" + value;
    }
    if (kind == Kind.ADDRESS ? value.indexOf('@') < 0 : !LinkTail.isOpened(url)) {
      return false;
    }
    left--;
    sink.accept(new FoundUrl(url, start, stop, false, kind));
    return true;
  }

  private static boolean isSlash(String text, int at) {
    return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
  }

  /** Looks for URLs in text that may hold character references. */
  private void text(int from, int end, boolean attribute) {
    if (end - from < 3 || left == 0) {
      return;
    }
    if (reference < from) {
      int next = source.indexOf('&', from);
      reference = next < 0 ? to : next;
    }
    if (reference >= end) {
      plain(from, end);
      return;
    }
    CharacterReferences decoded = CharacterReferences.decode(source, from, end, attribute);
    String text = decoded.text();
    TextScanner scanner =
        new TextScanner(
            text,
            text.toCharArray(),
            0,
            text.length(),
            options,
            found ->
                sink.accept(
                    new FoundUrl(
                        found.url(),
                        decoded.offset(found.start()),
                        decoded.offset(found.end()),
                        found.defanged(),
                        found.kind())));
    left -= scanner.scan(left);
  }

  private void plain(int from, int end) {
    if (from < end && left > 0) {
      left -= new TextScanner(source, characters, from, end, options, sink).scan(left);
    }
  }
}
