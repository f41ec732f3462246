package io.phish.core.registration.whois;

import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server by its name: questions wait here for its addresses, which are looked up once for all of
 * them and kept for a while. Only on the event loop.
 */
final class Host implements Query.Place {
  private static final long KEPT = TimeUnit.MINUTES.toNanos(10);
  private static final long FAILURE_KEPT = TimeUnit.SECONDS.toNanos(30);

  private final Network network;
  private final String name;
  private final LinkedHashSet<Query> waiting = new LinkedHashSet<>();

  private List<InetAddress> addresses = List.of();
  private String problem = "has no address";
  private boolean known;
  private long until;

  /** Of the look-up that is running. */
  private EventLoop.@Nullable Timer timer;

  private int lookup;

  Host(Network network, String name) {
    this.network = network;
    this.name = name;
  }

  boolean isIdle() {
    return waiting.isEmpty() && timer == null;
  }

  void ask(Query query) {
    if (known && until - EventLoop.now() > 0) {
      pass(query);
      return;
    }
    query.place = this;
    waiting.add(query);
    if (timer == null) {
      resolve();
    }
  }

  private void resolve() {
    int number = ++lookup;
    timer =
        network
            .loop()
            .after(
                network.settings().queryTimeout().toNanos(),
                () -> onResolved(number, List.of(), "has no address: no answer in time"));
    // Somebody else's code does not run on the event loop.
    Settings settings = network.settings();
    settings.run(
        () -> settings.resolve(name).whenComplete((found, failure) -> tell(number, found)));
  }

  private void tell(int number, @Nullable List<InetAddress> found) {
    List<InetAddress> copy = found == null ? List.of() : List.copyOf(found);
    network.loop().execute(() -> onResolved(number, copy, "has no address"));
  }

  private void onResolved(int number, List<InetAddress> found, String failure) {
    if (number != lookup || timer == null) {
      return;
    }
    network.loop().cancel(timer);
    timer = null;
    addresses = found;
    problem = failure;
    known = true;
    until = EventLoop.now() + (found.isEmpty() ? FAILURE_KEPT : KEPT);
    List<Query> all = List.copyOf(waiting);
    waiting.clear();
    all.stream().filter(query -> query.place == this).forEach(this::pass);
  }

  private void pass(Query query) {
    if (addresses.isEmpty()) {
      query.fail(Reason.UNRESOLVED, problem, 0);
    } else {
      network.ask(query, addresses);
    }
  }

  @Override
  public void withdraw(Query query) {
    waiting.remove(query);
  }
}
