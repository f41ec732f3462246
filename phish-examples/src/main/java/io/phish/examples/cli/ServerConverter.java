package io.phish.examples.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 9.9.9.9}, {@code dns.example:5353}, {@code 2620:fe::fe}, {@code [2620:fe::fe]:53}. */
final class ServerConverter implements ITypeConverter<InetSocketAddress> {
  static final int DNS_PORT = 53;

  @Override
  public InetSocketAddress convert(String text) {
    String host = text;
    int port = DNS_PORT;
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort = bracketed ? text.lastIndexOf("]:") > 0 : text.indexOf(':') == colon;
    if (colon >= 0 && hasPort) {
      host = text.substring(0, colon);
      port = port(text, text.substring(colon + 1));
    }
    if (bracketed) {
      if (!host.endsWith("]")) {
        throw wrong(text);
      }
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw wrong(text);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new TypeConversionException("'" + host + "' has no address");
    }
  }

  private static int port(String text, String digits) {
    try {
      int port = Integer.parseInt(digits);
      if (port > 0 && port < 1 << 16) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(text);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no server; write ADDRESS, ADDRESS:PORT or [IPV6]:PORT");
  }
}
