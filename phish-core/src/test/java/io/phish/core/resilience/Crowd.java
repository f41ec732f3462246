package io.phish.core.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many threads that begin at the same moment. */
final class Crowd {
  static final int SIZE = 64;

  private Crowd() {}

  @FunctionalInterface
  interface Member {
    void run(int number) throws Exception;
  }

  /** Runs a member on each thread and throws what any of them throws. */
  static void run(Member member) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    try {
      CyclicBarrier start = new CyclicBarrier(SIZE);
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        int number = i;
        calls.add(
            () -> {
              start.await(30, TimeUnit.SECONDS);
              member.run(number);
              return null;
            });
      }
      for (Future<Void> call : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
