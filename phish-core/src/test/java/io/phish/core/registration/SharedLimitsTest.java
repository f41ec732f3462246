package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.limit.MemoryRateLimiter;
import io.phish.core.registration.rdap.RdapBootstrap;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.RdapOutcome;
import io.phish.core.registration.rdap.TestRdapServer;
import io.phish.core.registration.whois.WhoisClient;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisResult;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several clients with one limiter, as several instances with one that they share. */
class SharedLimitsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> asked = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(0, resource);
    return resource;
  }

  private String whoisServer() throws IOException {
    ServerSocket server = opened(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  asked.add(System.nanoTime());
                  while (socket.getInputStream().read() != '\n') {
                    // the question
                  }
                  socket
                      .getOutputStream()
                      .write("Domain Name: X.COM\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // closed by either side
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return "127.0.0.1:" + server.getLocalPort();
  }

  private WhoisClient whois(String rate, RateLimiter limiter) {
    return opened(WhoisClient.builder().rate(rate).sharedLimiter(limiter).build());
  }

  /** The least time in which one more than so many were asked. */
  private long leastNanosOf(int count) {
    long[] times = asked.stream().mapToLong(Long::longValue).sorted().toArray();
    long least = Long.MAX_VALUE;
    for (int i = count; i < times.length; i++) {
      least = Math.min(least, times[i] - times[i - count]);
    }
    return least;
  }

  private static WhoisException.Reason reason(Throwable failure) {
    return ((WhoisException) Objects.requireNonNull(failure.getCause())).reason();
  }

  @Test
  void clients_of_whois_ask_a_server_together_no_more_than_one_may() throws Exception {
    String server = whoisServer();
    RateLimiter limiter = opened(new MemoryRateLimiter());
    List<CompletableFuture<WhoisResult>> lookups = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      WhoisClient client = whois("10/s", limiter);
      for (int i = 0; i < 6; i++) {
        lookups.add(client.lookup("d" + i + ".com", server, LONG));
      }
    }
    lookups.forEach(CompletableFuture::join);
    assertThat(asked).hasSize(24);
    // Granted evenly, but how long it takes from there to the server varies.
    assertThat(leastNanosOf(12)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
  }

  @Test
  void a_question_that_cannot_wait_for_its_turn_fails_at_once() throws Exception {
    String server = whoisServer();
    RateLimiter limiter = opened(new MemoryRateLimiter());
    assertThat(whois("1/h", limiter).lookup("a.com", server, LONG).join()).isNotNull();
    CompletableFuture<WhoisResult> refused = whois("1/h", limiter).lookup("b.com", server, LONG);
    assertThatThrownBy(refused::join)
        .isInstanceOf(CompletionException.class)
        .extracting(SharedLimitsTest::reason)
        .isEqualTo(WhoisException.Reason.THROTTLED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_question_that_was_refused_costs_nothing() throws Exception {
    String server = whoisServer();
    AtomicInteger asks = new AtomicInteger();
    Scripted limiter =
        new Scripted(
            () ->
                asks.getAndIncrement() < 3
                    ? CompletableFuture.completedFuture(new Refused(Duration.ofMillis(20), false))
                    : CompletableFuture.completedFuture(new RateDecision.Granted(0, false)));
    assertThat(whois("1/h", limiter).lookup("a.com", server, LONG).join()).isNotNull();
    assertThat(asks).hasValue(4);
  }

  @Test
  void a_limiter_that_fails_is_not_in_the_way() throws Exception {
    String server = whoisServer();
    List<Scripted> broken =
        List.of(
            new Scripted(() -> CompletableFuture.failedFuture(new IOException("on purpose"))),
            new Scripted(() -> CompletableFuture.completedFuture(null)),
            new Scripted(() -> null),
            new Scripted(
                () -> {
                  throw new IllegalStateException("on purpose");
                }));
    for (Scripted limiter : broken) {
      assertThat(whois("100/s", limiter).lookup("a.com", server, LONG).join()).isNotNull();
    }
  }

  @Test
  void a_question_does_not_outlive_its_time_for_a_limiter_that_hangs() throws Exception {
    String server = whoisServer();
    WhoisClient client = whois("1/s", new Scripted(CompletableFuture::new));
    for (int i = 0; i < 20; i++) {
      CompletableFuture<WhoisResult> lookup = client.lookup("a.com", server, Duration.ofMillis(20));
      assertThatThrownBy(lookup::join)
          .extracting(SharedLimitsTest::reason)
          .isEqualTo(WhoisException.Reason.TIMEOUT);
    }
    assertThat(asked).isEmpty();
  }

  private RdapClient rdap(TestRdapServer server, String rate, RateLimiter limiter) {
    return opened(
        RdapClient.builder()
            .bootstrap(RdapBootstrap.empty().with("com", server.base().toString()))
            .rate(rate)
            .sharedLimiter(limiter)
            .build());
  }

  private TestRdapServer rdapServer() {
    return opened(
        TestRdapServer.always(200, "{\"objectClassName\":\"domain\",\"ldhName\":\"A.COM\"}"));
  }

  @Test
  void clients_of_rdap_ask_a_server_together_no_more_than_one_may() {
    TestRdapServer server = rdapServer();
    RateLimiter limiter = opened(new MemoryRateLimiter());
    List<CompletableFuture<RdapOutcome>> lookups = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      RdapClient client = rdap(server, "10/s", limiter);
      for (int i = 0; i < 6; i++) {
        lookups.add(client.lookUp("a.com", LONG));
      }
    }
    assertThat(lookups)
        .allSatisfy(found -> assertThat(found.join()).isInstanceOf(RdapOutcome.Found.class));
    server.requests().forEach(request -> asked.add(request.nanos()));
    assertThat(asked).hasSize(24);
    assertThat(leastNanosOf(12)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
  }

  @Test
  void a_request_that_cannot_wait_for_its_turn_is_throttled_at_once() {
    TestRdapServer server = rdapServer();
    RateLimiter limiter = opened(new MemoryRateLimiter());
    assertThat(rdap(server, "1/h", limiter).lookUp("a.com", LONG).join())
        .isInstanceOf(RdapOutcome.Found.class);
    assertThat(rdap(server, "1/h", limiter).lookUp("a.com", LONG).join())
        .isInstanceOf(RdapOutcome.Throttled.class);
  }

  @Test
  void a_request_does_not_outlive_its_time_for_a_limiter_that_hangs() {
    TestRdapServer server = rdapServer();
    RdapClient client = rdap(server, "2/s", new Scripted(CompletableFuture::new));
    List<RdapOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      outcomes.add(client.lookUp("a.com", Duration.ofMillis(30)).join());
    }
    assertThat(outcomes).hasOnlyElementsOfType(RdapOutcome.Failed.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void the_extractor_hands_the_limiter_to_both() throws Exception {
    String[] keys = new String[2];
    int[] calls = new int[2];
    RateLimiter limiter =
        new Scripted(() -> CompletableFuture.completedFuture(new Refused(LONG, false))) {
          @Override
          public CompletionStage<RateDecision> acquire(
              String key, List<RateWindow> windows, int permits, Duration longestWait) {
            int kind = key.startsWith("rdap:") ? 0 : 1;
            keys[kind] = key;
            calls[kind]++;
            return super.acquire(key, windows, permits, longestWait);
          }
        };
    TestRdapServer server = rdapServer();
    RegistrationSettings settings =
        new RegistrationSettings(
            Map.of(
                RegistrationSettings.RDAP_BASE, "com=" + server.base(),
                RegistrationSettings.WHOIS, "com=" + whoisServer(),
                RegistrationSettings.RATE, "5/s"),
            limiter);
    try (RegistrationLookup lookup = settings.lookup().build()) {
      RegistrationResult result = lookup.lookUp("a.com", Duration.ofSeconds(5)).join();
      assertThat(result.registration().state()).isEqualTo(RegistrationState.THROTTLED);
    }
    assertThat(Arrays.asList(keys)).doesNotContainNull();
    assertThat(asked).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  private static class Scripted implements RateLimiter {
    private final Supplier<@Nullable CompletableFuture<RateDecision>> script;

    Scripted(Supplier<@Nullable CompletableFuture<RateDecision>> script) {
      this.script = script;
    }

    @Override
    @SuppressWarnings("NullAway") // what a limiter must not do, too
    public CompletionStage<RateDecision> acquire(
        String key, List<RateWindow> windows, int permits, Duration longestWait) {
      return script.get();
    }

    @Override
    public void close() {}
  }
}
