package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.core.url.UrlCanonicalizer;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that lines name, each once as far as is remembered: empty lines, comments, which begin
 * with {@code #}, and hosts that came of late are skipped, and what is no host is complained of by
 * its line's number. Not safe for several threads.
 */
final class WarmLines implements Iterator<Domain> {
  /** A host that comes again later is in the cache by then. */
  private static final int REMEMBERED = 65_536;

  private final Iterator<Line> lines;
  private final BiConsumer<Long, String> complaints;
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long number;
  private long again;
  private long bad;
  private @Nullable Domain next;

  /**
   * Lines.
   *
   * @param complaints is told the number of a line, from 1, and what is wrong with it
   */
  WarmLines(Iterator<Line> lines, BiConsumer<Long, String> complaints) {
    this.lines = lines;
    this.complaints = complaints;
  }

  @Override
  public boolean hasNext() {
    while (next == null && lines.hasNext()) {
      Line line = lines.next();
      number++;
      try {
        next = host(line);
      } catch (InvalidSubjectException e) {
        complain(String.valueOf(e.getMessage()));
      }
    }
    return next != null;
  }

  private @Nullable Domain host(Line line) {
    if (!(line instanceof Line.Text text)) {
      complain(line instanceof Line.Bad bad ? bad.rejection().message() : "files are not taken");
      return null;
    }
    String value = text.text().strip();
    if (value.isEmpty() || value.startsWith("#")) {
      return null;
    }
    String host = form(Guess.of(value).parse()).host();
    if (host == null) {
      complain("names no host");
      return null;
    }
    if (seen.put(host, true) != null) {
      again++;
      return null;
    }
    return Subject.domain(host);
  }

  private static CanonicalForm form(Subject subject) {
    if (subject instanceof Url url) {
      return new UrlCanonicalizer().canonicalize(url);
    }
    return subject instanceof Domain domain
        ? new DomainCanonicalizer().canonicalize(domain)
        : CanonicalForm.of(subject);
  }

  private void complain(String message) {
    bad++;
    complaints.accept(number, message);
  }

  @Override
  public Domain next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Domain host = next;
    next = null;
    return host;
  }

  /** Hosts that were named more than once. */
  long again() {
    return again;
  }

  /** Lines that name none. */
  long bad() {
    return bad;
  }
}
