package io.phish.core.name.display;

import org.jspecify.annotations.Nullable;

/**
 * How a name is to be shown.
 *
 * @param ascii the name in A-labels and lower case; as it was given if it is no name
 * @param unicode the name in U-labels; as it was given if it is no name
 * @param risk why Unicode would mislead, null if it would not
 * @param label what the risk is about: the label in Unicode, the whole name for {@link
 *     IdnRisk#INVALID}, the name imitated for {@link IdnRisk#PROTECTED_NAME}; null without risk
 */
public record IdnDisplay(
    String ascii, String unicode, @Nullable IdnRisk risk, @Nullable String label) {

  /** Whether the name can be shown in Unicode. */
  public boolean isSafe() {
    return risk == null;
  }

  /** What people are to see. */
  public String shown() {
    return isSafe() ? unicode : ascii;
  }
}
