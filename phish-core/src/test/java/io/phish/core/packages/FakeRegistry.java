package io.phish.core.packages;

import io.phish.core.packages.registry.PackageMetadata;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A registry that answers when it is told to, or at once. */
final class FakeRegistry implements PackageRegistry {
  final Map<String, RegistryAnswer> answers = new ConcurrentHashMap<>();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean holds;
  volatile boolean isClosed;

  private record Waiting(String key, CompletableFuture<RegistryAnswer> answer) {}

  static FakeRegistry empty() {
    return new FakeRegistry();
  }

  FakeRegistry with(String key, RegistryAnswer answer) {
    answers.put(key, answer);
    return this;
  }

  FakeRegistry with(String key, PackageMetadata metadata) {
    return with(key, new RegistryAnswer.Found(metadata));
  }

  /** From now on nobody is answered before {@link #release}. */
  FakeRegistry hold() {
    holds = true;
    return this;
  }

  /** Answers those who wait now; how many. */
  int release() {
    List<Waiting> now = List.copyOf(waiting);
    waiting.removeAll(now);
    now.forEach(one -> one.answer().complete(answer(one.key())));
    return now.size();
  }

  int waiting() {
    return waiting.size();
  }

  private RegistryAnswer answer(String key) {
    return answers.getOrDefault(key, new RegistryAnswer.Absent(false));
  }

  @Override
  public CompletionStage<RegistryAnswer> lookup(PackageId id, Duration timeout) {
    String key = id.ecosystem().id() + '/' + id.name();
    asked.add(key);
    CompletableFuture<RegistryAnswer> answer = new CompletableFuture<>();
    if (holds) {
      waiting.add(new Waiting(key, answer));
    } else {
      answer.complete(answer(key));
    }
    return answer;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
