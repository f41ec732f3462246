package io.phish.core.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.dns.TestZone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class TransportStructuresTest {

  @Test
  void queries_are_those_of_dnsjava_to_the_byte() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      Name name = name(random);
      int type = random.nextBoolean() ? Type.A : random.nextInt(1, 200);
      Message expected = new Message(random.nextInt(1 << 16));
      for (int flag : new int[] {Flags.RD, Flags.AD, Flags.CD}) {
        if (random.nextBoolean()) {
          expected.getHeader().setFlag(flag);
        }
      }
      expected.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
      boolean edns = random.nextBoolean();
      byte[] cookie = random.nextBoolean() ? bytes(random, random.nextBoolean() ? 8 : 24) : null;
      if (edns) {
        List<EDNSOption> options = new ArrayList<>();
        if (cookie != null) {
          options.add(
              cookie.length == 8
                  ? new CookieOption(cookie)
                  : new CookieOption(
                      Arrays.copyOf(cookie, 8), Arrays.copyOfRange(cookie, 8, cookie.length)));
        }
        int flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
        expected.addRecord(new OPTRecord(1232, 0, 0, flags, options), Section.ADDITIONAL);
      }

      ByteBuffer out = ByteBuffer.allocateDirect(Queries.MAX_LENGTH);
      DnsExchange exchange = new Asked(expected);
      Queries.write(
          out,
          expected.getHeader().getID(),
          exchange,
          exchange.name,
          edns ? 1232 : 0,
          edns ? cookie : null);
      byte[] wire = new byte[out.flip().remaining()];
      out.get(wire);
      assertThat(wire).isEqualTo(expected.toWire());
    }
  }

  @Test
  void an_id_table_is_a_map() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    IdTable table = new IdTable();
    Map<Integer, Attempt> map = new HashMap<>();
    Selector selector = Selector.open();
    NameServer server =
        new NameServer(
            0,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 53),
            new UdpPorts(selector, new RandomSource(), 1),
            10,
            new byte[8]);
    Asked exchange = new Asked(query());
    for (int i = 0; i < 100_000; i++) {
      // Few ids, and many with the same low bits.
      int id = random.nextInt(64) << 9 | random.nextInt(8);
      if (map.containsKey(id)) {
        assertThat(table.get(id)).isSameAs(map.get(id));
        if (random.nextInt(3) > 0) {
          table.remove(id);
          map.remove(id);
        }
      } else {
        assertThat(table.get(id)).isNull();
        table.remove(id);
        Attempt attempt = new Attempt(exchange, server, exchange.name);
        attempt.id = id;
        table.put(attempt);
        map.put(id, attempt);
      }
      assertThat(table.size()).isEqualTo(map.size());
    }
    assertThat(table.drain()).containsExactlyInAnyOrder(map.values().toArray(Attempt[]::new));
    assertThat(table.size()).isZero();
    selector.close();
  }

  @Test
  void timers_go_off_once_in_their_millisecond_and_never_early() {
    SplittableRandom random = new SplittableRandom(3);
    long now = -TimeUnit.HOURS.toNanos(1);
    TimerWheel wheel = new TimerWheel(now);
    Map<DnsExchange, Long> due = new HashMap<>();
    long[] time = {now};
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          DnsExchange exchange = new Asked(query());
          long at = time[0] + random.nextLong(TimeUnit.SECONDS.toNanos(random.nextInt(1, 6)));
          wheel.set(exchange, at);
          due.put(exchange, at);
        }
        case 2 ->
            due.keySet().stream()
                .findAny()
                .ifPresent(
                    exchange -> {
                      wheel.clear(exchange);
                      due.remove(exchange);
                    });
        default -> {
          time[0] += random.nextLong(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 40)));
          assertThat(wheel.untilNext(time[0])).isNotNegative();
          wheel.advance(
              time[0],
              exchange -> {
                Long at = due.remove(exchange);
                assertThat(at).isNotNull().isLessThanOrEqualTo(time[0]);
              });
          long late = time[0] - TimeUnit.MILLISECONDS.toNanos(2);
          assertThat(due.values()).allMatch(at -> at - late > 0);
        }
      }
    }
    time[0] += TimeUnit.MINUTES.toNanos(1);
    wheel.advance(time[0], due::remove);
    assertThat(due).isEmpty();
    assertThat(wheel.any()).isNull();
    assertThat(wheel.untilNext(time[0])).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void the_wheel_says_when_the_next_timer_is_due() {
    TimerWheel wheel = new TimerWheel(0);
    long at = TimeUnit.MILLISECONDS.toNanos(300);
    wheel.set(new Asked(query()), at);

    assertThat(wheel.untilNext(0)).isEqualTo(at);
  }

  @Test
  void case_is_mixed_and_nothing_else() throws Exception {
    RandomSource random = new RandomSource();
    Map<Boolean, Integer> upper = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] name = name(new SplittableRandom(i)).toWire();
      byte[] mixed = random.mixedCase(name);
      assertThat(new Name(mixed)).isEqualTo(new Name(name));
      assertThat(new Name(mixed).canonicalize().toWire())
          .isEqualTo(new Name(name).canonicalize().toWire());
      upper.merge(mixed[1] >= 'A' && mixed[1] <= 'Z', 1, Integer::sum);
    }
    assertThat(upper.get(true)).isBetween(50, 950);
  }

  @Test
  void scans_every_reply_that_dnsjava_writes() {
    TestZone zone =
        TestZone.of(
            "a.example.",
            "@ 60 IN SOA ns x 1 2 3 4 5",
            "@ 60 IN NS ns",
            "@ 60 IN MX 10 mail",
            "@ 60 IN TXT \"v=spf1 -all\"",
            "www 60 IN CNAME b",
            "b 60 IN AAAA 2001:db8::1");
    ReplyScan scan = new ReplyScan();
    for (String name : List.of("a.example.", "www.a.example.", "none.a.example.", "b.example.")) {
      for (int type : new int[] {Type.A, Type.AAAA, Type.MX, Type.TXT, Type.SOA, Type.ANY}) {
        Message query =
            Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        Message reply = zone.answer(query);
        ByteBuffer wire = ByteBuffer.wrap(reply.toWire());
        byte[] asked = Name.fromConstantString(name).toWire();
        assertThat(ReplyScan.isReply(wire)).isTrue();
        assertThat(ReplyScan.question(wire, asked, type, DClass.IN))
            .isEqualTo(ReplyScan.Question.SAME);
        assertThat(scan.records(wire, 12 + asked.length + 4)).isTrue();
        assertThat(scan.rcode()).isEqualTo(reply.getRcode());
        assertThat(scan.hasOpt()).isTrue();
        for (int cut = wire.limit() - 1; cut > 12 + asked.length + 4; cut--) {
          ByteBuffer shorter = ByteBuffer.wrap(wire.array(), 0, cut).slice();
          assertThat(scan.records(shorter, 12 + asked.length + 4)).isFalse();
        }
      }
    }
  }

  private static Name name(SplittableRandom random) throws Exception {
    StringBuilder text = new StringBuilder();
    int labels = random.nextInt(1, 4);
    for (int i = 0; i < labels; i++) {
      int length = random.nextInt(1, 64);
      for (int j = 0; j < length; j++) {
        text.append("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_".charAt(random.nextInt(44)));
      }
      text.append('.');
    }
    return Name.fromString(text.toString());
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Message query() {
    return Asking.www();
  }

  private static final class Asked extends DnsExchange {
    Asked(Message query) {
      super(query, Duration.ofSeconds(1));
    }

    @Override
    protected boolean onReply(byte[] message) {
      return true;
    }

    @Override
    protected void onFailure(DnsTransportException.Reason reason) {}
  }
}
