package io.phish.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A network between a client and a server, which delays, drips, swallows, cuts and resets. */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile long delayNanos;
  private volatile long dripNanos;
  private volatile boolean swallows;
  private volatile boolean refuses;

  /** A network that is well. */
  public FaultProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Its URI. */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  /** Answers come so much later from now on. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** There is so much time between octets of answers from now on. */
  public void drip(Duration pause) {
    dripNanos = pause.toNanos();
  }

  /** Whether what is sent is lost, in both directions, while connections stay open. */
  public void swallow(boolean swallows) {
    this.swallows = swallows;
  }

  /** What is sent on the connections that there are now is lost; new ones are well. */
  public void silence() {
    connections.forEach(connection -> connection.isSilent = true);
  }

  /** Whether connections are cut as soon as they are made. */
  public void refuse(boolean refuses) {
    this.refuses = refuses;
  }

  /** Ends all connections in an orderly way. */
  public void cut() {
    connections.forEach(Connection::close);
  }

  /** Resets all connections. */
  public void reset() {
    connections.forEach(Connection::reset);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuses) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      // The server is not there: the client sees a connection that ends.
      client.close();
      return;
    }
    Connection connection = new Connection(client, server);
    connections.add(connection);
    daemon(() -> pump(connection, client, server, false));
    daemon(() -> pump(connection, server, client, true));
  }

  private void pump(Connection connection, Socket from, Socket to, boolean isAnswer) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (swallows || connection.isSilent) {
          continue;
        }
        if (isAnswer && delayNanos > 0) {
          pause(delayNanos);
        }
        if (isAnswer && dripNanos > 0) {
          for (int i = 0; i < read; i++) {
            pause(dripNanos);
            out.write(buffer, i, 1);
          }
        } else {
          out.write(buffer, 0, read);
        }
        out.flush();
      }
    } catch (IOException e) {
      // The other side sees that this one ended.
    } finally {
      connections.remove(connection);
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private static final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean isSilent;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      close();
    }

    void close() {
      try (client;
          server) {
        isSilent = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
