package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.dns.transport.DnsTransportException.Reason;
import io.phish.core.name.QueryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsResolverTest {
  private static final TestZone ZONE =
      TestZone.of(
          "example.com",
          "@ 3600 SOA ns.example.com. host.example.com. 1 7200 600 86400 300",
          "@ 3600 NS ns.example.com.",
          "www 60 A 192.0.2.1",
          "brief 0 A 192.0.2.2",
          "long 86400 A 192.0.2.3",
          "alias 120 CNAME www",
          "far 120 CNAME there.example.net.",
          "here 120 CNAME localhost.");

  private static final TestZone NET =
      TestZone.of(
          "example.net",
          "@ 3600 SOA ns.example.net. host.example.net. 1 7200 600 86400 300",
          "@ 3600 NS ns.example.net.",
          "there 60 A 192.0.2.9");

  private final AtomicLong clock = new AtomicLong(-5);
  private final ScriptedTransport transport = new ScriptedTransport(ZONE);
  private final DnsResolver resolver = DnsResolver.builder(transport).nanoTime(clock::get).build();

  @Test
  void gives_the_records_of_a_name() {
    DnsAnswer answer = ask("www.example.com");

    assertThat(answer.status()).isEqualTo(DnsStatus.FOUND);
    assertThat(answer.records()).hasSize(1);
    assertThat(answer.ttl()).isEqualTo(60);
    assertThat(answer.stale()).isFalse();
    assertThat(transport.queries.get(0).getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(transport.queries.get(0).getHeader().getFlag(Flags.AD)).isTrue();
  }

  @Test
  void asks_once_while_an_answer_is_fresh_and_tells_what_is_left_of_its_time() {
    ask("www.example.com");
    pass(20);
    DnsAnswer cached = ask("WWW.example.com.");
    assertThat(transport.queries).hasSize(1);
    assertThat(cached.ttl()).isEqualTo(40);
    assertThat(cached.records().get(0).getTTL()).isEqualTo(60);

    pass(40);
    assertThat(ask("www.example.com").ttl()).isEqualTo(60);
    assertThat(transport.queries).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"brief.example.com, 5", "long.example.com, 3600", "nosuch.example.com, 300"})
  void keeps_answers_within_bounds(String name, long seconds) {
    ask(name);
    pass(seconds - 1);
    ask(name);
    assertThat(transport.queries).hasSize(1);
    pass(1);
    ask(name);
    assertThat(transport.queries).hasSize(2);
  }

  @Test
  void tells_no_data_from_no_such_name() {
    assertThat(ask("nosuch.example.com").status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
    assertThat(resolve("www.example.com", Type.MX).join().status()).isEqualTo(DnsStatus.NO_DATA);
  }

  @Test
  void keeps_failures_for_a_moment_only() {
    transport.servfail();
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.SERVER_FAILURE);
    transport.answer(ZONE);
    pass(4);
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.SERVER_FAILURE);
    assertThat(transport.queries).hasSize(1);
    pass(1);
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.FOUND);
  }

  @Test
  void does_not_keep_failures_of_its_own() {
    transport.fail(Reason.OVERLOADED);
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.NOT_SENT);
    transport.answer(ZONE);
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT, TIMED_OUT",
    "UNREACHABLE, NOT_SENT",
    "MALFORMED, MALFORMED",
    "CLOSED, NOT_SENT"
  })
  void says_why_nothing_was_learnt(Reason reason, DnsStatus status) {
    transport.fail(reason);
    assertThat(ask("www.example.com").status()).isEqualTo(status);
  }

  @Test
  void survives_a_transport_that_throws() {
    transport.script =
        query -> {
          throw new IllegalStateException("broken");
        };
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.NOT_SENT);
  }

  @Test
  void serves_stale_answers_while_fresh_ones_cannot_be_had() {
    ask("www.example.com");
    pass(61);
    transport.fail(Reason.TIMED_OUT);

    DnsAnswer stale = ask("www.example.com");
    assertThat(stale.stale()).isTrue();
    assertThat(stale.status()).isEqualTo(DnsStatus.FOUND);
    assertThat(stale.ttl()).isEqualTo(30);
    // The failure keeps others from asking for a moment.
    assertThat(ask("www.example.com").stale()).isTrue();
    assertThat(transport.queries).hasSize(2);

    pass(5);
    transport.answer(ZONE);
    assertThat(ask("www.example.com").stale()).isFalse();
  }

  @Test
  void serves_no_stale_answers_for_ever() {
    ask("www.example.com");
    pass(61 + 3_600);
    transport.fail(Reason.TIMED_OUT);
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.TIMED_OUT);
  }

  @Test
  void a_name_that_is_gone_replaces_its_stale_records() {
    ask("www.example.com");
    pass(61);
    transport.answer(
        TestZone.of(
            "example.com",
            "@ 3600 SOA ns.example.com. host.example.com. 1 7200 600 86400 300",
            "@ 3600 NS ns.example.com."));
    assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
  }

  @Test
  void follows_aliases_over_several_servers() {
    assertThat(ask("alias.example.com").aliases())
        .containsExactly(Name.fromConstantString("www.example.com."));
    assertThat(transport.queries).hasSize(1);

    transport.answer(ZONE.and(NET));
    transport.script =
        query ->
            ScriptedTransport.answering(
                    query.getQuestion().getName().toString().contains("net") ? NET : ZONE)
                .apply(query);
    DnsAnswer far = ask("far.example.com");
    assertThat(far.status()).isEqualTo(DnsStatus.FOUND);
    assertThat(far.name()).isEqualTo(Name.fromConstantString("far.example.com."));
    assertThat(far.aliases()).containsExactly(Name.fromConstantString("there.example.net."));
    assertThat(transport.queries).hasSize(3);
  }

  @Test
  void gives_up_on_aliases_that_go_in_a_circle_or_on_and_on() {
    transport.script =
        query -> {
          Name name = query.getQuestion().getName();
          String next = name.equals(Name.fromConstantString("a.example.com.")) ? "b" : "a";
          return CompletableFuture.completedFuture(cname(query, next + ".example.com."));
        };
    assertThat(ask("a.example.com").status()).isEqualTo(DnsStatus.MALFORMED);
    assertThat(transport.queries).hasSize(2);

    transport.queries.clear();
    transport.script =
        query ->
            CompletableFuture.completedFuture(
                cname(query, "x" + query.getQuestion().getName().getLabelString(0) + ".com."));
    assertThat(ask("start.example.com").status()).isEqualTo(DnsStatus.MALFORMED);
    assertThat(transport.queries).hasSizeLessThanOrEqualTo(DnsAnswers.MAX_ALIASES + 1);
  }

  @Test
  void never_sends_names_of_special_use_not_even_through_an_alias() {
    assertThat(ask("db.localhost").status()).isEqualTo(DnsStatus.NOT_SENT);
    assertThat(ask("printer.local").status()).isEqualTo(DnsStatus.NOT_SENT);
    assertThat(transport.queries).isEmpty();

    DnsAnswer here = ask("here.example.com");
    assertThat(here.status()).isEqualTo(DnsStatus.NOT_SENT);
    assertThat(here.aliases()).containsExactly(Name.fromConstantString("localhost."));
    assertThat(transport.queries).hasSize(1);
  }

  @Test
  void drops_what_it_did_not_ask_for() {
    transport.script =
        query -> {
          Message reply = ZONE.answer(query);
          reply.addRecord(record("bank.example.com. 60 A 192.0.2.66"), Section.ANSWER);
          reply.addRecord(record("bank.example.com. 60 A 192.0.2.66"), Section.ADDITIONAL);
          return CompletableFuture.completedFuture(ScriptedTransport.overTheWire(reply));
        };
    assertThat(ask("www.example.com").records()).hasSize(1);
    transport.answer(ZONE);
    assertThat(ask("bank.example.com").status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
  }

  @Test
  void takes_no_answer_to_another_question() {
    transport.script =
        query -> {
          Record other =
              Record.newRecord(Name.fromConstantString("www.example.com."), Type.A, DClass.IN);
          return ScriptedTransport.answering(ZONE).apply(Message.newQuery(other));
        };
    assertThat(ask("bank.example.com").status()).isEqualTo(DnsStatus.MALFORMED);
  }

  @Test
  void a_thousand_callers_ask_one_question() throws Exception {
    transport.hold();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      CountDownLatch done = new CountDownLatch(1_000);
      Queue<CompletableFuture<DnsAnswer>> asked = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < 1_000; i++) {
        threads.execute(
            () -> {
              asked.add(resolve("www.example.com", Type.A));
              done.countDown();
            });
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<DnsAnswer>> answers = new ArrayList<>(asked);
      assertThat(transport.queries).hasSize(1);
      for (int i = 0; i < 999; i++) {
        answers.get(i).cancel(true);
      }
      assertThat(transport.pending.get(0)).isNotCancelled();
      land(0);
      assertThat(answers.get(999).get(10, TimeUnit.SECONDS).status()).isEqualTo(DnsStatus.FOUND);
      assertThat(ask("www.example.com").status()).isEqualTo(DnsStatus.FOUND);
      assertThat(transport.queries).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void calls_a_question_back_when_everybody_has_gone() {
    transport.hold();
    CompletableFuture<DnsAnswer> first = resolve("www.example.com", Type.A);
    CompletableFuture<DnsAnswer> second = resolve("www.example.com", Type.A);
    first.cancel(true);
    assertThat(transport.pending.get(0)).isNotCancelled();
    second.cancel(true);
    assertThat(transport.pending.get(0)).isCancelled();

    CompletableFuture<DnsAnswer> third = resolve("www.example.com", Type.A);
    assertThat(transport.queries).hasSize(2);
    land(1);
    assertThat(third.join().status()).isEqualTo(DnsStatus.FOUND);
  }

  @Test
  void fetches_an_answer_anew_before_its_time_is_up() {
    DnsResolver prefetching =
        DnsResolver.builder(transport).nanoTime(clock::get).prefetch(true).build();
    prefetching.resolve(QueryName.parse("www.example.com"), Type.A).join();
    pass(50);
    prefetching.resolve(QueryName.parse("www.example.com"), Type.A).join();
    assertThat(transport.queries).hasSize(1);
    pass(6);
    prefetching.resolve(QueryName.parse("www.example.com"), Type.A).join();
    assertThat(transport.queries).hasSize(2);
    assertThat(prefetching.resolve(QueryName.parse("www.example.com"), Type.A).join().ttl())
        .isEqualTo(60);
    assertThat(transport.queries).hasSize(2);
  }

  @Test
  void keeps_no_more_than_it_may() {
    DnsResolver small =
        DnsResolver.builder(transport).nanoTime(clock::get).cacheOctets(50_000).build();
    for (int i = 0; i < 2_000; i++) {
      small.resolve(QueryName.parse("x" + i + ".example.com"), Type.A).join();
    }
    assertThat(small.cached()).isBetween(10L, 50_000L / 256);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 8 * 86_400})
  void refuses_times_out_of_range(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new DnsCacheTimes(second, second, second, time, second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("failed");
  }

  @Test
  void closes_its_transport() {
    transport.hold();
    CompletableFuture<DnsAnswer> answer = resolve("www.example.com", Type.A);
    resolver.close();
    assertThat(transport.closed).isTrue();
    assertThat(answer.join().status()).isEqualTo(DnsStatus.NOT_SENT);
  }

  private void land(int index) {
    transport.pending.get(index).complete(ZONE.answer(transport.queries.get(index)));
  }

  private void pass(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private DnsAnswer ask(String name) {
    return resolve(name, Type.A).join();
  }

  private CompletableFuture<DnsAnswer> resolve(String name, int type) {
    return resolver.resolve(QueryName.parse(name), type);
  }

  private static Message cname(Message query, String target) {
    Message reply = new Message(1);
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    reply.addRecord(record(query.getQuestion().getName() + " 60 CNAME " + target), Section.ANSWER);
    return ScriptedTransport.overTheWire(reply);
  }

  private static Record record(String line) {
    String[] parts = line.split(" ", 4);
    try {
      return Record.fromString(
          Name.fromString(parts[0]),
          Type.value(parts[2]),
          DClass.IN,
          Long.parseLong(parts[1]),
          parts[3],
          Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
