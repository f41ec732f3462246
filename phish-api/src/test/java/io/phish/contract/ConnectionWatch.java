package io.phish.contract;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Notes to where the threads of a crew connect: every {@link java.net.Socket} and HTTP client asks
 * the default selector for a proxy first.
 */
final class ConnectionWatch extends ProxySelector {
  private final @Nullable ProxySelector others;
  private final Crew crew;
  private final Queue<URI> targets = new ConcurrentLinkedQueue<>();

  ConnectionWatch(@Nullable ProxySelector others, Crew crew) {
    this.others = others;
    this.crew = crew;
  }

  List<URI> targets() {
    return List.copyOf(targets);
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (crew.isAboard()) {
      targets.add(uri);
    }
    return others == null ? List.of(Proxy.NO_PROXY) : others.select(uri);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    if (others != null) {
      others.connectFailed(uri, address, failure);
    }
  }
}
