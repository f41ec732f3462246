package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened.
 *
 * @param type what happened, for example {@code cowrie.login.failed}
 * @param time when
 * @param attributes details by name, in the order of the names; unmodifiable
 */
public record Event(String type, Instant time, SortedMap<String, String> attributes)
    implements Subject {
  /** Most attributes an event may have. */
  public static final int MAX_ATTRIBUTES = 256;

  /** Of the type and of an attribute's name, in UTF-16 units. */
  public static final int MAX_NAME_LENGTH = 128;

  /** Of an attribute's value, in UTF-16 units. */
  public static final int MAX_VALUE_LENGTH = 65_536;

  private static final String KIND = "event";

  /**
   * Checks bounds and copies the attributes.
   *
   * @throws InvalidSubjectException see {@link Subject#event}
   */
  public Event {
    SubjectText.requirePrintable(KIND, "type", type, MAX_NAME_LENGTH);
    Objects.requireNonNull(time, "time");
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw new InvalidSubjectException(
          KIND,
          Code.TOO_LONG,
          0,
          "event has " + attributes.size() + " attributes, " + MAX_ATTRIBUTES + " are allowed");
    }
    // As a map: a copy of a sorted one would keep its comparator.
    attributes = new TreeMap<>((Map<String, String>) attributes);
    attributes.forEach(
        (name, value) -> {
          SubjectText.requirePrintable(KIND, "attribute name", name, MAX_NAME_LENGTH);
          SubjectText.requireUnicode(KIND, name, value, MAX_VALUE_LENGTH);
        });
    attributes = Collections.unmodifiableSortedMap(attributes);
  }

  /** As {@link Subject#event}. */
  public Event(String type, Instant time, Map<String, String> attributes) {
    this(type, time, new TreeMap<>(attributes));
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** One line for the type and time, and one for each attribute, line breaks and signs escaped. */
  @Override
  public String value() {
    StringBuilder text = new StringBuilder(type).append(' ').append(time);
    attributes.forEach(
        (name, value) ->
            text.append('\n')
                .append(SubjectText.escape(name, '='))
                .append('=')
                .append(SubjectText.escape(value, '\n')));
    return text.toString();
  }

  @Override
  public String display() {
    return SubjectText.display(type + ' ' + time);
  }

  @Override
  public String toString() {
    return display();
  }
}
