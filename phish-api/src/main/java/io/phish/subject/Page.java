package io.phish.subject;

import io.phish.InvalidSubjectException;
import org.jspecify.annotations.Nullable;

/**
 * A page that was already fetched.
 *
 * @param html the decoded document
 * @param url where it came from, null if that is not known
 */
public record Page(String html, @Nullable String url) implements Subject {
  /** In UTF-16 units. */
  public static final int MAX_LENGTH = 16 << 20;

  private static final String KIND = "page";

  /**
   * Checks length, encoding and URL.
   *
   * @throws InvalidSubjectException see {@link Subject#page}
   */
  public Page {
    SubjectText.require(KIND, "html", html, MAX_LENGTH);
    if (url != null) {
      Subject.url(url);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The URL on one line, empty if there is none, and then the document. */
  @Override
  public String value() {
    return (url == null ? "" : SubjectText.escape(url, '\n')) + '\n' + html;
  }

  @Override
  public String display() {
    return url == null ? "page of " + html.length() + " characters" : SubjectText.display(url);
  }

  @Override
  public String toString() {
    return display();
  }
}
