package io.phish.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A session as it was at one moment.
 *
 * @param handle what it is called, see {@link SessionToken#handle}; no secret
 * @param tenant whose user it belongs to
 * @param user whom it belongs to
 * @param version 1 at first, one more after each update
 * @param createdAt when it began
 * @param expiresAt when it ends if nobody looks at it, to the millisecond
 * @param attributes what the host keeps in it; unmodifiable
 */
public record Session(
    String handle,
    String tenant,
    String user,
    long version,
    Instant createdAt,
    Instant expiresAt,
    Map<String, String> attributes) {

  /** Copies the attributes. */
  public Session {
    Objects.requireNonNull(handle, "handle");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
    attributes = Map.copyOf(attributes);
  }

  /** Everything but the values of the attributes, which may be private. */
  @Override
  public String toString() {
    return "Session[handle="
        + handle
        + ", version="
        + version
        + ", expiresAt="
        + expiresAt
        + ", attributes="
        + attributes.keySet()
        + "]";
  }
}
