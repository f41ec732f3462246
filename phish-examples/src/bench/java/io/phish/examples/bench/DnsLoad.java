package io.phish.examples.bench;

import io.phish.core.dns.BulkResolver;
import io.phish.core.dns.BulkStatistics;
import io.phish.core.dns.DnsQuestion;
import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.transport.NioTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks a local server many questions in this process and prints how many were answered and how many
 * nanoseconds that took. Arguments: {@code phish} or {@code dnsjava}, the port, how many.
 */
final class DnsLoad {
  static final int NAMES = 100_000;

  /** Coprime to the number of names: neighbours in time are none in the zone. */
  private static final long STRIDE = 7_919;

  private static final int DNSJAVA_IN_FLIGHT = 200;

  private DnsLoad() {}

  public static void main(String[] args) throws Exception {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    int count = Integer.parseInt(args[2]);
    long began = System.nanoTime();
    long answered = args[0].equals("phish") ? phish(server, count) : dnsjava(server, count);
    System.out.println(answered + " " + (System.nanoTime() - began));
  }

  static String name(int i) {
    return "n" + i * STRIDE % NAMES + ".bench.example.";
  }

  private static long phish(InetSocketAddress server, int count) throws InterruptedException {
    Iterator<DnsQuestion> questions =
        IntStream.range(0, count).mapToObj(i -> new DnsQuestion(parse(i), Type.A)).iterator();
    try (NioTransport transport = NioTransport.builder(List.of(server)).build()) {
      BulkStatistics statistics =
          BulkResolver.builder(transport).build().resolveAll(questions, answer -> {});
      return Objects.requireNonNull(statistics.byStatus().get(DnsStatus.FOUND));
    }
  }

  private static long dnsjava(InetSocketAddress server, int count) throws InterruptedException {
    SimpleResolver resolver = new SimpleResolver(server);
    Semaphore room = new Semaphore(DNSJAVA_IN_FLIGHT);
    AtomicInteger answered = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      room.acquire();
      Message query = Message.newQuery(Record.newRecord(parse(i), Type.A, DClass.IN));
      var unused =
          resolver
              .sendAsync(query)
              .whenComplete(
                  (reply, error) -> {
                    if (reply != null && !reply.getSection(Section.ANSWER).isEmpty()) {
                      answered.incrementAndGet();
                    }
                    room.release();
                  });
    }
    room.acquire(DNSJAVA_IN_FLIGHT);
    return answered.get();
  }

  private static Name parse(int i) {
    try {
      return Name.fromString(name(i));
    } catch (TextParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
