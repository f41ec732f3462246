package io.phish.spi;

import io.phish.subject.Subject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subject after parsing: what caches, extractors and plans share, so that it is parsed once.
 * Immutable. An extractor that knows the implementation may cast to it.
 */
public interface CanonicalForm {

  /** The canonical text: equal for subjects that are the same to whoever would visit them. */
  String text();

  /**
   * The host in ASCII (A-labels, lower case, no trailing dot; IPv6 without brackets), null if the
   * subject has none.
   */
  @Nullable String host();

  /**
   * The public suffix and one label more, in ASCII; null if the host has none: an IP address, a
   * public suffix, a single label.
   */
  @Nullable String registrableDomain();

  /**
   * Other subjects that this one implies, for extractors that do not look at its own type: of a URL
   * the domain. The first of a type is used. None by default; unmodifiable.
   */
  default List<Subject> derived() {
    return List.of();
  }

  /** The form of a subject that nobody knows more about: its value. */
  static CanonicalForm of(Subject subject) {
    String text = Objects.requireNonNull(subject.value(), "value");
    return new CanonicalForm() {
      @Override
      public String text() {
        return text;
      }

      @Override
      public @Nullable String host() {
        return null;
      }

      @Override
      public @Nullable String registrableDomain() {
        return null;
      }
    };
  }
}
