package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.phish.core.dns.transport.NioTransport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** With Knot DNS, if it is installed: a server that nobody here has written. */
class KnotTest {
  private static final Path KNOTD = Path.of("/usr/sbin/knotd");
  private static final int NAMES = 5_000;

  @TempDir private Path folder;

  @Test
  void answers_of_knot_are_complete() throws Exception {
    assumeTrue(Files.isExecutable(KNOTD), "no " + KNOTD + "; install knot to run this");
    int port = freePort();
    Process knot = start(port);
    try (NioTransport transport =
        NioTransport.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> answers(transport));

      BulkStatistics statistics =
          BulkResolver.builder(transport)
              .build()
              .resolveAll(
                  IntStream.range(0, 4 * NAMES)
                      .mapToObj(
                          i ->
                              new DnsQuestion(
                                  Name.fromConstantString("n" + i % (2 * NAMES) + ".k.example."),
                                  Type.A))
                      .iterator(),
                  answer -> {});
      assertThat(statistics.byStatus())
          .containsEntry(DnsStatus.FOUND, 2L * NAMES)
          .containsEntry(DnsStatus.NO_SUCH_NAME, 2L * NAMES);

      Message big = query("big.k.example.", Type.TXT);
      assertThat(
              transport
                  .send(big, Duration.ofSeconds(10))
                  .get(30, TimeUnit.SECONDS)
                  .getSection(Section.ANSWER))
          .hasSize(100);
      assertThat(transport.statistics().truncated()).isPositive();
    } finally {
      knot.destroy();
      knot.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static boolean answers(NioTransport transport) throws Exception {
    return transport
        .send(query("n0.k.example.", Type.A), Duration.ofMillis(500))
        .handle((reply, error) -> reply != null && reply.getSection(Section.ANSWER).size() == 1)
        .get(30, TimeUnit.SECONDS);
  }

  private static Message query(String name, int type) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
  }

  private Process start(int port) throws Exception {
    StringBuilder zone = new StringBuilder("@ 3600 SOA ns x 1 2 3 4 60\n@ 3600 NS ns\n");
    for (int i = 0; i < NAMES; i++) {
      zone.append('n').append(i).append(" 300 A 192.0.2.1\n");
    }
    for (int i = 0; i < 100; i++) {
      zone.append("big 300 TXT \"").append("x".repeat(50)).append(i).append("\"\n");
    }
    Path file = Files.writeString(folder.resolve("k.zone"), zone);
    List<String> configuration =
        List.of(
            "server:",
            "  listen: 127.0.0.1@" + port,
            "  rundir: " + folder,
            "  udp-workers: 1",
            "  tcp-workers: 1",
            "  background-workers: 1",
            "database:",
            "  storage: " + folder,
            "zone:",
            "  - domain: k.example",
            "    file: " + file,
            "    journal-content: none",
            "    zonefile-load: whole");
    Path knot = Files.write(folder.resolve("knot.conf"), configuration);
    return new ProcessBuilder(KNOTD.toString(), "-c", knot.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("knot.log").toFile())
        .start();
  }

  private static int freePort() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
