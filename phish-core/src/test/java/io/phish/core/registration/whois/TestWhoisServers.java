package io.phish.core.registration.whois;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Any number of WHOIS servers over real sockets, on one thread. What a server does is a {@link
 * TestWhoisServer.Script}.
 */
public final class TestWhoisServers implements AutoCloseable {
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Only on the thread. */
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.due));

  private volatile boolean closed;

  /** Starts the thread. */
  public TestWhoisServers() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, "test-whois-servers");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a server on a free port of 127.0.0.1. */
  public TestWhoisServer start(TestWhoisServer.Script script) {
    return start("127.0.0.1", script);
  }

  /** Starts a server on a free port of an address of this machine, for example 127.0.0.77. */
  public TestWhoisServer start(String address, TestWhoisServer.Script script) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0), 1024);
      channel.configureBlocking(false);
      TestWhoisServer server = new TestWhoisServer(this, channel, script);
      execute(() -> register(channel, SelectionKey.OP_ACCEPT, server));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  void after(long nanos, Runnable task) {
    timers.add(new Timer(System.nanoTime() + nanos, task));
  }

  SelectionKey register(
      java.nio.channels.SelectableChannel channel, int interest, Object attachment) {
    try {
      return channel.register(selector, interest, attachment);
    } catch (ClosedChannelException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(waitMillis());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.element().due <= now) {
          timers.remove().task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          handle(key);
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long waitMillis() {
    Timer next = timers.peek();
    if (next == null) {
      return 0;
    }
    long nanos = next.due - System.nanoTime();
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof TestWhoisServer server) {
      SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
      if (accepted != null) {
        server.accepted(accepted);
      }
    } else {
      ((TestWhoisServer.Conversation) key.attachment()).ready(key);
    }
  }

  /** Ends the servers and their connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Timer(long due, Runnable task) {}
}
