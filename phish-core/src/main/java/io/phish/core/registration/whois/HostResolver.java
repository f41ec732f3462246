package io.phish.core.registration.whois;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the addresses of WHOIS servers. Safe for several threads. */
@FunctionalInterface
public interface HostResolver {

  /**
   * The addresses of a host, those to be tried first at the beginning. The stage fails, or the list
   * is empty, if there are none. Should not block.
   *
   * @param host in A-labels and lower case, never an address
   */
  CompletionStage<List<InetAddress>> resolve(String host);
}
