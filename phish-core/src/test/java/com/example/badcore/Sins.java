package com.example.badcore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** What no class does. */
public final class Sins {
  static int counter;

  CompletableFuture<String> all() throws InterruptedException {
    counter++;
    System.out.println("out");
    System.err.println("err");
    Thread.sleep(Duration.ZERO.toMillis());
    TimeUnit.SECONDS.sleep(0);
    ForkJoinPool.commonPool();
    CompletableFuture<String> future = CompletableFuture.supplyAsync(() -> "a");
    BiFunction<Long, TimeUnit, CompletableFuture<String>> byReference = future::orTimeout;
    return byReference
        .apply(1L, TimeUnit.SECONDS)
        .completeOnTimeout("b", 1, TimeUnit.SECONDS)
        .thenApplyAsync(text -> text + "c");
  }
}
