package io.phish.spi;

import java.util.Objects;

/** What ids of jobs and names of workers and queues are made of: safe in keys, logs and shells. */
final class JobNames {
  /** The longest, in characters. */
  static final int MAX_LENGTH = 128;

  private JobNames() {}

  static String check(String what, String name) {
    Objects.requireNonNull(name, what);
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          what + " has " + name.length() + " characters, not 1 to " + MAX_LENGTH);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && "._:@+-".indexOf(c) < 0) {
        throw new IllegalArgumentException(
            what
                + " has U+"
                + String.format("%04X", (int) c)
                + " at "
                + i
                + ", not one of [A-Za-z0-9._:@+-]");
      }
    }
    return name;
  }
}
