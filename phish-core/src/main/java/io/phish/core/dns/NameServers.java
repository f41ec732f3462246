package io.phish.core.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** Where questions are taken to. */
public final class NameServers {
  /** RFC 1035, section 4.2. */
  public static final int PORT = 53;

  private static final int MAX_SERVERS = 1_024;

  private NameServers() {}

  /**
   * Reads a list of servers.
   *
   * @param list addresses with or without a port, separated by commas: {@code 192.0.2.1:5353,
   *     [2001:db8::1]:53, 2001:db8::2}; names such as {@code localhost} are looked up now
   * @return at least one; unmodifiable
   * @throws IllegalArgumentException if one cannot be understood; the message says which and where
   */
  public static List<InetSocketAddress> parse(String list) {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (int start = 0; start <= list.length(); ) {
      int end = list.indexOf(',', start);
      end = end < 0 ? list.length() : end;
      servers.add(server(list.substring(start, end).strip(), start));
      if (servers.size() > MAX_SERVERS) {
        throw new IllegalArgumentException("more than " + MAX_SERVERS + " name servers");
      }
      start = end + 1;
    }
    return List.copyOf(servers);
  }

  /** The servers that this machine is set up to ask; loopback if it is set up for none. */
  public static List<InetSocketAddress> system() {
    List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))
        : List.copyOf(servers);
  }

  private static InetSocketAddress server(String text, int offset) {
    String host = text;
    int port = PORT;
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort = bracketed ? text.indexOf("]:") == colon - 1 : text.indexOf(':') == colon;
    if (colon >= 0 && hasPort) {
      host = text.substring(0, colon);
      port = port(text.substring(colon + 1), text, offset);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw wrong(text, offset, "has no address");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw wrong(text, offset, "has no address that is known");
    }
  }

  private static int port(String digits, String text, int offset) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, with what to do.
    }
    throw wrong(text, offset, "has no port from 1 to 65535");
  }

  private static IllegalArgumentException wrong(String text, int offset, String what) {
    return new IllegalArgumentException(
        "name server '" + text + "' at " + offset + " " + what + "; write 192.0.2.1:53");
  }
}
