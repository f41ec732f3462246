package io.phish.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a subscriber of an {@link UpdateBus} is told. */
public sealed interface UpdateSignal {

  /** Of what. */
  Topic topic();

  /**
   * Something was published.
   *
   * @param topic where
   * @param id which one it is of a retained topic; null for others
   * @param data what was published
   */
  record Update(Topic topic, @Nullable UpdateId id, String data) implements UpdateSignal {
    /** Checks for nulls. */
    public Update {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(data, "data");
    }

    /** Everything but what was published, which may be private. */
    @Override
    public String toString() {
      return "Update[" + topic + ", id=" + id + ", " + data.length() + " characters]";
    }
  }

  /**
   * Between the signal before this one and the one after it, updates are missing for good: look at
   * the state of things anew.
   *
   * @param topic where
   * @param missed how many; -1 if that is not known, and then perhaps none
   */
  record Gap(Topic topic, long missed) implements UpdateSignal {
    /** Of what nobody knows how many. */
    public static final long UNKNOWN = -1;

    /** Checks for null. */
    public Gap {
      Objects.requireNonNull(topic, "topic");
    }
  }
}
