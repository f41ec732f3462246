package io.phish.core.engine;

import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.subject.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses subjects with whoever knows their kind. */
final class Canonicalizers {
  private final Map<Class<?>, Canonicalizer<Subject>> byType = new HashMap<>();
  private final Complaints complaints;

  Canonicalizers(List<Canonicalizer<?>> canonicalizers, Complaints complaints) {
    this.complaints = complaints;
    for (Canonicalizer<?> canonicalizer : canonicalizers) {
      byType.putIfAbsent(canonicalizer.subjectType(), unchecked(canonicalizer));
    }
  }

  /** Safe because it is only handed subjects of its own type. */
  @SuppressWarnings("unchecked")
  private static Canonicalizer<Subject> unchecked(Canonicalizer<?> canonicalizer) {
    return (Canonicalizer<Subject>) canonicalizer;
  }

  /**
   * The form of a subject; its bare value if nobody knows its kind, or who knows it is broken.
   *
   * @throws InvalidSubjectException if it cannot be parsed
   */
  CanonicalForm form(Subject subject) {
    Canonicalizer<Subject> canonicalizer = byType.get(subject.getClass());
    if (canonicalizer == null) {
      return CanonicalForm.of(subject);
    }
    try {
      CanonicalForm form = canonicalizer.canonicalize(subject);
      if (form != null) {
        return form;
      }
      throw new IllegalStateException("gave no form");
    } catch (InvalidSubjectException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      complaints.about("canonicalizer " + canonicalizer.getClass().getName(), "failed", e);
      return CanonicalForm.of(subject);
    }
  }

  /** The form of a subject that another one derived: if that was wrong, it is its bare value. */
  CanonicalForm derivedForm(Subject derived) {
    try {
      return form(derived);
    } catch (InvalidSubjectException e) {
      complaints.about("derived " + derived.kind(), "cannot be parsed", e);
      return CanonicalForm.of(derived);
    }
  }
}
