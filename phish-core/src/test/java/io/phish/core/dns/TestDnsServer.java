package io.phish.core.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.xbill.DNS.Message;

/**
 * A name server on loopback that speaks real UDP and TCP on one port, and misbehaves as it is told.
 */
public final class TestDnsServer implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final TestZone zone;
  private final TestBehaviour behaviour;
  private final DatagramSocket udp;
  private final DatagramSocket elsewhere;
  private final ServerSocket tcp;
  private final ScheduledExecutorService later;
  private final AtomicInteger udpQueries = new AtomicInteger();
  private final AtomicInteger tcpQueries = new AtomicInteger();
  private final AtomicInteger tcpConnections = new AtomicInteger();
  private final Set<Integer> sourcePorts = ConcurrentHashMap.newKeySet();
  private final List<TestQuery> queries = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean remembers = true;

  private TestDnsServer(TestZone zone, TestBehaviour behaviour) {
    this.zone = zone;
    this.behaviour = behaviour;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      tcp = new ServerSocket(0, 1_024, loopback);
      udp = new DatagramSocket(tcp.getLocalPort(), loopback);
      udp.setReceiveBufferSize(BUFFER);
      elsewhere = new DatagramSocket(0, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    later = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "test-dns-later"));
    daemon(this::serveUdp, "test-dns-udp").start();
    daemon(this::accept, "test-dns-accept").start();
  }

  /** A server that answers as it should. */
  public static TestDnsServer start(TestZone zone) {
    return start(zone, TestBehaviour.honest());
  }

  /** A server that behaves so. */
  public static TestDnsServer start(TestZone zone, TestBehaviour behaviour) {
    return new TestDnsServer(zone, behaviour);
  }

  /** Where it listens, over UDP and TCP. */
  public InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /** How many questions came over UDP. */
  public int udpQueries() {
    return udpQueries.get();
  }

  /** How many questions came over TCP. */
  public int tcpQueries() {
    return tcpQueries.get();
  }

  /** How many connections were accepted. */
  public int tcpConnections() {
    return tcpConnections.get();
  }

  /** How many of them are open. */
  public int openConnections() {
    return connections.size();
  }

  /** The ports that were asked from over UDP. */
  public Set<Integer> sourcePorts() {
    return sourcePorts;
  }

  /** What was asked, in order. */
  public List<TestQuery> queries() {
    return queries;
  }

  /** Counts questions but does not keep them. */
  public TestDnsServer forgetting() {
    remembers = false;
    return this;
  }

  private void serveUdp() {
    byte[] buffer = new byte[65_535];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
        sourcePorts.add(from.getPort());
        int number = udpQueries.getAndIncrement() + tcpQueries.get();
        byte[] wire = java.util.Arrays.copyOf(buffer, packet.getLength());
        TestQuery query = new TestQuery(new Message(wire), wire, from, false, number);
        remember(query);
        for (TestReply reply : behaviour.answer(query, zone)) {
          schedule(reply, () -> sendUdp(reply, from));
        }
      } catch (SocketException e) {
        if (!udp.isClosed()) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        // What is no DNS message is not answered.
      }
    }
  }

  private void remember(TestQuery query) {
    if (remembers) {
      queries.add(query);
    }
  }

  private void schedule(TestReply reply, Runnable task) {
    if (reply.delay().isZero()) {
      task.run();
      return;
    }
    try {
      Objects.requireNonNull(later.schedule(task, reply.delay().toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private void sendUdp(TestReply reply, InetSocketAddress to) {
    try {
      (reply.elsewhere() ? elsewhere : udp)
          .send(new DatagramPacket(reply.wire(), reply.wire().length, to));
    } catch (IOException e) {
      // The asker or this server is gone.
    }
  }

  private void accept() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        tcpConnections.incrementAndGet();
        connections.add(socket);
        if (tcp.isClosed()) {
          socket.close();
        }
        daemon(() -> serveTcp(socket), "test-dns-tcp").start();
      } catch (IOException e) {
        // Closed, or the asker is gone.
      }
    }
  }

  private void serveTcp(Socket socket) {
    ReentrantLock writing = new ReentrantLock();
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] wire = in.readNBytes(in.readUnsignedShort());
        int number = tcpQueries.getAndIncrement() + udpQueries.get();
        InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
        TestQuery query = new TestQuery(new Message(wire), wire, from, true, number);
        remember(query);
        for (TestReply reply : behaviour.answer(query, zone)) {
          schedule(reply, () -> sendTcp(reply, socket, writing));
        }
      }
    } catch (EOFException | SocketException e) {
      // The asker has closed, or this server has.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.remove(socket);
    }
  }

  private void sendTcp(TestReply reply, Socket socket, ReentrantLock writing) {
    byte[] wire = reply.wire();
    byte[] framed =
        ByteBuffer.allocate(wire.length + 2).putShort((short) wire.length).put(wire).array();
    int chunk = reply.chunk() == 0 ? framed.length : reply.chunk();
    writing.lock();
    try {
      OutputStream out = socket.getOutputStream();
      out.write(framed, 0, Math.min(chunk, framed.length));
      for (int from = chunk; from < framed.length; from += chunk) {
        int start = from;
        int length = Math.min(chunk, framed.length - from);
        long delay = reply.pause().toNanos() * (from / chunk);
        Objects.requireNonNull(
            later.schedule(
                () -> {
                  out.write(framed, start, length);
                  return null;
                },
                delay,
                TimeUnit.NANOSECONDS));
      }
      if (reply.closing()) {
        socket.close();
      }
    } catch (IOException | RejectedExecutionException e) {
      // The asker or this server is gone.
    } finally {
      writing.unlock();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    later.shutdownNow();
    udp.close();
    elsewhere.close();
    try {
      tcp.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
