package io.phish.examples.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.ExtractorReport;
import io.phish.Verdict;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thousand extractors that hang for ever: how long after its deadline a verdict comes, and what
 * is left behind.
 *
 * <p>In some rounds each extractor hangs on a connection to a server that never answers; in the
 * others on nothing at all, because a thousand connections a round would measure the kernel.
 */
final class HungExtractors {
  private static final int EXTRACTORS = 1_000;

  /** Circuit breakers judge from the tenth call on, and would spare the detector the hanging. */
  private static final int ROUNDS_OF_A_DETECTOR = 9;

  private static final Duration DEADLINE = Duration.ofMillis(50);
  private static final AnalysisOptions OPTIONS = AnalysisOptions.defaults().withDeadline(DEADLINE);

  private HungExtractors() {}

  /** Measures so many rounds, and so many with sockets: {@code 1000 20}. */
  public static void main(String[] args) throws IOException {
    measure(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
        .forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  /** Measures; all times are in milliseconds after the deadline. */
  static Map<String, Object> measure(int rounds, int roundsWithSockets) throws IOException {
    rounds(Math.max(1, rounds / 20), null);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("extractors", EXTRACTORS);
    figures.put("deadline_ms", DEADLINE.toMillis());
    double[] late = rounds(rounds, null);
    figures.put("rounds", rounds);
    percentiles(figures, "", late);
    try (ServerSocket silent = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress())) {
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort());
      rounds(1, server);
      long files = openFiles();
      percentiles(figures, "with_sockets_", rounds(roundsWithSockets, server));
      figures.put("rounds_with_sockets", roundsWithSockets);
      figures.put("files_left", openFiles() - files);
    }
    figures.put("threads_left", threads());
    return figures;
  }

  private static double[] rounds(int count, @Nullable InetSocketAddress server) {
    double[] late = new double[count];
    int measured = 0;
    while (measured < count) {
      try (Detector detector = detector(server)) {
        // The first one starts the threads of the detector.
        lateness(detector);
        for (int i = 1; i < ROUNDS_OF_A_DETECTOR && measured < count; i++) {
          late[measured++] = lateness(detector);
        }
      }
    }
    return late;
  }

  private static double lateness(Detector detector) {
    long began = System.nanoTime();
    Verdict verdict = detector.analyze(Subject.text("hello"), OPTIONS).join();
    double late = (System.nanoTime() - began - DEADLINE.toNanos()) / 1e6;
    for (ExtractorReport report : verdict.extractors()) {
      if (report.status() != ExtractorReport.Status.TIMEOUT) {
        throw new IllegalStateException("not what is to be measured: " + report);
      }
    }
    return late;
  }

  private static Detector detector(@Nullable InetSocketAddress server) {
    DetectorBuilder builder = Detector.builder().discover(false);
    for (int i = 0; i < EXTRACTORS; i++) {
      builder.extractor(new Hung(i, server));
    }
    return builder.build();
  }

  private static void percentiles(Map<String, Object> figures, String prefix, double[] late) {
    Arrays.sort(late);
    figures.put(prefix + "p50_ms", at(late, 0.5));
    figures.put(prefix + "p99_ms", at(late, 0.99));
    figures.put(prefix + "p99_9_ms", at(late, 0.999));
    figures.put(prefix + "max_ms", late[late.length - 1]);
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
  }

  /** Threads of detectors; all of them are closed when this is asked. */
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

  private static final class Hung implements FeatureExtractor<Text> {
    private final ExtractorDescriptor<Text> descriptor;
    private final @Nullable InetSocketAddress server;

    Hung(int number, @Nullable InetSocketAddress server) {
      this.descriptor =
          ExtractorDescriptor.builder("bench.hung-" + number, Text.class)
              .cost(Cost.IO)
              .timeout(Duration.ofDays(1))
              .build();
      this.server = server;
    }

    @Override
    public ExtractorDescriptor<Text> descriptor() {
      return descriptor;
    }

    @Override
    public CompletionStage<Observation> extract(Text text, ExtractionContext context)
        throws IOException {
      CompletableFuture<Observation> never = new CompletableFuture<>();
      if (server != null) {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        context.onCancel(() -> release(channel));
        channel.connect(server, channel, new ReadForEver(never));
      }
      return never;
    }
  }

  /** Connects, and waits for an octet that nobody sends. */
  private record ReadForEver(CompletableFuture<Observation> never)
      implements CompletionHandler<@Nullable Void, AsynchronousSocketChannel> {
    @Override
    public void completed(@Nullable Void nothing, AsynchronousSocketChannel channel) {
      channel.read(ByteBuffer.allocate(1), 1, TimeUnit.DAYS, channel, new Unread(never));
    }

    @Override
    public void failed(Throwable e, AsynchronousSocketChannel channel) {
      never.completeExceptionally(e);
    }
  }

  private record Unread(CompletableFuture<Observation> never)
      implements CompletionHandler<Integer, AsynchronousSocketChannel> {
    @Override
    public void completed(Integer count, AsynchronousSocketChannel channel) {
      never.complete(Observation.EMPTY);
    }

    @Override
    public void failed(Throwable e, AsynchronousSocketChannel channel) {
      never.completeExceptionally(e);
    }
  }

  private static void release(AsynchronousSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
