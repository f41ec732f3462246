package io.phish.subject;

import io.phish.InvalidSubjectException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is analysed. Immutable, with value equality.
 *
 * <p>The factories below reject what can be seen to be wrong without a parser (length, encoding,
 * scheme); what only a parser can see (a malformed host, a port out of range) fails the analysis
 * with the same {@link InvalidSubjectException}, so a host handles one exception.
 *
 * <p>The interface is open: a record of your own with a {@link #kind()} of your own is analysed by
 * the extractors that name its type in their descriptor.
 */
public interface Subject {

  /**
   * The kind in lower-case kebab form: {@code url}, {@code domain}, {@code email} …. Never changes
   * between calls.
   */
  String kind();

  /**
   * The whole text that identifies this subject. Two subjects of one kind with equal values are the
   * same subject to every cache.
   */
  String value();

  /**
   * The value made safe and short for a log line or a terminal: at most 200 characters, control,
   * format (bidi, zero-width) and unpaired surrogate characters escaped as {@code \}{@code uXXXX}.
   */
  default String display() {
    return SubjectText.display(value());
  }

  /**
   * An absolute URL, as it was found; it is not changed.
   *
   * @throws InvalidSubjectException if it is empty, longer than {@link Url#MAX_LENGTH}, holds an
   *     unpaired surrogate, or has no scheme or one other than http, https, ws, wss and ftp
   */
  static Url url(String url) {
    return new Url(url);
  }

  /**
   * A domain name or IP address literal, in Unicode or ASCII form.
   *
   * @throws InvalidSubjectException if it is empty, too long, or has characters that no host has
   */
  static Domain domain(String name) {
    return new Domain(name);
  }

  /**
   * A mail as it came over the wire (RFC 5322).
   *
   * @throws InvalidSubjectException if it is empty or longer than {@link Email#MAX_LENGTH}
   */
  static Email email(byte[] message) {
    return Email.of(message);
  }

  /**
   * Plain text: an SMS, a chat line, a document.
   *
   * @throws InvalidSubjectException if it is empty, longer than {@link Text#MAX_LENGTH} or holds an
   *     unpaired surrogate
   */
  static Text text(String text) {
    return new Text(text);
  }

  /**
   * A page that was already fetched; nothing is loaded.
   *
   * @param url where the page came from, null if that is not known
   * @throws InvalidSubjectException if the page is empty or longer than {@link Page#MAX_LENGTH}, or
   *     the URL is one that {@link #url} refuses
   */
  static Page page(String html, @Nullable String url) {
    return new Page(html, url);
  }

  /**
   * A name in a package registry.
   *
   * @param ecosystem the package-URL type: {@code pypi}, {@code npm}, {@code cargo}, {@code maven}
   *     …
   * @throws InvalidSubjectException if one is empty, too long, or has control characters
   */
  static PackageName packageName(String ecosystem, String name) {
    return new PackageName(ecosystem, name, null);
  }

  /**
   * Something that happened: a log-in, a command, an upload.
   *
   * @throws InvalidSubjectException if the type is empty or an attribute is out of bounds
   */
  static Event event(String type, Instant time, Map<String, String> attributes) {
    return new Event(type, time, attributes);
  }
}
