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
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
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

  /** Whether connections are cut as soon as they are made. */
  public void refuse(boolean refuses) {
    this.refuses = refuses;
  }

  /** Ends all connections in an orderly way. */
  public void cut() {
    sockets.forEach(FaultProxy::close);
  }

  /** Resets all connections. */
  public void reset() {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
        continue;
      }
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuses) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        daemon(() -> pump(client, server, false));
        daemon(() -> pump(server, client, true));
      } catch (IOException e) {
        // Closed, or the server is not there: the client sees a connection that ends.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean isAnswer) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (swallows) {
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
      sockets.remove(from);
      sockets.remove(to);
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
}
