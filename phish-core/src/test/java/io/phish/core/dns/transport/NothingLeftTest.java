package io.phish.core.dns.transport;

import static io.phish.core.dns.transport.Asking.LONG;
import static io.phish.core.dns.transport.Asking.query;
import static io.phish.core.dns.transport.Asking.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.phish.core.dns.TestBehaviour;
import io.phish.core.dns.TestDnsServer;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** What the transport takes, and gives back. */
class NothingLeftTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Test
  void a_thousand_silent_servers_leave_nothing() throws Exception {
    List<DatagramSocket> servers = new ArrayList<>();
    try {
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        servers.add(server);
        addresses.add((InetSocketAddress) server.getLocalSocketAddress());
      }
      long before = descriptors();
      // One question each, and others behind them.
      NioTransport transport = NioTransport.builder(addresses).window(1).build();
      List<CompletableFuture<Message>> replies = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        replies.add(transport.send(query("n" + i, Type.A), Duration.ofMillis(800)));
      }
      for (CompletableFuture<Message> reply : replies) {
        assertThat(Asking.failure(reply)).isEqualTo(Reason.TIMED_OUT);
      }
      assertThat(transport.open()).isZero();
      assertThat(transport.statistics().sent()).isGreaterThanOrEqualTo(1_000);
      assertThat(SelectorThreads.running()).hasSize(1);

      transport.close();

      assertThat(SelectorThreads.running()).isEmpty();
      if (before >= 0) {
        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
      }
    } finally {
      servers.forEach(DatagramSocket::close);
    }
  }

  @Test
  void idle_sockets_are_given_back() throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " to count sockets in");
    try (TestDnsServer server = TestDnsServer.start(zone());
        NioTransport transport = NioTransport.to(server.address())) {
      Asking.get(transport.send(Asking.www(), LONG));
      long one = descriptors();
      for (int i = 0; i < 20; i++) {
        Asking.get(transport.send(Asking.www(), LONG));
      }
      assertThat(descriptors()).isGreaterThan(one);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(descriptors()).isLessThan(one));
    }
  }

  @Test
  void many_threads_ask_and_cancel_at_once() throws Exception {
    int threads = 8;
    int each = 400;
    try (TestDnsServer server =
            TestDnsServer.start(zone(), TestBehaviour.honest().losing(0.05, 3)).forgetting();
        NioTransport transport =
            NioTransport.builder(List.of(server.address())).threads(2).build()) {
      CountDownLatch start = new CountDownLatch(1);
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger cancelled = new AtomicInteger();
      List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
      List<Thread> running =
          Stream.iterate(0, i -> i + 1)
              .limit(threads)
              .map(
                  number ->
                      new Thread(
                          () -> {
                            try {
                              start.await();
                              List<CompletableFuture<Message>> replies = new ArrayList<>();
                              for (int i = 0; i < each; i++) {
                                String name = "n" + number + "-" + i;
                                replies.add(transport.send(query(name, Type.A), LONG));
                                if (i % 10 == 9 && replies.get(i - 5).cancel(true)) {
                                  cancelled.incrementAndGet();
                                }
                              }
                              for (int i = 0; i < each; i++) {
                                if (!replies.get(i).isCancelled()) {
                                  Message reply = Asking.get(replies.get(i));
                                  assertThat(reply.getQuestion().getName().toString())
                                      .isEqualTo("n" + number + "-" + i + ".a.example.");
                                  answered.incrementAndGet();
                                }
                              }
                            } catch (Throwable e) {
                              failures.add(e);
                            }
                          }))
              .toList();
      running.forEach(Thread::start);
      start.countDown();
      for (Thread thread : running) {
        thread.join(TimeUnit.SECONDS.toMillis(60));
      }
      assertThat(failures).isEmpty();
      assertThat(answered.get() + cancelled.get()).isEqualTo(threads * each);
      await().untilAsserted(() -> assertThat(transport.open()).isZero());
    }
  }

  /** How many files and sockets this process has open, -1 if that cannot be told. */
  private static long descriptors() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.filter(
              path -> {
                try {
                  return Files.readSymbolicLink(path).toString().startsWith("socket:");
                } catch (IOException e) {
                  return false;
                }
              })
          .count();
    }
  }
}
