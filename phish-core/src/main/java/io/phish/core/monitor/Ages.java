package io.phish.core.monitor;

import io.phish.InvalidSubjectException;
import io.phish.core.monitor.MonitorProgress.Phase;
import io.phish.core.registration.RegistrationLookup;
import io.phish.core.registration.RegistrationResult;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks registries when names were registered: those alone that nobody has asked about, or that have
 * other name servers than they had, as such a one may have been registered anew.
 */
final class Ages {
  private final @Nullable RegistrationLookup registrations;
  private final Semaphore room;
  private final int lookups;
  private final Map<String, Lookalike> registered;
  private final MonitorState before;
  private final Set<String> unknown;
  private final Consumer<? super MonitorProgress> progress;

  Ages(
      LookalikeMonitor monitor,
      Map<String, Lookalike> registered,
      MonitorState before,
      Set<String> unknown,
      Consumer<? super MonitorProgress> progress) {
    this.registrations = monitor.registrations();
    this.lookups = monitor.lookups();
    this.room = new Semaphore(lookups);
    this.registered = registered;
    this.before = before;
    this.unknown = unknown;
    this.progress = progress;
  }

  /** Puts what was found into the lookalikes. */
  void find() throws InterruptedException {
    if (registrations == null) {
      return;
    }
    List<String> wanted =
        registered.values().stream().filter(this::isWanted).map(Lookalike::name).toList();
    Map<String, CompletableFuture<RegistrationResult>> asked = new HashMap<>();
    try {
      AtomicLong answered = new AtomicLong();
      for (String name : wanted) {
        room.acquire();
        asked.put(name, ask(registrations, name, answered));
        progress.accept(
            new MonitorProgress(Phase.AGES, asked.size(), answered.get(), registered.size()));
      }
      room.acquire(lookups);
    } finally {
      // Of a run that was interrupted; the others are done.
      asked.values().forEach(result -> result.cancel(false));
    }
    asked.forEach(this::keep);
  }

  /** What this run could not tell of need not be there any more. */
  private boolean isWanted(Lookalike lookalike) {
    Lookalike last = before.lookalikes().get(lookalike.name());
    return !unknown.contains(lookalike.name())
        && (lookalike.created() == null
            || last == null
            || !last.nameServers().equals(lookalike.nameServers()));
  }

  private CompletableFuture<RegistrationResult> ask(
      RegistrationLookup lookup, String name, AtomicLong answered) {
    CompletableFuture<RegistrationResult> result;
    try {
      result = lookup.lookUp(name);
    } catch (InvalidSubjectException e) {
      result = CompletableFuture.failedFuture(e); // no registry has such names
    }
    CompletableFuture<?> unused =
        result.whenComplete(
            (found, failure) -> {
              answered.incrementAndGet();
              room.release();
            });
    return result;
  }

  private void keep(String name, CompletableFuture<RegistrationResult> result) {
    if (result.isCompletedExceptionally()) {
      return;
    }
    var created = result.join().registration().created();
    LocalDate day = created == null ? null : created.day();
    if (day != null) {
      registered.computeIfPresent(name, (key, lookalike) -> lookalike.createdOn(day));
    }
  }
}
