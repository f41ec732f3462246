package io.phish.core.engine;

import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import io.phish.spi.LoadTurn;
import io.phish.spi.LoadTurns;
import io.phish.spi.Observation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets another process that shares the cache make an observation, and waits for it: for half of the
 * time there is, so that the other half is left for asking after having waited in vain.
 */
final class TurnTaking {
  private final LoadTurns turns;
  private final String storeName;
  private final Lookups.Parts parts;

  private TurnTaking(LoadTurns turns, String storeName, Lookups.Parts parts) {
    this.turns = turns;
    this.storeName = storeName;
    this.parts = parts;
  }

  /** Null if those who share the store take no turns. */
  static @Nullable TurnTaking of(CacheStore store, Lookups.Parts parts) {
    try {
      LoadTurns turns = store.loadTurns().orElse(null);
      return turns == null ? null : new TurnTaking(turns, store.name(), parts);
    } catch (Throwable e) {
      parts.complaints().about("cache", "failed to take turns", e);
      return null;
    }
  }

  /**
   * Begins an extraction, which asks unless somebody else does.
   *
   * @param latest when whoever wants it stops waiting, by the monotonic clock
   */
  void begin(Extraction extraction, CacheKey key, long latest) {
    extraction.startTime();
    long now = parts.clock().nanoTime();
    long patience = Math.min(latest - now, extraction.deadline() - now) / 2;
    if (patience <= 0) {
      extraction.ask();
    } else {
      new Wait(extraction).begin(key, patience);
    }
  }

  /** One extraction's. Ends once: by the turn, or by the time if the store does not keep it. */
  private final class Wait {
    private final Extraction extraction;
    private final AtomicBoolean isOver = new AtomicBoolean();

    Wait(Extraction extraction) {
      this.extraction = extraction;
    }

    void begin(CacheKey key, long patience) {
      Timer.Alarm alarm =
          parts.timer().after(patience, () -> parts.executors().complete(this::ask));
      take(key, Duration.ofNanos(patience))
          .whenComplete(
              (turn, failure) -> {
                alarm.cancel();
                end(turn, failure);
              });
    }

    private CompletionStage<LoadTurn> take(CacheKey key, Duration patience) {
      try {
        CompletionStage<LoadTurn> stage =
            turns.take(
                key,
                patience,
                entry -> Lookups.fresh(entry, extraction.node(), parts.clock().now()) != null);
        return stage != null
            ? stage
            : CompletableFuture.failedFuture(new NullPointerException("store gave no stage"));
      } catch (Throwable e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void end(@Nullable LoadTurn turn, @Nullable Throwable failure) {
      if (turn instanceof LoadTurn.Made made) {
        Observation observation =
            Lookups.fresh(made.entry(), extraction.node(), parts.clock().now());
        if (observation != null && isOver.compareAndSet(false, true)) {
          extraction.madeElsewhere(observation);
          return;
        }
      } else if (turn instanceof LoadTurn.Ours ours) {
        extraction.holdTurn(() -> end(ours));
      } else {
        parts
            .complaints()
            .about(
                "cache " + storeName,
                "failed to take turns",
                failure != null ? failure : new NullPointerException("gave null"));
      }
      ask();
    }

    private void end(LoadTurn.Ours turn) {
      try {
        turn.end().run();
      } catch (Throwable e) {
        parts.complaints().about("cache " + storeName, "failed to end a turn", e);
      }
    }

    private void ask() {
      if (isOver.compareAndSet(false, true)) {
        extraction.ask();
      }
    }
  }
}
