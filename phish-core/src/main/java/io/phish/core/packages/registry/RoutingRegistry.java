package io.phish.core.packages.registry;

import io.phish.core.http.Http;
import io.phish.core.http.Lane;
import io.phish.core.http.Work;
import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whoever is configured for a package, one after the other. */
final class RoutingRegistry implements PackageRegistry {
  private static final Logger log = LoggerFactory.getLogger(RoutingRegistry.class);
  private static final Duration MAX_TIME = Duration.ofHours(1);

  private final RegistryConfiguration configuration;
  private final RegistryHttp net;
  private final Map<Ecosystem, RegistryClient> clients = new EnumMap<>(Ecosystem.class);
  private final DepsDevClient depsDev = new DepsDevClient();

  RoutingRegistry(RegistryConfiguration configuration, Settings settings) {
    this.configuration = configuration;
    this.net = new RegistryHttp(settings);
    clients.put(Ecosystem.PYPI, new PypiClient());
    clients.put(Ecosystem.NPM, new NpmClient(configuration.npmDownloads()));
    clients.put(Ecosystem.CARGO, new CargoClient());
    clients.put(Ecosystem.MAVEN, new MavenClient());
    clients.put(Ecosystem.RUBYGEMS, new RubyGemsClient());
    clients.put(Ecosystem.GO, new GoClient());
    clients.put(Ecosystem.NUGET, new NuGetClient());
  }

  @Override
  public CompletionStage<RegistryAnswer> lookup(PackageId id, Duration timeout) {
    String problem = Names.problem(id);
    if (problem != null) {
      return unknown(problem);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      return unknown("no time was left to ask");
    }
    Route route = configuration.route(id.ecosystem(), id.name());
    Endpoint fallback = route.shareable() ? configuration.depsDev() : null;
    if (route.endpoints().isEmpty() && fallback == null) {
      return unknown(String.valueOf(route.gap()));
    }
    Duration within = timeout.compareTo(MAX_TIME) > 0 ? MAX_TIME : timeout;
    Lookup lookup = new Lookup(id, route, fallback, within);
    lookup.begin(within);
    return lookup.work;
  }

  private static CompletionStage<RegistryAnswer> unknown(String reason) {
    return CompletableFuture.completedFuture(new RegistryAnswer.Unknown(reason));
  }

  @Override
  public void close() {
    net.close();
  }

  /** One question on its way from registry to registry. */
  private final class Lookup {
    private final Work<RegistryAnswer> work = new Work<>();
    private final PackageId id;
    private final Route route;
    private final @Nullable Endpoint fallback;
    private final Call call;
    private boolean takenDown;

    Lookup(PackageId id, Route route, @Nullable Endpoint fallback, Duration within) {
      this.id = id;
      this.route = route;
      this.fallback = fallback;
      long deadline = net.settings().nanoTime().getAsLong() + within.toNanos();
      this.call = new Call(net, id.ecosystem(), deadline, route.shareable());
    }

    void begin(Duration within) {
      Http http = net.settings().offline() ? null : net.http();
      Future<?> alarm =
          http == null
              ? CompletableFuture.completedFuture(null)
              : http.schedule(() -> end("no answer in time"), within.toNanos());
      CompletableFuture<?> unused =
          work.whenComplete(
              (answer, failure) -> {
                alarm.cancel(false);
                call.end();
              });
      next(0);
    }

    private void end(String reason) {
      work.complete(new RegistryAnswer.Unknown(reason));
    }

    private void next(int index) {
      if (index == route.endpoints().size()) {
        nobodyHasIt();
        return;
      }
      RegistryClient client = Objects.requireNonNull(clients.get(id.ecosystem()));
      Endpoint endpoint = route.endpoints().get(index);
      CompletableFuture<?> unused =
          client
              .ask(endpoint, id.name(), call)
              .whenComplete(
                  (answer, failure) -> {
                    if (failure != null) {
                      otherwise(reason(failure));
                    } else if (answer instanceof RegistryAnswer.Unknown nothing) {
                      otherwise(endpoint.origin() + ": " + nothing.reason());
                    } else if (answer instanceof RegistryAnswer.Absent absent) {
                      takenDown |= absent.takenDown();
                      next(index + 1);
                    } else {
                      work.complete(answer);
                    }
                  });
    }

    private void nobodyHasIt() {
      String gap = route.gap();
      if (gap == null) {
        work.complete(new RegistryAnswer.Absent(takenDown));
      } else if (route.endpoints().isEmpty()) {
        askDepsDev(fallback, null);
      } else {
        // It is none of theirs, so that others may hear of it.
        askDepsDev(configuration.depsDev(), "none of the registries has it, but " + gap);
      }
    }

    /** Nothing came of asking the registries. */
    private void otherwise(String reason) {
      askDepsDev(fallback, reason);
    }

    /**
     * Asks deps.dev.
     *
     * @param reason why the registry's own answer is not known: then it may still have what
     *     deps.dev has not; null if there is no registry
     */
    private void askDepsDev(@Nullable Endpoint endpoint, @Nullable String reason) {
      if (endpoint == null || work.isDone()) {
        end(String.valueOf(reason == null ? route.gap() : reason));
        return;
      }
      CompletableFuture<?> unused =
          depsDev
              .ask(endpoint, id.ecosystem(), id.name(), call)
              .whenComplete(
                  (answer, failure) -> {
                    if (failure != null) {
                      end(reason == null ? reason(failure) : reason + "; " + reason(failure));
                    } else if (answer instanceof RegistryAnswer.Absent && reason != null) {
                      end(reason + "; deps.dev does not know it");
                    } else {
                      work.complete(answer);
                    }
                  });
    }

    private String reason(Throwable failure) {
      Throwable cause = Lane.unwrap(failure);
      if (cause instanceof RegistryException) {
        return String.valueOf(cause.getMessage());
      }
      if (!work.isDone()) {
        log.warn("An answer on a package of {} could not be read", id.ecosystem().id(), cause);
      }
      return "the answer could not be read: " + cause.getClass().getSimpleName();
    }
  }
}
