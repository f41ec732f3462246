package io.phish.examples.bench.soak;

import io.phish.redis.server.FaultProxy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets one fault follow another, chosen by a seed: what, to whom, and when. */
final class SoakFaults {
  private static final System.Logger log = System.getLogger(SoakFaults.class.getName());
  private static final List<SoakFault> FAULTS = List.of(SoakFault.values());
  private static final Duration LATE = Duration.ofSeconds(5);

  private final List<Target> targets;
  private final SplittableRandom random;
  private final long begin;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "soak-faults");
  private volatile boolean isEnding;

  /** A server and the way to it. */
  record Target(String name, SoakServer server, FaultProxy network, boolean mayBeFlushed) {}

  /** What happened, so long after the beginning. */
  record Event(double seconds, SoakFault fault, String target) {}

  SoakFaults(List<Target> targets, long seed) {
    this.targets = List.copyOf(targets);
    this.random = new SplittableRandom(seed);
    this.begin = System.nanoTime();
    thread.setDaemon(true);
    thread.start();
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  private void run() {
    try {
      while (!isEnding) {
        pause(10_000 + random.nextInt(20_000));
        if (!isEnding) {
          inflict(
              targets.get(random.nextInt(targets.size())),
              FAULTS.get(random.nextInt(FAULTS.size())));
        }
      }
    } catch (IOException e) {
      log.log(Level.ERROR, "A server did not come back", e);
    }
  }

  private void inflict(Target target, SoakFault fault) throws IOException {
    int millis = 1_000 + random.nextInt(7_000);
    if (fault == SoakFault.FLUSH && !target.mayBeFlushed()) {
      return;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    events.add(new Event(seconds, fault, target.name()));
    switch (fault) {
      case CUT -> target.network().cut();
      case RESET -> target.network().reset();
      case DELAY -> {
        target.network().delay(LATE);
        pause(millis);
        target.network().delay(Duration.ZERO);
      }
      case KILL -> {
        target.server().kill();
        pause(millis);
        target.server().start();
      }
      case CLIENT_KILL -> {
        target.server().send("CLIENT KILL TYPE normal");
        target.server().send("CLIENT KILL TYPE pubsub");
      }
      case FLUSH -> target.server().send("FLUSHALL");
    }
  }

  private void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = 1; left > 0 && !isEnding; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, 100_000_000));
    }
  }

  /** Lets what is broken be mended, and breaks nothing any more. */
  void end() throws InterruptedException {
    isEnding = true;
    thread.join();
  }
}
