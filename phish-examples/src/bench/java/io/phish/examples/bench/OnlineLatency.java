package io.phish.examples.bench;

import com.sun.net.httpserver.HttpServer;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * How long a URL takes on-line: with nothing cached, a name server and an RDAP server that each
 * answer after 30 ms, and then with everything in the cache. Verdicts themselves are not kept.
 */
final class OnlineLatency {
  private static final int SERVER_MILLIS = 30;
  private static final int WARM_UP = 300;

  private static final AnalysisOptions ONLINE =
      AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE).withDeadline(Duration.ofSeconds(5));

  private OnlineLatency() {}

  /** Measures so many cold and so many warm analyses: {@code 500 20000}. */
  public static void main(String[] args) throws IOException {
    measure(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
        .forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  static Map<String, Object> measure(int cold, int warm) throws IOException {
    // The server of the JDK sends head and body apart, and its client waits 40 ms to acknowledge.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
    try (DatagramSocket names = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      HttpServer registry =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      registry.createContext("/", exchange -> later(later, () -> answer(exchange)));
      registry.start();
      Thread server = new Thread(() -> serve(names, later), "bench-name-server");
      server.start();
      try (Detector detector = detector(names.getLocalPort(), registry.getAddress().getPort())) {
        return measure(detector, cold, warm);
      } finally {
        registry.stop(0);
      }
    } finally {
      later.shutdownNow();
    }
  }

  private static Detector detector(int namePort, int registryPort) {
    return Detector.builder()
        .verdictCache(0, Duration.ofMinutes(1))
        .configure("phish.dns", Map.of("servers", "127.0.0.1:" + namePort))
        .configure(
            "phish.registration",
            Map.of(
                "rdap-base", "com=http://127.0.0.1:" + registryPort + "/", "allow-private", "true"))
        .build();
  }

  private static Map<String, Object> measure(Detector detector, int cold, int warm) {
    for (int i = 0; i < WARM_UP; i++) {
      analyze(detector, "warm-up" + i);
    }
    double[] coldMillis = new double[cold];
    for (int i = 0; i < cold; i++) {
      coldMillis[i] = analyze(detector, "cold" + i) / 1e6;
    }
    double[] warmMicros = new double[warm];
    for (int i = -warm; i < warm; i++) {
      double micros = analyze(detector, "cold" + Math.floorMod(i, cold)) / 1e3;
      warmMicros[Math.max(i, 0)] = micros;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("server_ms", SERVER_MILLIS);
    percentiles(figures, "cold_ms", coldMillis);
    percentiles(figures, "warm_us", warmMicros);
    return figures;
  }

  private static long analyze(Detector detector, String name) {
    Subject url = Subject.url("https://www." + name + ".com/login");
    long began = System.nanoTime();
    Verdict verdict = detector.analyze(url, ONLINE).join();
    long nanos = System.nanoTime() - began;
    for (ExtractorReport report : verdict.extractors()) {
      if (report.observation() == null) {
        throw new IllegalStateException("not what is to be measured: " + report);
      }
    }
    return nanos;
  }

  private static void percentiles(Map<String, Object> figures, String name, double[] values) {
    Arrays.sort(values);
    figures.put(name + "_p50", values[values.length / 2]);
    figures.put(name + "_p95", values[values.length * 95 / 100]);
    figures.put(name + "_p99", values[values.length * 99 / 100]);
    figures.put(name + "_max", values[values.length - 1]);
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void later(ScheduledExecutorService later, Task task) {
    ScheduledFuture<?> unused =
        later.schedule(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // Whoever asked is gone; the analysis tells.
              }
            },
            SERVER_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String domain = path.substring(path.lastIndexOf('/') + 1);
    byte[] body =
        """
        {"objectClassName":"domain","ldhName":"%s","status":["active"],
         "events":[{"eventAction":"registration","eventDate":"2020-01-02T03:04:05Z"},
                   {"eventAction":"expiration","eventDate":"2030-01-02T03:04:05Z"}],
         "entities":[{"objectClassName":"entity","roles":["registrar"],
           "publicIds":[{"type":"IANA Registrar ID","identifier":"292"}],
           "vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","A Registrar"]]]}],
         "nameservers":[{"objectClassName":"nameserver","ldhName":"ns1.example.net"}]}
        """
            .formatted(domain)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/rdap+json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void serve(DatagramSocket socket, ScheduledExecutorService later) {
    byte[] octets = new byte[4_096];
    while (true) {
      DatagramPacket packet = new DatagramPacket(octets, octets.length);
      try {
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        byte[] reply = reply(query);
        DatagramPacket answer = new DatagramPacket(reply, reply.length, packet.getSocketAddress());
        later(later, () -> socket.send(answer));
      } catch (IOException e) {
        return; // closed: it is over
      }
    }
  }

  /** An address where one is asked for, and that there is nothing else. */
  private static byte[] reply(Message query) throws IOException {
    Record question = query.getQuestion();
    Name name = question.getName();
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    if (question.getType() == Type.A) {
      InetAddress address = InetAddress.getByAddress(new byte[] {93, (byte) 184, 34, 1});
      reply.addRecord(new ARecord(name, DClass.IN, 300, address), Section.ANSWER);
    } else {
      Name zone = Name.fromConstantString("com.");
      reply.addRecord(
          new SOARecord(zone, DClass.IN, 300, zone, zone, 1, 3_600, 600, 86_400, 300),
          Section.AUTHORITY);
    }
    return reply.toWire();
  }
}
