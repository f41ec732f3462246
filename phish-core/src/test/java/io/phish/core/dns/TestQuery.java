package io.phish.core.dns;

import java.net.InetSocketAddress;
import org.xbill.DNS.Message;

/** A question as a server got it. */
public final class TestQuery {
  private final Message message;
  private final byte[] wire;
  private final InetSocketAddress from;
  private final boolean tcp;
  private final int number;

  TestQuery(Message message, byte[] wire, InetSocketAddress from, boolean tcp, int number) {
    this.message = message;
    this.wire = wire;
    this.from = from;
    this.tcp = tcp;
    this.number = number;
  }

  /** It, parsed. */
  public Message message() {
    return message;
  }

  /** It, as it came. */
  public byte[] wire() {
    return wire;
  }

  /** Who asked. */
  public InetSocketAddress from() {
    return from;
  }

  /** Whether over TCP. */
  public boolean tcp() {
    return tcp;
  }

  /** How many came before it, over UDP and TCP. */
  public int number() {
    return number;
  }
}
