package io.phish.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Answers every question with one address, over UDP on loopback: what names are asked from where no
 * name server is installed.
 */
final class LoopbackNameServer {
  private static final int HEADER = 12;

  private LoopbackNameServer() {}

  /** Serves for ever on a port. */
  public static void main(String[] args) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
      ByteBuffer message = ByteBuffer.allocateDirect(4_096);
      while (true) {
        message.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(message);
        if (answer(message)) {
          channel.send(message, from);
        }
      }
    }
  }

  /** Turns a question into its answer in place; false if it is none. */
  private static boolean answer(ByteBuffer message) {
    message.flip();
    int at = HEADER;
    while (at < message.limit() && message.get(at) > 0) {
      at += message.get(at) + 1;
    }
    int end = at + 5;
    if (end > message.limit()) {
      return false;
    }
    message.putShort(2, (short) 0x8500).putShort(6, (short) 1).putInt(8, 0);
    message.limit(end + 16).position(end);
    message.putShort((short) 0xC00C).putShort((short) 1).putShort((short) 1).putInt(3_600);
    message.putShort((short) 4).put((byte) 192).put((byte) 0).putShort((short) 0x0201);
    message.flip();
    return true;
  }
}
