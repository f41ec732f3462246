package io.phish.examples.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Zone;

/** A name server on loopback, over UDP, for one zone. */
final class CliNameServer implements AutoCloseable {
  private final Zone zone;
  private final DatagramSocket socket;
  private final int port;
  private final List<Record> questions = new CopyOnWriteArrayList<>();

  CliNameServer(String origin, String... lines) {
    try {
      byte[] text = (String.join("\n", lines) + '\n').getBytes(StandardCharsets.US_ASCII);
      zone = new Zone(Name.fromString(origin, Name.root), new ByteArrayInputStream(text));
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "cli-name-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens, as an option has it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** What it was asked. */
  List<Record> questions() {
    return questions;
  }

  private void serve() {
    byte[] buffer = new byte[4_096];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] reply = answer(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire(1_232);
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // Closed, or no message.
      }
    }
  }

  private Message answer(Message query) {
    Record question = query.getQuestion();
    questions.add(question);
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.addRecord(question, Section.QUESTION);
    if (!question.getName().subdomain(zone.getOrigin())) {
      reply.getHeader().setRcode(Rcode.REFUSED);
      return reply;
    }
    SetResponse found = zone.findRecords(question.getName(), question.getType());
    if (found.isSuccessful()) {
      found
          .answers()
          .forEach(set -> set.rrs(false).forEach(each -> reply.addRecord(each, Section.ANSWER)));
    } else {
      reply.addRecord(zone.getSOA(), Section.AUTHORITY);
      if (found.isNXDOMAIN()) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
      }
    }
    return reply;
  }

  @Override
  public void close() {
    socket.close();
  }
}
