package io.phish.core.queue;

import io.phish.spi.JobStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those who wait for the ends of jobs. Guarded by the lock of the queue. */
final class Endings {
  private final Map<String, List<CompletableFuture<Optional<JobStatus>>>> waits = new HashMap<>();
  private final List<String> ended = new ArrayList<>();

  void add(String id, CompletableFuture<Optional<JobStatus>> wait) {
    waits.computeIfAbsent(id, key -> new ArrayList<>()).add(wait);
  }

  void remove(String id, CompletableFuture<Optional<JobStatus>> wait) {
    List<CompletableFuture<Optional<JobStatus>>> all = waits.get(id);
    if (all != null && all.removeIf(each -> each == wait) && all.isEmpty()) {
      waits.remove(id);
    }
  }

  boolean isEmpty() {
    return waits.isEmpty();
  }

  /** A job has come to its end, or is forgotten. */
  void onEnd(String id) {
    if (waits.containsKey(id)) {
      ended.add(id);
    }
  }

  /** Collects the answers of those whose jobs have ended. */
  void serve(Function<String, @Nullable JobStatus> status, Consumer<Runnable> answers) {
    for (String id : ended) {
      List<CompletableFuture<Optional<JobStatus>>> all = waits.remove(id);
      if (all != null) {
        Optional<JobStatus> known = Optional.ofNullable(status.apply(id));
        all.forEach(wait -> answers.accept(() -> wait.complete(known)));
      }
    }
    ended.clear();
  }

  void close(RuntimeException failure, Consumer<Runnable> answers) {
    waits
        .values()
        .forEach(
            all -> all.forEach(wait -> answers.accept(() -> wait.completeExceptionally(failure))));
    waits.clear();
  }
}
