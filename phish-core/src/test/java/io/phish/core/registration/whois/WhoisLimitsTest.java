package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.whois.TestWhoisServer.Script;
import io.phish.core.registration.whois.WhoisException.Reason;
import io.phish.core.resilience.RateLimit.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoisLimitsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestWhoisServers servers = new TestWhoisServers();
  private final WhoisClientBuilder builder =
      WhoisClient.builder()
          .rate("1000/s")
          .parser(PlainParser::parse)
          .backoff(Duration.ofMillis(50), Duration.ofMillis(200));
  private @Nullable WhoisClient built;

  @AfterEach
  void close() {
    client().close();
    servers.close();
  }

  private WhoisClient client() {
    if (built == null) {
      built = builder.build();
    }
    return built;
  }

  private CompletableFuture<WhoisResult> ask(int number, TestWhoisServer server) {
    return client().lookup("d" + number + ".com", server.hostPort(), LONG);
  }

  private static Reason reasonOf(CompletableFuture<WhoisResult> lookup) {
    try {
      throw new AssertionError("answered: " + lookup.join());
    } catch (CompletionException e) {
      return ((WhoisException) Objects.requireNonNull(e.getCause())).reason();
    }
  }

  @Test
  void a_server_never_counts_more_than_its_windows_allow() {
    SplittableRandom random = new SplittableRandom(3);
    TestWhoisServer server =
        servers.start(
            (conversation, query) ->
                conversation.after(
                    Duration.ofMillis(random.nextInt(40)),
                    () -> conversation.send("registered").close()));
    builder.windows(
        List.of(new Window(6, Duration.ofMillis(150)), new Window(20, Duration.ofSeconds(1))));
    long start = System.nanoTime();
    List<CompletableFuture<WhoisResult>> lookups =
        IntStream.range(0, 45).mapToObj(i -> ask(i, server)).toList();
    lookups.forEach(CompletableFuture::join);
    assertThat(server.connections()).isEqualTo(45);
    assertThat(server.mostWithin(Duration.ofMillis(150))).isLessThanOrEqualTo(6);
    assertThat(server.mostWithin(Duration.ofSeconds(1))).isLessThanOrEqualTo(20);
    // 20 now, 20 a second later, 5 after two: anything near that shows that nothing is wasted.
    assertThat(System.nanoTime() - start)
        .isBetween(TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(6));
  }

  @Test
  void connections_to_one_server_are_few() {
    TestWhoisServer server =
        servers.start(
            Script.replyAfter(
                Duration.ofMillis(5), query -> "registered".getBytes(StandardCharsets.US_ASCII)));
    builder.connectionsPerServer(2).rate("100/s");
    IntStream.range(0, 60).mapToObj(i -> ask(i, server)).toList().forEach(CompletableFuture::join);
    assertThat(server.mostOpen()).isLessThanOrEqualTo(3);
  }

  @Test
  void two_names_of_one_server_share_its_limit() {
    TestWhoisServer server = servers.start(Script.reply("registered"));
    builder
        .windows(List.of(new Window(3, Duration.ofMillis(500))))
        .resolver(
            host -> CompletableFuture.completedFuture(List.of(server.address().getAddress())));
    Stream.of("a", "b", "c", "d")
        .flatMap(
            host ->
                IntStream.range(0, 2)
                    .mapToObj(
                        i ->
                            client()
                                .lookup(
                                    "x.com",
                                    host + ".example.net:" + server.address().getPort(),
                                    LONG)))
        .toList()
        .forEach(CompletableFuture::join);
    assertThat(server.mostWithin(Duration.ofMillis(500))).isLessThanOrEqualTo(3);
  }

  @Test
  void a_throttled_lookup_is_asked_again_after_a_pause() {
    AtomicInteger asked = new AtomicInteger();
    TestWhoisServer server =
        servers.start(
            (conversation, query) ->
                conversation
                    .send(asked.incrementAndGet() == 1 ? "limit exceeded" : "registered")
                    .close());
    WhoisResult result = ask(1, server).join();
    assertThat(result.registry().state()).isEqualTo(RegistrationState.REGISTERED);
    assertThat(result.failures())
        .singleElement()
        .extracting(WhoisFailure::reason)
        .isEqualTo(Reason.THROTTLED);
  }

  @Test
  void a_server_that_goes_on_throttling_is_never_taken_to_say_available() {
    TestWhoisServer server = servers.start(Script.reply("limit exceeded, No match"));
    WhoisResult result = ask(1, server).join();
    assertThat(result.registry().state()).isEqualTo(RegistrationState.THROTTLED);
    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void a_server_that_asks_for_time_is_left_alone_for_it() {
    TestWhoisServer server =
        servers.start(Script.reply("limit exceeded: try again in 30 seconds, at 12:00"));
    long start = System.nanoTime();
    CompletableFuture<WhoisResult> first =
        client().lookup("a.com", server.hostPort(), Duration.ofSeconds(5));
    assertThat(reasonOf(first)).isEqualTo(Reason.THROTTLED);
    assertThat(reasonOf(client().lookup("b.com", server.hostPort(), Duration.ofSeconds(5))))
        .isEqualTo(Reason.THROTTLED);
    assertThat(server.connections()).isEqualTo(1);
    // Not worth waiting for: both know at once.
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void reads_how_long_a_server_wants_to_be_left_alone() {
    assertThat(RetryHint.of("Please try again in 30 seconds")).isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryHint.of("wait 2 hours")).isEqualTo(Duration.ofHours(1));
    assertThat(RetryHint.of("10 queries in 5 min")).isEqualTo(Duration.ofMinutes(5));
    assertThat(RetryHint.of("limit of 100 exceeded")).isNull();
    assertThat(RetryHint.of("99999999999999 seconds")).isNull();
    assertThat(RetryHint.of("")).isNull();
  }

  @Test
  void a_server_that_bans_after_some_answers_is_left_alone_and_asked_again() {
    AtomicInteger asked = new AtomicInteger();
    TestWhoisServer server =
        servers.start(
            (conversation, query) -> {
              int number = asked.incrementAndGet();
              if (number > 3 && number < 6) {
                conversation.reset();
              } else {
                conversation.send("registered").close();
              }
            });
    builder.connectionsPerServer(1);
    List<WhoisResult> results =
        IntStream.range(0, 5).mapToObj(i -> ask(i, server)).toList().stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(results).hasSize(5);
    assertThat(results.stream().flatMap(result -> result.failures().stream()))
        .hasSize(2)
        .extracting(WhoisFailure::reason)
        .containsOnly(Reason.THROTTLED);
  }

  @Test
  void a_dead_server_is_soon_not_asked_any_more() {
    TestWhoisServer server = servers.start(Script.silent());
    builder.queryTimeout(Duration.ofMillis(600)).connectionsPerServer(4);
    List<Reason> reasons =
        IntStream.range(0, 40).mapToObj(i -> ask(i, server)).toList().stream()
            .map(WhoisLimitsTest::reasonOf)
            .toList();
    assertThat(reasons).filteredOn(Reason.TIMEOUT::equals).hasSize(4);
    assertThat(reasons).filteredOn(Reason.CIRCUIT_OPEN::equals).hasSize(36);
    assertThat(server.connections()).isEqualTo(4);
  }

  @Test
  void who_asks_one_question_does_not_wait_behind_ten_thousand() throws Exception {
    TestWhoisServer server = servers.start(Script.reply("registered"));
    builder.server("qqqq", server.hostPort()).rate("50/s");
    WhoisClient client = client();
    AtomicInteger answered = new AtomicInteger();
    Thread bulk =
        new Thread(
            () -> {
              try {
                client.lookupAll(
                    IntStream.range(0, 10_000).mapToObj(i -> "d" + i + ".qqqq").iterator(),
                    new WhoisClient.Results() {
                      @Override
                      public void answered(WhoisResult result) {
                        answered.incrementAndGet();
                      }

                      @Override
                      public void failed(String domain, WhoisException failure) {}
                    });
              } catch (InterruptedException e) {
                // That is how it is to end.
              }
            });
    bulk.start();
    Awaitility.await().until(() -> answered.get() > 0);
    client.lookup("one.qqqq", Duration.ofSeconds(5)).join();
    assertThat(answered.get()).isLessThan(2_000);
    bulk.interrupt();
    bulk.join();
    Awaitility.await().until(() -> server.open() == 0 && client.network().connections() == 0);
  }
}
