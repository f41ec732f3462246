package io.phish.redis;

import io.phish.redis.RedisUpdateBus.Newcomer;
import io.phish.spi.UpdateOutlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Who listens to a channel, and who waits to. Safe for any number of threads. */
final class UpdateAudience {
  private final CopyOnWriteArrayList<UpdateOutlet> listening = new CopyOnWriteArrayList<>();
  private final List<Newcomer> waiting = new ArrayList<>();
  private final List<Newcomer> settling = new ArrayList<>();
  private @Nullable Object heardOn;

  /**
   * What a new connection means.
   *
   * @param wereCutOff who listened on another one before
   * @param newcomers who did not yet
   */
  record Change(List<UpdateOutlet> wereCutOff, List<Newcomer> newcomers) {}

  synchronized boolean isHeardOn(Object connection) {
    return heardOn == connection;
  }

  /** Adds one who waits; true if it need not. */
  synchronized boolean add(Newcomer newcomer) {
    boolean isHeard = heardOn != null;
    (isHeard ? settling : waiting).add(newcomer);
    return isHeard;
  }

  /** The channel is heard on a connection; the same one twice changes nothing. */
  synchronized Change heardOn(Object connection) {
    if (heardOn == connection) {
      return new Change(List.of(), List.of());
    }
    heardOn = connection;
    List<Newcomer> newcomers = List.copyOf(waiting);
    settling.addAll(waiting);
    waiting.clear();
    return new Change(List.copyOf(listening), newcomers);
  }

  /** The channel is heard no more. */
  synchronized void notHeard() {
    heardOn = null;
  }

  /** Lets in one that settles; false if it has ended. */
  synchronized boolean letIn(Newcomer newcomer) {
    return settling.remove(newcomer) && listening.add(newcomer.outlet());
  }

  /** Removes one; true if nobody is left. */
  synchronized boolean remove(UpdateOutlet outlet) {
    listening.remove(outlet);
    waiting.removeIf(newcomer -> newcomer.outlet() == outlet);
    settling.removeIf(newcomer -> newcomer.outlet() == outlet);
    return listening.isEmpty() && waiting.isEmpty() && settling.isEmpty();
  }

  /** Who is told of updates. */
  List<UpdateOutlet> listening() {
    return listening;
  }

  /** Everybody. */
  synchronized List<UpdateOutlet> all() {
    List<UpdateOutlet> all = new ArrayList<>(listening);
    waiting.forEach(newcomer -> all.add(newcomer.outlet()));
    settling.forEach(newcomer -> all.add(newcomer.outlet()));
    return all;
  }
}
