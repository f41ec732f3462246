package io.phish.core.registration.whois;

import io.phish.core.registration.whois.TestWhoisServer.Script;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Domains spread over servers on addresses of their own, each of which answers in 64 ms and allows
 * 50 a second. {@link #main} runs it with the figures to be measured.
 */
final class WhoisBulkLoad implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofMillis(64);
  private static final String REPLY =
      "Domain Name: %s\r\nRegistrar: Example\r\n"
          + "Notice: nothing to be seen here\r\n".repeat(50);

  private final List<TestWhoisServer> asked = new ArrayList<>();
  private final WhoisClient client;

  WhoisBulkLoad(TestWhoisServers servers, int count, int dead, Duration queryTimeout) {
    WhoisClientBuilder builder = WhoisClient.builder().rate("50/s").queryTimeout(queryTimeout);
    for (int i = 0; i < count; i++) {
      Script script =
          i < dead
              ? Script.silent()
              : Script.replyAfter(
                  ANSWER,
                  query ->
                      String.format(Locale.ROOT, REPLY, query).getBytes(StandardCharsets.US_ASCII));
      TestWhoisServer server = servers.start("127.0.1." + (i + 1), script);
      asked.add(server);
      builder.server(suffix(i), server.hostPort());
    }
    client = builder.build();
  }

  private static String suffix(int server) {
    return "q" + server + "q";
  }

  /** Looks so many domains up, evenly spread, in the order of the servers. */
  Figures run(int domains) throws InterruptedException {
    int each = domains / asked.size();
    int[] answered = new int[1];
    int[] threads = new int[1];
    List<Reason> failures = new ArrayList<>();
    long start = System.nanoTime();
    client.lookupAll(
        IntStream.range(0, domains).mapToObj(i -> "d" + i + '.' + suffix(i / each)).iterator(),
        new WhoisClient.Results() {
          @Override
          public void answered(WhoisResult result) {
            if (++answered[0] % 500 == 0) {
              threads[0] = Math.max(threads[0], threads());
            }
          }

          @Override
          public void failed(String domain, WhoisException failure) {
            failures.add(failure.reason());
          }
        });
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    int most =
        asked.stream()
            .mapToInt(server -> server.mostWithin(Duration.ofSeconds(1)))
            .max()
            .orElseThrow();
    return new Figures(answered[0], failures, elapsed, most, threads[0]);
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("phish-whois"))
            .count();
  }

  @Override
  public void close() {
    client.close();
  }

  /** What came of it; the caller's own thread is not counted. */
  record Figures(
      int answered, List<Reason> failures, Duration elapsed, int mostPerSecond, int threads) {}

  /** Runs it three times; the heap is what the virtual machine is started with. */
  public static void main(String[] args) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      try (TestWhoisServers servers = new TestWhoisServers();
          WhoisBulkLoad load = new WhoisBulkLoad(servers, 100, 5, Duration.ofSeconds(1))) {
        Figures figures = load.run(10_000);
        System.out.printf(
            Locale.ROOT,
            "%d answered, %d failed, %.2f s, at most %d a second, %d threads, %d MiB of heap%n",
            figures.answered(),
            figures.failures().size(),
            figures.elapsed().toNanos() / 1e9,
            figures.mostPerSecond(),
            figures.threads(),
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      }
    }
  }
}
