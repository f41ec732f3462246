package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.Closer;
import io.phish.core.registration.whois.TestWhoisServer.Script;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoisBulkTest {
  private final TestWhoisServers servers = new TestWhoisServers();

  @AfterEach
  void close() {
    servers.close();
  }

  /** 10,000 domains at 100 servers that answer in 64 ms and allow 50 a second; five are dead. */
  @Test
  void many_servers_are_asked_as_fast_as_they_allow_whatever_the_dead_ones_do() throws Exception {
    // Long enough for a machine that has other things to do: no live server is to be given up.
    Duration queryTimeout = Duration.ofSeconds(5);
    try (WhoisBulkLoad load = new WhoisBulkLoad(servers, 100, 5, queryTimeout)) {
      WhoisBulkLoad.Figures figures = load.run(10_000);
      assertThat(figures.answered()).isEqualTo(9_500);
      assertThat(figures.failures()).hasSize(500);
      assertThat(figures.failures()).containsOnly(Reason.TIMEOUT, Reason.CIRCUIT_OPEN);
      assertThat(figures.mostPerSecond()).isLessThanOrEqualTo(50);
      assertThat(figures.threads()).isLessThanOrEqualTo(10);
      // Two seconds by the limits; a loaded machine gets a multiple of that, a queue that is held
      // up by a dead server or works in series would need much more.
      assertThat(figures.elapsed()).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void domains_are_read_as_far_as_there_is_room() throws InterruptedException {
    TestWhoisServer server = servers.start(Script.reply("registered"));
    try (WhoisClient client =
        WhoisClient.builder()
            .server("qqqq", server.hostPort())
            .rate("10000/s")
            .bulkWindow(7)
            .build()) {
      int[] read = new int[1];
      int[] taken = new int[1];
      client.lookupAll(
          Stream.iterate(0, i -> i + 1)
              .limit(300)
              .map(
                  i -> {
                    read[0]++;
                    assertThat(read[0] - taken[0]).isLessThanOrEqualTo(8);
                    return "d" + i + ".qqqq";
                  })
              .iterator(),
          new Count(taken));
      assertThat(taken[0]).isEqualTo(300);
    }
  }

  @Test
  void names_that_are_none_are_failures_of_their_own() throws InterruptedException {
    TestWhoisServer server = servers.start(Script.reply("registered"));
    List<String> failed = new ArrayList<>();
    int[] taken = new int[1];
    try (WhoisClient client = WhoisClient.builder().server("qqqq", server.hostPort()).build()) {
      client.lookupAll(
          List.of("a..b", "fine.qqqq", "x.test").iterator(),
          new Count(taken) {
            @Override
            public void failed(String domain, WhoisException failure) {
              failed.add(domain);
            }
          });
    }
    assertThat(failed).containsExactlyInAnyOrder("a..b", "x.test");
    assertThat(taken[0]).isEqualTo(1);
  }

  @Test
  void who_takes_the_results_may_end_the_lookups() {
    TestWhoisServer server = servers.start(Script.reply("registered"));
    try (WhoisClient client =
        WhoisClient.builder().server("qqqq", server.hostPort()).rate("20/s").build()) {
      assertThatThrownBy(
              () ->
                  client.lookupAll(
                      IntStream.range(0, 5_000).mapToObj(i -> "d" + i + ".qqqq").iterator(),
                      new Count(new int[1]) {
                        @Override
                        public void answered(WhoisResult result) {
                          throw new IllegalStateException("enough");
                        }
                      }))
          .hasMessage("enough");
      Awaitility.await().until(() -> client.network().connections() == 0 && server.open() == 0);
      assertThat(server.connections()).isLessThan(500);
    }
  }

  /** Half take connections and say nothing, the others do not even answer the first packet. */
  @Test
  void a_thousand_black_holes_cost_the_deadline_and_leave_nothing() throws IOException {
    try (Closer holes = Closer.create();
        WhoisClient client = WhoisClient.builder().rate("50/s").build()) {
      List<String> addresses = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        addresses.add(servers.start(Script.silent()).hostPort());
        addresses.add(dropping(holes));
      }
      Duration deadline = Duration.ofSeconds(2);
      List<CompletableFuture<Long>> late = new ArrayList<>();
      for (String address : addresses) {
        long due = System.nanoTime() + deadline.toNanos();
        late.add(
            client
                .lookup("example.com", address, deadline)
                .handle(
                    (result, failure) -> {
                      assertThat(failure).isInstanceOf(WhoisException.class);
                      assertThat(((WhoisException) failure).reason()).isEqualTo(Reason.TIMEOUT);
                      return System.nanoTime() - due;
                    }));
      }
      List<Long> nanos = late.stream().map(CompletableFuture::join).sorted().toList();
      assertThat(nanos.get(0)).isGreaterThanOrEqualTo(0);
      assertThat(client.network().connections()).isZero();
      Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> threads() == 0);
    }
  }

  /** A server that accepts nobody and whose queue is full, so that packets to it are dropped. */
  private static String dropping(Closer holes) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.5"));
    holes.register(server);
    for (int i = 0; i < 2; i++) {
      Socket filler = new Socket();
      holes.register(filler);
      filler.connect(server.getLocalSocketAddress(), 100);
    }
    return "127.0.0.5:" + server.getLocalPort();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("phish-whois"))
        .count();
  }

  @Test
  void a_storm_of_cancellations_leaves_no_sockets() {
    SplittableRandom random = new SplittableRandom(11);
    TestWhoisServer server =
        servers.start(
            (conversation, query) ->
                conversation.after(
                    Duration.ofMillis(random.nextInt(30)),
                    () -> conversation.send("registered").close()));
    try (WhoisClient client =
        WhoisClient.builder().rate("100000/s").connectionsPerServer(16).build()) {
      SplittableRandom cancels = new SplittableRandom(12);
      List<CompletableFuture<WhoisResult>> lookups = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        lookups.add(client.lookup("d" + i + ".com", server.hostPort(), Duration.ofSeconds(60)));
        if (cancels.nextInt(10) > 0) {
          lookups.get(cancels.nextInt(lookups.size())).cancel(true);
        }
      }
      lookups.forEach(lookup -> lookup.cancel(cancels.nextInt(2) > 0));
      long cancelled = lookups.stream().filter(WhoisBulkTest::isCancelled).count();
      assertThat(cancelled).isPositive();
      Awaitility.await().until(() -> client.network().connections() == 0 && server.open() == 0);
      assertThat(client.lookup("last.com", server.hostPort(), Duration.ofSeconds(60)).join())
          .isNotNull();
    }
  }

  private static boolean isCancelled(CompletableFuture<WhoisResult> lookup) {
    try {
      lookup.get(60, TimeUnit.SECONDS);
      return false;
    } catch (CancellationException e) {
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static class Count implements WhoisClient.Results {
    private final int[] taken;

    Count(int[] taken) {
      this.taken = taken;
    }

    @Override
    public void answered(WhoisResult result) {
      taken[0]++;
    }

    @Override
    public void failed(String domain, WhoisException failure) {
      throw failure;
    }
  }
}
