package io.phish.examples.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A thousand WHOIS servers, each on an address of its own, that accept and say nothing, asked at
 * once: how long after its deadline a verdict comes, and what is left behind.
 */
final class BlackHoles {
  private static final int SERVERS = 1_000;
  private static final Duration DEADLINE = Duration.ofMillis(500);

  private static final AnalysisOptions OPTIONS =
      AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE).withDeadline(DEADLINE);

  private BlackHoles() {}

  /** Measures so many rounds: {@code 10}. */
  public static void main(String[] args) throws IOException {
    measure(Integer.parseInt(args[0]))
        .forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  /** Measures; all times are in milliseconds after the deadline. */
  static Map<String, Object> measure(int rounds) throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    try (ServerSocket silent = new ServerSocket(0, 4_096, everywhere)) {
      round(silent.getLocalPort());
      settle();
      long files = openFiles();
      double[] late = new double[rounds * SERVERS];
      for (int i = 0; i < rounds; i++) {
        System.arraycopy(round(silent.getLocalPort()), 0, late, i * SERVERS, SERVERS);
      }
      Arrays.sort(late);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("servers", SERVERS);
      figures.put("deadline_ms", DEADLINE.toMillis());
      figures.put("p50_ms", late[late.length / 2]);
      figures.put("p99_ms", late[late.length * 99 / 100]);
      figures.put("max_ms", late[late.length - 1]);
      figures.put("settled_after_ms", settle());
      figures.put("files_left", openFiles() - files);
      figures.put("threads_left", threads());
      return figures;
    }
  }

  private static double[] round(int port) {
    String servers =
        IntStream.range(0, SERVERS)
            .mapToObj(i -> "zz" + i + "=127.1." + i / 250 + '.' + (1 + i % 250) + ':' + port)
            .collect(Collectors.joining(","));
    double[] late = new double[SERVERS];
    try (Detector detector =
        Detector.builder()
            .enable("phish.registration", "phish.url")
            .configure("phish.registration", Map.of("whois", servers, "allow-private", "true"))
            .drainTimeout(Duration.ofSeconds(5))
            .build()) {
      List<CompletableFuture<Void>> all = new ArrayList<>(SERVERS);
      for (int i = 0; i < SERVERS; i++) {
        int number = i;
        Subject url = Subject.url("https://example.zz" + i + "/");
        long began = System.nanoTime();
        CompletableFuture<Verdict> verdict = detector.analyze(url, OPTIONS);
        all.add(
            verdict.thenAccept(
                v -> late[number] = (System.nanoTime() - began - DEADLINE.toNanos()) / 1e6));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
    return late;
  }

  /** Waits until the threads of closed detectors have ended, and says how many ms that took. */
  private static long settle() {
    long began = System.nanoTime();
    while (threads() > 0 && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(10)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("phish"))
        .count();
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
