package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.NioTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class BulkResolverTest {
  private static final TestZone ZONE =
      TestZone.of(
          "a.example.",
          "@ 3600 IN SOA ns x 1 2 3 4 60",
          "@ 3600 IN NS ns",
          "alias 300 IN CNAME www",
          "www 300 IN A 192.0.2.1",
          "*.w 300 IN A 192.0.2.9");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private NioTransport to(TestBehaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(ZONE, behaviour).forgetting();
    NioTransport transport = NioTransport.to(server.address());
    open.add(transport);
    open.add(server);
    return transport;
  }

  @Test
  void gives_one_answer_for_each_question() throws Exception {
    BulkResolver resolver = BulkResolver.builder(to(TestBehaviour.honest())).build();
    List<String> answers = new ArrayList<>();

    BulkStatistics statistics =
        resolver.resolveAll(
            List.of(
                    question("www", Type.A),
                    question("www", Type.MX),
                    question("alias", Type.A),
                    question("none", Type.A))
                .iterator(),
            answer -> answers.add(answer.name() + " " + answer.status() + " " + answer.aliases()));

    assertThat(answers)
        .containsExactlyInAnyOrder(
            "www.a.example. FOUND []",
            "www.a.example. NO_DATA []",
            "alias.a.example. FOUND [www.a.example.]",
            "none.a.example. NO_SUCH_NAME []");
    assertThat(statistics.answered()).isEqualTo(4);
    assertThat(statistics.inFlight()).isZero();
    assertThat(statistics.byStatus()).containsEntry(DnsStatus.FOUND, 2L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothing_is_lost_and_order_is_kept_if_wanted(boolean ordered) throws Exception {
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.honest().losing(0.02, 11)))
            .inFlight(100)
            .timeout(Duration.ofSeconds(30))
            .ordered(ordered)
            .build();
    List<Name> answered = new ArrayList<>();

    resolver.resolveAll(
        questions(3_000).iterator(),
        answer -> {
          assertThat(answer.status()).isEqualTo(DnsStatus.FOUND);
          answered.add(answer.name());
        });

    List<Name> asked = questions(3_000).stream().map(DnsQuestion::name).toList();
    if (ordered) {
      assertThat(answered).isEqualTo(asked);
    } else {
      assertThat(answered).isNotEqualTo(asked).containsExactlyInAnyOrderElementsOf(asked);
    }
  }

  @Test
  void records_that_nobody_asked_for_are_dropped() throws Exception {
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.honest().withExtraRecords())).build();
    List<DnsAnswer> answers = new ArrayList<>();

    resolver.resolveAll(List.of(question("www", Type.A)).iterator(), answers::add);

    assertThat(answers.get(0).records()).hasSize(1);
    assertThat(answers.get(0).records().get(0).rdataToString()).isEqualTo("192.0.2.1");
  }

  @Test
  void a_slow_server_is_waited_for() throws Exception {
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.honest().slow(Duration.ofMillis(20))))
            .timeout(Duration.ofSeconds(30))
            .build();

    BulkStatistics statistics = resolver.resolveAll(questions(5_000).iterator(), answer -> {});
    assertThat(statistics.byStatus()).containsEntry(DnsStatus.FOUND, 5_000L);
  }

  @Test
  void a_silent_server_gives_answers_that_say_so() throws Exception {
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.silent())).timeout(Duration.ofMillis(200)).build();

    BulkStatistics statistics = resolver.resolveAll(questions(300).iterator(), answer -> {});
    assertThat(statistics.byStatus()).containsEntry(DnsStatus.TIMED_OUT, 300L);
  }

  @Test
  void no_more_is_read_than_may_be_under_way() throws Exception {
    AtomicInteger read = new AtomicInteger();
    Iterator<DnsQuestion> source = questions(500).iterator();
    Iterator<DnsQuestion> counted =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return source.hasNext();
          }

          @Override
          public DnsQuestion next() {
            read.incrementAndGet();
            return source.next();
          }
        };
    AtomicInteger taken = new AtomicInteger();
    BulkResolver resolver = BulkResolver.builder(to(TestBehaviour.honest())).inFlight(10).build();

    resolver.resolveAll(
        counted,
        answer -> {
          // One is in the hands of the reader.
          assertThat(read.get()).isLessThanOrEqualTo(taken.getAndIncrement() + 10 + 1);
        });
    assertThat(taken).hasValue(500);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inputs_without_a_question_are_delivered_too(boolean ordered) throws Exception {
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.honest())).ordered(ordered).build();
    List<String> seen = new ArrayList<>();

    BulkStatistics statistics =
        resolver.resolveAll(
            List.of("www", "", "alias").iterator(),
            input -> input.isEmpty() ? null : question(input, Type.A),
            (String input, @Nullable DnsAnswer answer) ->
                seen.add(input + "=" + (answer == null ? null : answer.status())));

    assertThat(seen).containsExactlyInAnyOrder("www=FOUND", "=null", "alias=FOUND");
    if (ordered) {
      assertThat(seen).first().isEqualTo("www=FOUND");
    }
    assertThat(statistics.answered()).isEqualTo(3);
  }

  @Test
  void a_consumer_that_throws_ends_the_run() {
    NioTransport transport = to(TestBehaviour.honest());
    BulkResolver resolver = BulkResolver.builder(transport).build();

    assertThatThrownBy(
            () ->
                resolver.resolveAll(
                    questions(1_000).iterator(),
                    answer -> {
                      throw new IllegalStateException("full");
                    }))
        .hasMessage("full");
    await().untilAsserted(() -> assertThat(transport.open()).isZero());
  }

  @Test
  void an_input_that_throws_ends_it_after_what_was_read() {
    Iterator<DnsQuestion> source = questions(5).iterator();
    Iterator<DnsQuestion> failing =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public DnsQuestion next() {
            if (!source.hasNext()) {
              throw new IllegalStateException("torn");
            }
            return source.next();
          }
        };
    List<DnsAnswer> answers = new CopyOnWriteArrayList<>();
    BulkResolver resolver = BulkResolver.builder(to(TestBehaviour.honest())).build();

    assertThatThrownBy(() -> resolver.resolveAll(failing, answers::add)).hasMessage("torn");
    assertThat(answers).hasSize(5);
  }

  @Test
  void interrupting_ends_the_run() throws Exception {
    NioTransport transport = to(TestBehaviour.silent());
    BulkResolver resolver = BulkResolver.builder(transport).build();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                resolver.resolveAll(questions(10).iterator(), answer -> {});
              } catch (InterruptedException e) {
                ended.complete(e);
              }
            });
    caller.start();
    await().until(() -> transport.open() == 10);

    caller.interrupt();

    assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    await().untilAsserted(() -> assertThat(transport.open()).isZero());
  }

  @Test
  void an_answer_does_not_wait_for_the_next_question() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    Iterator<DnsQuestion> waiting =
        new Iterator<>() {
          private int given;

          @Override
          public boolean hasNext() {
            if (given == 1) {
              try {
                assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return given == 0;
          }

          @Override
          public DnsQuestion next() {
            given++;
            return question("www", Type.A);
          }
        };

    BulkResolver.builder(to(TestBehaviour.honest()))
        .build()
        .resolveAll(waiting, answer -> answered.countDown());
    assertThat(answered.getCount()).isZero();
  }

  @Test
  void a_rate_is_not_exceeded() throws Exception {
    BulkResolver resolver = BulkResolver.builder(to(TestBehaviour.honest())).rate(1_000).build();

    BulkStatistics statistics = resolver.resolveAll(questions(300).iterator(), answer -> {});
    // But for the first few milliseconds.
    assertThat(statistics.elapsed()).isGreaterThan(Duration.ofMillis(280));
  }

  @Test
  void progress_is_told_and_grows() throws Exception {
    List<BulkStatistics> told = new ArrayList<>();
    BulkResolver resolver =
        BulkResolver.builder(to(TestBehaviour.honest()))
            .rate(5_000)
            .progress(Duration.ofMillis(5), told::add)
            .build();

    resolver.resolveAll(questions(500).iterator(), answer -> {});

    assertThat(told.size()).isGreaterThan(3);
    assertThat(told).extracting(BulkStatistics::answered).isSorted();
    assertThat(told).allMatch(statistics -> statistics.inFlight() >= 0);
  }

  @Test
  void any_transport_will_do() throws Exception {
    NioTransport nio = to(TestBehaviour.honest());
    DnsTransport other =
        new DnsTransport() {
          @Override
          public CompletableFuture<Message> send(Message query, Duration timeout) {
            return nio.send(query, timeout);
          }

          @Override
          public void close() {}
        };
    List<DnsStatus> statuses = new ArrayList<>();

    BulkResolver.builder(other)
        .build()
        .resolveAll(questions(100).iterator(), answer -> statuses.add(answer.status()));
    assertThat(statuses).hasSize(100).containsOnly(DnsStatus.FOUND);
  }

  @Test
  void settings_are_checked() {
    BulkResolver.Builder builder = BulkResolver.builder(to(TestBehaviour.honest()));
    assertThatThrownBy(() -> builder.inFlight(0)).hasMessageContaining("inFlight 0");
    assertThatThrownBy(() -> builder.rate(Double.NaN)).hasMessageContaining("rate NaN");
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout PT0S");
    assertThatThrownBy(() -> new DnsQuestion(Name.fromConstantString("a"), Type.A))
        .hasMessageContaining("not absolute");
  }

  private static List<DnsQuestion> questions(int count) {
    return IntStream.range(0, count).mapToObj(i -> question("n" + i + ".w", Type.A)).toList();
  }

  private static DnsQuestion question(String name, int type) {
    return new DnsQuestion(
        Objects.requireNonNull(Name.fromConstantString(name + ".a.example.")), type);
  }
}
