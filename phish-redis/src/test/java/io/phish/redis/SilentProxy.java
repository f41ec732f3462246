package io.phish.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes everything on, until it swallows what comes on the connections that there are. */
final class SilentProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Queue<Way> ways = new ConcurrentLinkedQueue<>();

  SilentProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    run(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + listener.getLocalPort();
  }

  /** From now on nothing gets through, and nobody is told. New connections are not concerned. */
  void silence() {
    ways.forEach(way -> way.isSilent = true);
  }

  /** Cuts all connections. */
  void cut() {
    ways.forEach(Way::close);
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = listener.accept();
      Way way = new Way(near, new Socket(InetAddress.getLoopbackAddress(), target));
      ways.add(way);
      run(() -> way.pump(way.near, way.far));
      run(() -> way.pump(way.far, way.near));
    }
  }

  private static void run(Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException e) {
                // closed by either side
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private interface Pump {
    void run() throws IOException;
  }

  private static final class Way {
    private final Socket near;
    private final Socket far;
    private volatile boolean isSilent;

    Way(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void pump(Socket from, Socket to) throws IOException {
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!isSilent) {
            out.write(buffer, 0, n);
          }
        }
      }
    }

    void close() {
      try (near;
          far) {
        isSilent = true;
      } catch (IOException e) {
        // closed already
      }
    }
  }
}
