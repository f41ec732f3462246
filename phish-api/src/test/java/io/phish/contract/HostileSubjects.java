package io.phish.contract;

import io.phish.InvalidSubjectException;
import io.phish.subject.Domain;
import io.phish.subject.Email;
import io.phish.subject.Event;
import io.phish.subject.PackageName;
import io.phish.subject.Page;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import io.phish.subject.Url;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Subjects that nobody means well with, of every kind of this library. */
public final class HostileSubjects {
  /** Where even longer subjects would only take longer. */
  private static final int LONG = 1 << 20;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "\0",
          "\0a\u001B[2J\u0007",
          "a\u0085b\u009Fc",
          "\u202Emoc.elpmaxe\u202C",
          "\u2066a\u2069\u200F",
          "\u200B",
          "a\u200Bb\u200C\u200D\uFEFF\u2060\u00AD",
          "\u2028\u2029",
          "\u3000\u00A0",
          "\uD800",
          "\uDFFFa\uD800",
          "\uFFFE\uFFFF\uFFFD",
          "\uD835\uDCF9\uD835\uDCEA\uD835\uDD02",
          "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "\uDB40\uDC61\uDB40\uDC7F",
          "\u0130\u0131\u1E9E\uFB03\u01C5",
          "\u0644\u0627\u05D0a1\u0660",
          "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
          "\u3002\uFF0E\uFF61\uFF0F\uFF1A\uFF20",
          "\u2100\u2488\u33C2",
          ".",
          "..",
          ".a",
          "a.",
          "-",
          "-a-",
          "_",
          "/",
          "//",
          "\\",
          "\\\\",
          ":",
          "::",
          "@",
          "@@",
          "#",
          "?",
          "?#?#",
          "&=&=",
          "%",
          "%%",
          "%2",
          "%zz%00%ff%C0%80",
          "[",
          "]",
          "[::1",
          "[::ffff:1.2.3.4%25eth0]",
          "0x7f.1",
          "0177.0.0.08",
          "4294967296",
          "65536",
          "-1",
          "99999999999999999999",
          "1e400",
          "NaN",
          "xn--",
          "xn--a",
          "xn--\u00E9",
          "xn--99999999999999",
          "null",
          "%s%n%1$d{}",
          "${jndi:ldap://127.0.0.1/a}",
          "' OR 1=1 --",
          "../../../../etc/passwd",
          "<script>alert(1)</script>",
          "<<<<<<<<",
          "((((((((",
          "a\r\nSet-Cookie: b=c");

  private static final List<String> RUNS =
      List.of("a", "A", "0", ".", "a.", "-", "/", "%", "%41", "@", "&a=", "\u0301", "\uD83D\uDE00");

  private HostileSubjects() {}

  /**
   * The hostile subjects of a type that its factory accepts: control, bidi, zero-width and astral
   * characters, nothing but separators, malformed escapes and numbers, and values as long as they
   * may be (at most about a million characters). Empty for a type that is not of this library.
   */
  public static <S extends Subject> List<S> of(Class<S> type) {
    List<Subject> all;
    if (type == Url.class) {
      all = accepted(urls(), Subject::url);
    } else if (type == Domain.class) {
      all = accepted(names(Domain.MAX_LENGTH), Subject::domain);
    } else if (type == Text.class) {
      all = accepted(texts(LONG), Subject::text);
    } else if (type == Page.class) {
      all = accepted(texts(LONG), html -> Subject.page(html, null));
      all.addAll(accepted(texts(LONG), HostileSubjects::page));
    } else if (type == Email.class) {
      all = accepted(texts(LONG), HostileSubjects::mail);
      all.addAll(accepted(texts(LONG), text -> mail("Subject: " + text + "\r\n\r\n" + text)));
    } else if (type == PackageName.class) {
      all = accepted(names(PackageName.MAX_LENGTH), name -> Subject.packageName("npm", name));
    } else if (type == Event.class) {
      all = accepted(texts(Event.MAX_VALUE_LENGTH), HostileSubjects::event);
    } else {
      all = List.of();
    }
    return all.stream().map(type::cast).toList();
  }

  /** Hostile texts, and some of just this length. */
  static Stream<String> texts(int length) {
    return Stream.concat(TEXTS.stream(), RUNS.stream().map(run -> run(run, length)));
  }

  private static Stream<String> names(int length) {
    return Stream.concat(
        texts(length), TEXTS.stream().flatMap(text -> Stream.of("a" + text + "b", text + ".com")));
  }

  private static Stream<String> urls() {
    Stream<String> places =
        TEXTS.stream()
            .flatMap(
                text ->
                    Stream.of(
                        text,
                        text + "http://example.com/",
                        "https:" + text,
                        "https://" + text,
                        "https://" + text + ".example.com/",
                        "https://" + text + "@example.com/",
                        "https://example.com:" + text + "/",
                        "https://example.com/" + text,
                        "https://example.com/?" + text,
                        "https://example.com/#" + text));
    Stream<String> runs =
        Stream.of("https://", "https://a.com/", "https://a.com/?")
            .flatMap(
                prefix ->
                    RUNS.stream().map(run -> prefix + run(run, Url.MAX_LENGTH - prefix.length())));
    return Stream.concat(places, runs);
  }

  private static String run(String unit, int length) {
    return unit.repeat(length / unit.length());
  }

  private static Page page(String text) {
    return Subject.page(
        "<html><title>" + text + "</title><a href='" + text + "'>" + text, "https://example.com/");
  }

  private static Email mail(String text) {
    return Subject.email(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Event event(String text) {
    return Subject.event("contract.test", TestContext.NOW, Map.of("input", text));
  }

  private static List<Subject> accepted(Stream<String> texts, Function<String, Subject> factory) {
    List<Subject> accepted = new ArrayList<>();
    texts.forEach(
        text -> {
          try {
            accepted.add(factory.apply(text));
          } catch (InvalidSubjectException e) {
            // This one never reaches an extractor.
          }
        });
    return accepted;
  }
}
