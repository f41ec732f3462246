package io.phish.core.registration.whois;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Many look-ups of one caller, on its thread. Is its own flow, served in turn with others. */
final class Bulk implements Lookup.Listener {
  private final WhoisClient client;
  private final WhoisClient.Results results;
  private final int window;

  /** As long as the window at most. */
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** What is under way, by the domain as it was given. */
  private final Map<Lookup, String> underWay = new HashMap<>();

  Bulk(WhoisClient client, WhoisClient.Results results) {
    this.client = client;
    this.results = results;
    this.window = client.network().settings().bulkWindow();
  }

  void run(Iterator<String> domains) throws InterruptedException {
    try {
      while (underWay.size() < window && domains.hasNext()) {
        start(domains.next());
        hand(outcomes.poll());
      }
      while (!underWay.isEmpty()) {
        hand(outcomes.take());
        while (underWay.size() < window && domains.hasNext()) {
          start(domains.next());
          hand(outcomes.poll());
        }
      }
    } finally {
      giveUp();
    }
  }

  private void start(String domain) {
    long now = EventLoop.now();
    try {
      long deadline = now + WhoisClient.MAX_TIMEOUT.toNanos();
      underWay.put(client.prepare(domain, null, this, now, deadline, this), domain);
    } catch (WhoisException e) {
      results.failed(domain, e);
    }
  }

  private void hand(@Nullable Outcome outcome) {
    if (outcome == null) {
      return;
    }
    String domain = underWay.remove(outcome.lookup);
    try {
      if (outcome.result != null) {
        results.answered(outcome.result);
      } else if (outcome.failure != null) {
        results.failed(domain == null ? outcome.lookup.name() : domain, outcome.failure);
      }
    } finally {
      outcome.lookup.taken();
    }
  }

  private void giveUp() {
    if (underWay.isEmpty()) {
      return;
    }
    List<Lookup> rest = List.copyOf(underWay.keySet());
    client.network().loop().execute(() -> rest.forEach(Lookup::cancel));
    for (Outcome left = outcomes.poll(); left != null; left = outcomes.poll()) {
      left.lookup.taken();
    }
  }

  @Override
  public void answered(Lookup lookup, WhoisResult result) {
    outcomes.add(new Outcome(lookup, result, null));
  }

  @Override
  public void failed(Lookup lookup, WhoisException failure) {
    outcomes.add(new Outcome(lookup, null, failure));
  }

  private record Outcome(
      Lookup lookup, @Nullable WhoisResult result, @Nullable WhoisException failure) {}
}
