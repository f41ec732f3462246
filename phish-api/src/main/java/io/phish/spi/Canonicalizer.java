package io.phish.spi;

import io.phish.subject.Subject;

/**
 * Parses one kind of subject. Found by {@link java.util.ServiceLoader}; pure, and safe for any
 * number of threads. The time it takes is linear in the length of the subject.
 *
 * @param <S> the kind of subject
 */
public interface Canonicalizer<S extends Subject> {

  /** The exact class it parses. */
  Class<S> subjectType();

  /**
   * Parses a subject.
   *
   * @throws io.phish.InvalidSubjectException if it cannot be parsed; the analysis fails with it
   */
  CanonicalForm canonicalize(S subject);
}
