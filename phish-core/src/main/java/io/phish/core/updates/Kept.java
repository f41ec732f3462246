package io.phish.core.updates;

import io.phish.spi.Topic;
import io.phish.spi.UpdateBus.Page;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateSignal.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last updates of one topic. Not safe for several threads. */
final class Kept {
  private final int most;
  private final ArrayDeque<Update> updates = new ArrayDeque<>();
  private UpdateId next;

  Kept(int most, long generation) {
    this.most = most;
    this.next = new UpdateId(generation, 1);
  }

  Update add(Topic topic, String data) {
    Update update = new Update(topic, next, data);
    next = next.next();
    if (updates.size() == most) {
      updates.remove();
    }
    updates.add(update);
    return update;
  }

  @Nullable UpdateId newest() {
    Update last = updates.peekLast();
    return last == null ? null : last.id();
  }

  Page read(UpdateId after, int count) {
    List<Update> found = new ArrayList<>();
    Iterator<Update> all = updates.iterator();
    while (all.hasNext() && found.size() < count) {
      Update update = all.next();
      UpdateId id = Objects.requireNonNull(update.id());
      if (id.generation() != after.generation() || id.number() > after.number()) {
        found.add(update);
      }
    }
    return new Page(found, newest());
  }
}
