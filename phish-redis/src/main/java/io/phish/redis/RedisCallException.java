package io.phish.redis;

import io.phish.PhishException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Redis did not do what it was asked for. Carries no stack trace: it is made where answers arrive,
 * or are not even waited for, and tens of thousands of them a second must cost nothing.
 */
public final class RedisCallException extends PhishException {
  private static final long serialVersionUID = 1L;

  private final RedisProblem problem;

  /** A failed call. */
  RedisCallException(RedisProblem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /** Why. */
  public RedisProblem problem() {
    return problem;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
