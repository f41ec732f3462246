package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.phish.core.registration.whois.TestWhoisServer.Script;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoisClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final TestWhoisServers servers = new TestWhoisServers();
  private final WhoisClientBuilder builder =
      WhoisClient.builder()
          .rate("1000/s")
          .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
          .resolver(host -> CompletableFuture.completedFuture(List.of()));
  private @Nullable WhoisClient built;

  @AfterEach
  void close() {
    if (built != null) {
      built.close();
    }
    servers.close();
  }

  private WhoisClient client() {
    if (built == null) {
      built = builder.build();
    }
    return built;
  }

  private WhoisResult ask(String domain, TestWhoisServer server, Duration timeout) {
    return client().lookup(domain, server.hostPort(), timeout).join();
  }

  private WhoisException failure(CompletableFuture<WhoisResult> future) {
    try {
      WhoisResult result = future.get(30, TimeUnit.SECONDS);
      throw new AssertionError("answered: " + result);
    } catch (ExecutionException e) {
      return (WhoisException) Objects.requireNonNull(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asks_a_line_and_reads_to_the_end() {
    TestWhoisServer server = servers.start(Script.reply("Domain Name: EXAMPLE.COM\r\n"));
    WhoisResult result = ask("Bücher.example.com", server, LONG);
    assertThat(server.queries()).containsExactly("xn--bcher-kva.example.com");
    assertThat(result.domain()).isEqualTo("xn--bcher-kva.example.com");
    assertThat(result.failures()).isEmpty();
    WhoisReply reply = result.answers().get(0).reply();
    assertThat(reply.text()).isEqualTo("Domain Name: EXAMPLE.COM\r\n");
    assertThat(reply.complete()).isTrue();
    assertThat(reply.tld()).isEqualTo("com");
    assertThat(reply.server()).isEqualTo("127.0.0.1");
  }

  @Test
  void the_server_of_the_longest_suffix_is_asked() {
    TestWhoisServer com = servers.start(Script.reply("com"));
    TestWhoisServer ukCom = servers.start(Script.reply("uk.com"));
    builder.server("com", com.hostPort()).server("uk.com", ukCom.hostPort());
    client().lookup("example.com", LONG).join();
    client().lookup("example.uk.com", LONG).join();
    client().lookup("uk.com", LONG).join();
    assertThat(com.queries()).containsExactlyInAnyOrder("example.com", "uk.com");
    assertThat(ukCom.queries()).containsExactly("example.uk.com");
  }

  @Test
  void iana_is_asked_once_for_a_top_level_domain_that_is_not_known() {
    TestWhoisServer registry = servers.start(Script.reply("registry"));
    TestWhoisServer iana =
        servers.start(
            Script.reply("% IANA\n\ndomain: QQQQ\n\nwhois:        " + registry.hostPort() + "\n"));
    builder.iana(iana.hostPort()).allowPrivate(true);
    List<CompletableFuture<WhoisResult>> lookups =
        List.of(client().lookup("a.qqqq", LONG), client().lookup("b.qqqq", LONG));
    lookups.forEach(CompletableFuture::join);
    assertThat(client().lookup("c.qqqq", LONG).join().answers()).hasSize(1);
    assertThat(iana.queries()).containsExactly("qqqq");
    assertThat(registry.queries()).containsExactlyInAnyOrder("a.qqqq", "b.qqqq", "c.qqqq");
  }

  @Test
  void a_top_level_domain_without_a_server_is_a_named_failure() {
    TestWhoisServer iana = servers.start(Script.reply("domain: QQQQ\nstatus: ACTIVE\n"));
    builder.iana(iana.hostPort());
    assertThat(failure(client().lookup("a.qqqq", LONG)).reason()).isEqualTo(Reason.NO_SERVER);
    assertThat(failure(client().lookup("a.aaa", LONG)).reason()).isEqualTo(Reason.NO_SERVER);
    assertThat(iana.queries()).containsExactly("qqqq");
  }

  @Test
  void iana_sends_nobody_into_a_private_network() {
    TestWhoisServer registry = servers.start(Script.reply("registry"));
    TestWhoisServer iana =
        servers.start("127.0.0.2", Script.reply("whois: " + registry.hostPort()));
    builder.iana(iana.hostPort());
    assertThat(failure(client().lookup("a.qqqq", LONG)).reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(registry.connections()).isZero();
  }

  @Test
  void a_name_that_is_none_or_of_special_use_is_never_sent() {
    TestWhoisServer server = servers.start(Script.reply("x"));
    for (String name :
        new String[] {
          "",
          "a..com",
          "localhost",
          "a.test",
          "a.invalid",
          "a.local",
          "b.onion",
          "127.0.0.1",
          "::1",
          "1.0.0.127.in-addr.arpa",
          "a_b.com",
          "-a.com",
          "a\r\nb.com",
          "a".repeat(64) + ".com",
          "a.".repeat(130) + "com"
        }) {
      WhoisException failure = failure(client().lookup(name, server.hostPort(), LONG));
      assertThat(failure.reason()).describedAs(name).isEqualTo(Reason.INVALID_NAME);
      assertThat(failure).hasMessageContaining("name");
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void servers_that_cannot_be_one_are_refused() {
    for (String wrong : new String[] {"", "a b", "a:0", "a:65536", "a:x", "a:", "[::1", "a/b"}) {
      assertThatThrownBy(() -> client().lookup("example.com", wrong, LONG))
          .describedAs(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("server");
    }
    assertThatThrownBy(() -> client().lookup("example.com", Duration.ZERO))
        .hasMessageContaining("timeout");
  }

  @Test
  void a_silent_server_costs_the_time_and_no_more() {
    TestWhoisServer server = servers.start(Script.silent());
    long start = System.nanoTime();
    WhoisException failure = failure(client().lookup("a.com", server.hostPort(), SHORT));
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure.server()).isEqualTo(server.hostPort());
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    Awaitility.await().until(() -> server.open() == 0);
  }

  @Test
  void a_reply_is_cut_at_256_kib() {
    TestWhoisServer server = servers.start(Script.flood(1L << 30));
    WhoisReply reply = ask("a.com", server, LONG).answers().get(0).reply();
    assertThat(reply.text()).hasSize(256 << 10);
    assertThat(reply.complete()).isFalse();
    Awaitility.await().until(() -> server.open() == 0);
  }

  @Test
  void a_reply_of_exactly_256_kib_is_whole() {
    TestWhoisServer server = servers.start(Script.flood(256 << 10));
    WhoisReply reply = ask("a.com", server, LONG).answers().get(0).reply();
    assertThat(reply.text()).hasSize(256 << 10);
    assertThat(reply.complete()).isTrue();
  }

  @Test
  void what_has_dripped_until_the_time_is_up_is_the_reply() {
    TestWhoisServer server = servers.start(Script.drip("abcdefghij", Duration.ofMillis(20)));
    WhoisReply reply = ask("a.com", server, SHORT).answers().get(0).reply();
    assertThat(reply.text()).startsWith("abc").hasSizeLessThan(30);
    assertThat(reply.complete()).isFalse();
    Awaitility.await().until(() -> server.open() == 0);
  }

  @Test
  void a_reply_that_is_reset_is_cut_there() {
    TestWhoisServer server =
        servers.start(
            (conversation, query) -> {
              conversation.send("Domain");
              conversation.after(Duration.ofMillis(100), conversation::reset);
            });
    WhoisReply reply = ask("a.com", server, LONG).answers().get(0).reply();
    assertThat(reply.text()).isEqualTo("Domain");
    assertThat(reply.complete()).isFalse();
  }

  @Test
  void a_server_that_closes_its_half_has_ended_the_reply() {
    TestWhoisServer server =
        servers.start((conversation, query) -> conversation.send("all").halfClose());
    WhoisReply reply = ask("a.com", server, LONG).answers().get(0).reply();
    assertThat(reply.text()).isEqualTo("all");
    assertThat(reply.complete()).isTrue();
  }

  @Test
  void servers_that_say_nothing_refuse_or_reset_are_named_failures() {
    TestWhoisServer empty = servers.start(Script.reply(""));
    TestWhoisServer reset = servers.start(Script.reset());
    TestWhoisServer gone = servers.start(Script.silent());
    gone.stop();
    Awaitility.await()
        .until(
            () ->
                failure(client().lookup("a.com", gone.hostPort(), SHORT)).reason()
                    == Reason.REFUSED);
    assertThat(failure(client().lookup("a.com", empty.hostPort(), LONG)).reason())
        .isEqualTo(Reason.RESET);
    assertThat(failure(client().lookup("a.com", reset.hostPort(), LONG)).reason())
        .isEqualTo(Reason.RESET);
  }

  @Test
  void a_host_without_an_address_is_a_named_failure() {
    assertThat(failure(client().lookup("a.com", "whois.example.net", LONG)).reason())
        .isEqualTo(Reason.UNRESOLVED);
  }

  @Test
  void a_resolver_that_throws_or_hangs_is_a_named_failure() {
    builder
        .queryTimeout(Duration.ofMillis(200))
        .resolver(
            host -> {
              if (host.startsWith("hang")) {
                return new CompletableFuture<>();
              }
              throw new IllegalStateException("no");
            });
    assertThat(failure(client().lookup("a.com", "throw.example.net", LONG)).reason())
        .isEqualTo(Reason.UNRESOLVED);
    assertThat(failure(client().lookup("a.com", "hang.example.net", LONG)).reason())
        .isEqualTo(Reason.UNRESOLVED);
  }

  @Test
  void the_next_address_is_tried_where_nobody_is_at_the_first() throws Exception {
    TestWhoisServer server = servers.start("127.0.0.3", Script.reply("here"));
    InetAddress empty = InetAddress.getByName("127.0.0.4");
    builder.resolver(
        host -> CompletableFuture.completedFuture(List.of(empty, server.address().getAddress())));
    WhoisResult result =
        client().lookup("a.com", "whois.example.net:" + server.address().getPort(), LONG).join();
    assertThat(result.answers().get(0).reply().text()).isEqualTo("here");
  }

  @Test
  void utf_8_goes_before_what_the_server_is_known_to_write() {
    Charset latin2 = Charset.forName("ISO-8859-2");
    assertThat(decode("Żółw".getBytes(StandardCharsets.UTF_8), latin2)).isEqualTo("Żółw");
    assertThat(decode("Żółw".getBytes(latin2), latin2)).isEqualTo("Żółw");
    assertThat(decode("Größe".getBytes(StandardCharsets.ISO_8859_1), null)).isEqualTo("Größe");
    Charset jis = Charset.forName("ISO-2022-JP");
    assertThat(decode("[ドメイン名]".getBytes(jis), jis)).isEqualTo("[ドメイン名]");
    Charset eucJp = Charset.forName("EUC-JP");
    assertThat(decode("ドメイン名".getBytes(eucJp), eucJp)).isEqualTo("ドメイン名");
    assertThat(decode("\uFEFFa".getBytes(StandardCharsets.UTF_16LE), null)).isEqualTo("a");
    assertThat(decode("\uFEFFa".getBytes(StandardCharsets.UTF_8), null)).isEqualTo("a");
  }

  @Test
  void a_character_that_is_cut_in_two_does_not_change_the_others() {
    byte[] octets = "Größe €".getBytes(StandardCharsets.UTF_8);
    assertThat(ReplyDecoder.decode(octets, octets.length - 1, null, false)).isEqualTo("Größe ");
    assertThat(ReplyDecoder.decode(octets, octets.length - 1, null, true)).startsWith("GrÃ¶");
  }

  private static String decode(byte[] octets, @Nullable Charset usual) {
    return ReplyDecoder.decode(octets, octets.length, usual, true);
  }

  /** However the octets come in, and wherever a character is split, the reply is the same. */
  @Test
  void a_reply_is_read_whatever_pieces_it_comes_in() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 20; round++) {
      byte[] reply = new byte[random.nextInt(1, 20_000)];
      random.nextBytes(reply);
      if (random.nextBoolean()) {
        reply =
            "Größe: 100 € ドメイン\r\n".repeat(reply.length / 30 + 1).getBytes(StandardCharsets.UTF_8);
      }
      byte[] whole = reply;
      SplittableRandom cuts = random.split();
      TestWhoisServer server =
          servers.start((conversation, query) -> pieces(conversation, whole, 0, cuts));
      WhoisReply read = ask("a.com", server, LONG).answers().get(0).reply();
      assertThat(read.text()).isEqualTo(decode(whole, null));
      assertThat(read.complete()).isTrue();
    }
  }

  private static void pieces(
      TestWhoisServer.Conversation conversation, byte[] reply, int from, SplittableRandom cuts) {
    int to = Math.min(reply.length, from + cuts.nextInt(1, 3_000));
    conversation.send(Arrays.copyOfRange(reply, from, to));
    if (to == reply.length) {
      conversation.close();
    } else {
      conversation.after(
          Duration.ofMillis(cuts.nextInt(3)), () -> pieces(conversation, reply, to, cuts));
    }
  }

  @Test
  void cancelling_closes_the_connection() {
    CountDownLatch asked = new CountDownLatch(1);
    TestWhoisServer server = servers.start((conversation, query) -> asked.countDown());
    CompletableFuture<WhoisResult> lookup = client().lookup("a.com", server.hostPort(), LONG);
    Awaitility.await().until(() -> asked.getCount() == 0);
    lookup.cancel(true);
    Awaitility.await().until(() -> server.open() == 0);
    assertThat(client().network().connections()).isZero();
  }

  @Test
  void closing_fails_what_is_running_and_what_comes_after() {
    TestWhoisServer server = servers.start(Script.silent());
    CompletableFuture<WhoisResult> running = client().lookup("a.com", server.hostPort(), LONG);
    client().close();
    assertThat(failure(running).reason()).isEqualTo(Reason.CLOSED);
    assertThat(failure(client().lookup("b.com", server.hostPort(), LONG)).reason())
        .isEqualTo(Reason.CLOSED);
    client().close();
  }

  @Test
  void too_many_that_wait_for_a_server_are_refused() {
    builder.queue(1).connectionsPerServer(1).rate("1/h");
    TestWhoisServer server = servers.start(Script.silent());
    List<CompletableFuture<WhoisResult>> waiting =
        List.of(
            client().lookup("a.com", server.hostPort(), LONG),
            client().lookup("b.com", server.hostPort(), LONG));
    assertThat(failure(client().lookup("c.com", server.hostPort(), LONG)).reason())
        .isEqualTo(Reason.QUEUE_FULL);
    waiting.forEach(lookup -> lookup.cancel(true));
  }

  @Test
  void an_expired_lookup_is_never_sent() {
    builder.rate("1/h");
    TestWhoisServer server = servers.start(Script.reply("one"));
    ask("a.com", server, LONG);
    WhoisException failure = failure(client().lookup("b.com", server.hostPort(), SHORT));
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(server.queries()).containsExactly("a.com");
  }

  @Test
  void an_executor_of_the_host_completes_results() {
    Thread[] seen = new Thread[1];
    builder.executor(task -> new Thread(task, "host").start());
    TestWhoisServer server = servers.start(Script.reply("x"));
    client()
        .lookup("a.com", server.hostPort(), LONG)
        .thenAccept(result -> seen[0] = Thread.currentThread())
        .join();
    assertThat(seen[0]).extracting(Thread::getName).isEqualTo("host");
  }

  @Test
  void threads_end_when_there_is_nothing_to_do_and_come_back() {
    TestWhoisServer server = servers.start(Script.reply("x"));
    ask("a.com", server, LONG);
    Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> threads().isEmpty());
    assertThat(ask("b.com", server, LONG).answers()).hasSize(1);
    assertThat(threads()).isNotEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("phish-whois"))
        .toList();
  }

  @Test
  void a_failure_is_a_whois_exception() {
    assertThatThrownBy(() -> client().lookup("a.test", LONG).get())
        .cause()
        .asInstanceOf(type(WhoisException.class))
        .extracting(WhoisException::reason)
        .isEqualTo(Reason.INVALID_NAME);
  }
}
