package io.phish.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is published to all who listen at that time, and of retained topics also to those who
 * come back.
 *
 * <p>All subscribers see the updates of a topic in one order; updates that one thread publishes one
 * after the other, each when the stage of the one before is complete, are in that order. Nothing is
 * said of the order between topics.
 *
 * <p>A subscriber is called by one thread at a time and handed no more than it requested, as {@link
 * Flow} has it. If its buffer is full when the next update comes it is dropped: {@code onError}
 * with a {@link SlowSubscriberException}, and what waited is thrown away. Neither those who publish
 * nor other subscribers wait for it. A method of a subscriber that blocks holds a thread of the
 * bus, of which there are a few.
 *
 * <p>Safe for any number of threads. No method blocks; failures are in the stage, also those of
 * arguments. Test one with {@code UpdateBusContract} from the test-jar of this module.
 */
public interface UpdateBus extends AutoCloseable {
  /** The most that is published at once, in octets of UTF-8. */
  int MAX_OCTETS = 64 << 10;

  /**
   * Tells everybody who listens.
   *
   * @param data at most {@link #MAX_OCTETS}
   * @return the id of the update; {@link UpdateId#START} if the topic is not retained
   */
  CompletionStage<UpdateId> publish(Topic topic, String data);

  /**
   * Listens until the subscription is cancelled, the subscriber dropped or the bus closed, which is
   * told by {@code onComplete} after what waits.
   *
   * @param subscriber told at once by {@code onSubscribe}; what it throws ends the subscription
   * @return complete when what is published from now on arrives; as long as others cannot be
   *     reached it is not
   */
  CompletionStage<Void> subscribe(
      Topic topic, SubscribeOptions options, Flow.Subscriber<? super UpdateSignal> subscriber);

  /** How the bus does. Cheap. */
  UpdateBusStatistics statistics();

  /** Ends all subscriptions. Calls after that fail. */
  @Override
  void close();

  /**
   * Checks what is published, for those who implement a bus.
   *
   * @throws IllegalArgumentException if it is too long
   */
  static void check(String data) {
    // No character takes more than three octets, so most need not be counted.
    if (data.length() <= MAX_OCTETS / 3) {
      return;
    }
    int octets = data.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "data takes " + octets + " octets, above the limit of " + MAX_OCTETS);
    }
  }

  /** What is kept of a retained topic, for those who implement a bus: see {@link UpdateOutlet}. */
  @FunctionalInterface
  interface Backlog {
    /**
     * The updates after one, the oldest first, and which is the newest of all.
     *
     * @param after those after it; all that are kept if it is of another generation
     * @param most how many at most, at least 1
     */
    CompletionStage<Page> read(UpdateId after, int most);
  }

  /**
   * A part of a backlog.
   *
   * @param updates without a gap between them
   * @param newest the last that was published, null if nothing is kept
   */
  record Page(List<UpdateSignal.Update> updates, @Nullable UpdateId newest) {
    /** Copies the updates. */
    public Page {
      updates = List.copyOf(updates);
    }
  }
}
