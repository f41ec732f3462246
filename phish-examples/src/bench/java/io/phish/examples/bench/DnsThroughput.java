package io.phish.examples.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many look-ups a second bulk look-up makes, beside dnsperf and dnsjava's own resolver, against
 * one local server with 100,000 names: Knot DNS if it is installed, otherwise one of ours. Each
 * runs in a process of its own, in turn, and the median of the rounds counts.
 */
final class DnsThroughput {
  private static final Path KNOTD = Path.of("/usr/sbin/knotd");
  private static final Path DNSPERF = Path.of("/usr/bin/dnsperf");
  private static final Pattern PER_SECOND = Pattern.compile("Queries per second:\\s+([0-9.]+)");

  /** dnsjava is so slow that fewer will do. */
  private static final int DNSJAVA_SHARE = 20;

  private final Path java;
  private final Path folder;

  DnsThroughput(Path java, Path folder) {
    this.java = java;
    this.folder = folder;
  }

  /** Arguments: how many look-ups, how many rounds, and a folder for its files. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    new DnsThroughput(java, Files.createDirectories(Path.of(args[2])))
        .measure(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
        .forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  Map<String, Object> measure(int lookUps, int rounds) throws IOException, InterruptedException {
    int port = freePort();
    Process server = Files.isExecutable(KNOTD) ? knot(port) : ours(port);
    try {
      awaitAnswers(port);
      double[] phish = new double[rounds];
      double[] dnsjava = new double[rounds];
      double @Nullable [] dnsperf = Files.isExecutable(DNSPERF) ? new double[rounds] : null;
      long lost = 0;
      Path gcLog = folder.resolve("dns-gc.log");
      for (int i = 0; i < rounds; i++) {
        long[] ours = load(port, "phish", lookUps, "-Xmx256m", "-Xlog:gc:file=" + gcLog);
        phish[i] = ours[0] * 1e9 / ours[1];
        lost += lookUps - ours[0];
        long[] theirs = load(port, "dnsjava", lookUps / DNSJAVA_SHARE);
        dnsjava[i] = theirs[0] * 1e9 / theirs[1];
        if (dnsperf != null) {
          dnsperf[i] = dnsperf(port, lookUps);
        }
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("server", Files.isExecutable(KNOTD) ? "Knot DNS" : "of the benchmark's own");
      figures.put("look_ups", lookUps);
      figures.put("rounds", rounds);
      figures.put("lost", lost);
      figures.put("per_second", median(phish));
      figures.put("dnsjava_per_second", median(dnsjava));
      figures.put("times_dnsjava", median(phish) / median(dnsjava));
      if (dnsperf != null) {
        figures.put("dnsperf_per_second", median(dnsperf));
        figures.put("share_of_dnsperf", median(phish) / median(dnsperf));
      }
      StreamThroughput.heap(gcLog, figures);
      return figures;
    } finally {
      server.destroy();
      server.waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** How many were answered, and in how many nanoseconds. */
  private long[] load(int port, String kind, int count, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DnsLoad.class.getName(), kind, "" + port, "" + count));
    String[] result = output(command).strip().split(" ", -1);
    return new long[] {Long.parseLong(result[0]), Long.parseLong(result[1])};
  }

  private double dnsperf(int port, int lookUps) throws IOException, InterruptedException {
    Path input = folder.resolve("dnsperf.txt");
    int names = Math.min(lookUps, DnsLoad.NAMES);
    try (BufferedWriter writer = Files.newBufferedWriter(input)) {
      for (int i = 0; i < names; i++) {
        writer.write(DnsLoad.name(i) + " A\n");
      }
    }
    String report =
        output(
            List.of(
                DNSPERF.toString(),
                "-s",
                "127.0.0.1",
                "-p",
                "" + port,
                "-d",
                input.toString(),
                "-n",
                "" + lookUps / names));
    Matcher rate = PER_SECOND.matcher(report);
    if (!rate.find()) {
      throw new IOException("dnsperf said:\n" + report);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue() + ":\n" + output);
    }
    return output;
  }

  private void awaitAnswers(int port) throws IOException, InterruptedException {
    for (int i = 0; i < 30; i++) {
      // Its own time-out of some seconds is the pause.
      if (load(port, "phish", 1)[0] == 1) {
        return;
      }
    }
    throw new IOException("the name server does not answer");
  }

  private Process knot(int port) throws IOException {
    Path zone = folder.resolve("bench.zone");
    try (Writer writer = Files.newBufferedWriter(zone)) {
      writer.write("@ 3600 SOA ns x 1 2 3 4 60\n@ 3600 NS ns\n");
      for (int i = 0; i < DnsLoad.NAMES; i++) {
        writer.write("n" + i + " 3600 A 192.0." + (i >> 8 & 0xFF) + "." + (i & 0xFF) + "\n");
      }
    }
    Path configuration =
        Files.write(
            folder.resolve("knot.conf"),
            List.of(
                "server:",
                "  listen: 127.0.0.1@" + port,
                "  rundir: " + folder.toAbsolutePath(),
                "  udp-workers: 1",
                "  tcp-workers: 1",
                "  background-workers: 1",
                "database:",
                "  storage: " + folder.toAbsolutePath(),
                "zone:",
                "  - domain: bench.example",
                "    file: " + zone.toAbsolutePath(),
                "    journal-content: none",
                "    zonefile-load: whole"));
    return new ProcessBuilder(KNOTD.toString(), "-c", configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("knot.log").toFile())
        .start();
  }

  private Process ours(int port) throws IOException {
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LoopbackNameServer.class.getName(),
            "" + port)
        .inheritIO()
        .start();
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
