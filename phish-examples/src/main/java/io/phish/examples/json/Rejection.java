package io.phish.examples.json;

import io.phish.InvalidSubjectException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An input that got no verdict.
 *
 * @param kind the kind of subject it was taken for, null if it did not come that far
 * @param value the input; shortened when it is written
 * @param code stable and machine-readable: {@link InvalidSubjectException.Code#id()}, or a code of
 *     the host
 * @param message what is wrong and what to do
 * @param offset where, in the unit that the code implies; null if there is no such place
 */
public record Rejection(
    @Nullable String kind, String value, String code, String message, @Nullable Integer offset) {

  /** Checks for nulls. */
  public Rejection {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** The rejection of a value that is no subject. */
  public static Rejection of(String value, InvalidSubjectException e) {
    return new Rejection(
        e.kind(), value, e.code().id(), Objects.requireNonNullElse(e.getMessage(), ""), e.offset());
  }
}
