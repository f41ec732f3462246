package io.phish.core.packages.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a registry wants to be shown. Shows itself to nobody else: not even in its own words. */
final class Credentials {
  private final String field;

  private Credentials(String field) {
    this.field = field;
  }

  static Credentials bearer(String token) {
    return new Credentials(checked("Bearer " + token));
  }

  static Credentials basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** A pair that is in base64 already. */
  static Credentials encodedBasic(String encoded) {
    return new Credentials(checked("Basic " + encoded));
  }

  /** A token that is the whole of the field, as Cargo sends it. */
  static Credentials verbatim(String token) {
    return new Credentials(checked(token));
  }

  /** What would be refused, or would begin another field, is none: whoever reads it tells. */
  private static String checked(String field) {
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) < ' ' || field.charAt(i) > '~') {
        throw new IllegalArgumentException("the credentials have a character that is not allowed");
      }
    }
    return field;
  }

  /** The field {@code Authorization}. */
  String field() {
    return field;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Credentials other && field.equals(other.field);
  }

  @Override
  public int hashCode() {
    return field.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
