package io.phish.core.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is to be done when work is no longer wanted; settled once, one way or the other. */
final class Cancellation {
  private static final Hook CANCELLED = new Hook(() -> {}, null);
  private static final Hook ENDED = new Hook(() -> {}, null);

  /** A stack of actions; told apart by identity. */
  private static final class Hook {
    final Runnable action;
    final @Nullable Hook next;

    Hook(Runnable action, @Nullable Hook next) {
      this.action = action;
      this.next = next;
    }
  }

  private final AtomicReference<@Nullable Hook> hooks = new AtomicReference<>();
  private final Complaints complaints;
  private final String who;

  Cancellation(Complaints complaints, String who) {
    this.complaints = complaints;
    this.who = who;
  }

  boolean isCancelled() {
    return hooks.get() == CANCELLED;
  }

  void onCancel(Runnable action) {
    Hook seen;
    do {
      seen = hooks.get();
      if (seen == CANCELLED) {
        run(action);
        return;
      }
      if (seen == ENDED) {
        return;
      }
    } while (!hooks.compareAndSet(seen, new Hook(action, seen)));
  }

  /** Runs the hooks, last first; those of user code may throw. */
  void cancel() {
    for (Hook hook = settle(CANCELLED); hook != null; hook = hook.next) {
      run(hook.action);
    }
  }

  /** The work is done: nothing is left to cancel. */
  void end() {
    settle(ENDED);
  }

  private @Nullable Hook settle(Hook as) {
    Hook seen;
    do {
      seen = hooks.get();
      if (seen == CANCELLED || seen == ENDED) {
        return null;
      }
    } while (!hooks.compareAndSet(seen, as));
    return seen;
  }

  private void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      complaints.about(who, "threw when it was cancelled", e);
    }
  }
}
