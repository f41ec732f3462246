package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.queue.Worker;
import io.phish.redis.RedisJobQueue;
import io.phish.redis.RedisOptions;
import io.phish.redis.server.TestRedis;
import io.phish.spi.JobQueueSettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish submit} and {@code phish worker} over a real Redis. */
class QueueCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestRedis redis = TestRedis.shared();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private StringWriter err = new StringWriter();
  private boolean isInteractive;

  @TempDir private Path folder;

  private int run(String input, String... arguments) {
    out = new ByteArrayOutputStream();
    err = new StringWriter();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            isInteractive);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private RedisJobQueue queue(long capacity) {
    RedisJobQueue queue =
        RedisJobQueue.open(
            RedisOptions.of(redis.uri()),
            "analyses",
            JobQueueSettings.defaults().withCapacity(capacity));
    queue.link().whenConnected().toCompletableFuture().join();
    return queue;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit a.com|2|--redis URI is missing",
        "submit --redis redis://127.0.0.1:1|2|give subjects, or --file, or --stdin",
        "submit --redis redis://127.0.0.1:1 --stdin a.com|2|give subjects, or --file, or --stdin",
        "submit --redis redis://127.0.0.1:1 -p 6 a.com|2|--priority 6 is not 1 to 5",
        "submit --redis redis://127.0.0.1:1 --queue a/b a.com|2|name 'a/b' has '/' at 1",
        "submit --redis redis://127.0.0.1:1 --capacity 0 a.com|2|capacity 0 is not 1 to",
        "submit --redis redis://127.0.0.1:1 --retry soon a.com|2|'soon' is no duration",
        "submit --redis http://u:secret@h a.com|2|URI",
        "submit --redis redis://u:secret@127.0.0.1:1 a.com|4|queue: ",
        "worker|2|--redis URI is missing",
        "worker --redis redis://127.0.0.1:1 -c 0|2|--concurrency 0 is not 1 to 10000",
        "worker --redis redis://u:secret@127.0.0.1:1|4|queue: ",
      })
  void what_is_wrong_is_named(String command, int code, String message) {
    assertThat(run("", command.split(" "))).as(err.toString()).isEqualTo(code);
    assertThat(err.toString()).contains(message).doesNotContain("secret");
    assertThat(out()).isEmpty();
  }

  @Test
  void submit_takes_a_file_line_by_line_and_says_what_it_cannot_read() throws IOException {
    Path file = folder.resolve("urls.txt");
    Files.write(file, "https://a.com/\nb.com\n\0\nc.com".getBytes(StandardCharsets.UTF_8));
    assertThat(run("", "submit", "--redis", redis.uri(), "--file", file.toString())).isEqualTo(3);
    assertThat(out().lines()).hasSize(3).allMatch(line -> line.endsWith("\tenqueued"));
    assertThat(err.toString()).contains("phish: line is not UTF-8 text: a NUL octet at octet 0");
    try (RedisJobQueue queue = queue(10)) {
      assertThat(queue.statistics().toCompletableFuture().join().depth()).isEqualTo(3);
    }
    assertThat(run("", "submit", "--redis", redis.uri(), "--file", file + "x")).isEqualTo(4);
  }

  @Test
  void submit_draws_its_progress_for_people_only() {
    String input = "a.com\n".repeat(1_200);
    isInteractive = true;
    assertThat(run(input, "submit", "--redis", redis.uri(), "--stdin", "--quiet")).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out().lines()).hasSize(1_200);
    assertThat(run(input, "submit", "--redis", redis.uri(), "--stdin")).isZero();
    assertThat(err.toString()).endsWith("\r\u001b[K");
  }

  @Test
  void submit_says_full_with_the_depth_when_there_is_no_room_in_time() {
    String[] arguments = {
      "submit",
      "--redis",
      redis.uri(),
      "--capacity",
      "2",
      "--retry",
      "50ms",
      "a.com",
      "b.com",
      "c.com"
    };
    assertThat(run("", arguments)).isEqualTo(4);
    assertThat(out().lines().map(line -> line.substring(line.indexOf('\t') + 1)))
        .containsExactly("enqueued", "enqueued", "full");
    assertThat(err.toString()).contains("phish: the queue is full with 2 jobs");
  }

  @Test
  void submit_waits_for_room() {
    String input = "a.com\n".repeat(50);
    try (RedisJobQueue queue = queue(5);
        Worker worker =
            Worker.builder(queue, job -> CompletableFuture.completedFuture(new byte[0])).start()) {
      assertThat(
              run(
                  input,
                  "submit",
                  "--redis",
                  redis.uri(),
                  "--capacity",
                  "5",
                  "--retry",
                  "10m",
                  "--stdin"))
          .as(err.toString())
          .isZero();
      assertThat(out().lines()).hasSize(50).allMatch(line -> line.endsWith("\tenqueued"));
      assertThat(worker.limit()).isPositive();
    }
  }

  @Test
  void submit_says_when_the_wait_is_over() {
    assertThat(run("", "submit", "--redis", redis.uri(), "--wait", "--timeout", "100ms", "a.com"))
        .isEqualTo(4);
    assertThat(err.toString()).contains("has no verdict in time, and is still QUEUED");
  }

  @Test
  void a_worker_does_what_is_submitted_until_it_is_told_to_end() throws Exception {
    Process worker =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    Main.class.getName(),
                    "worker",
                    "--redis",
                    redis.uri(),
                    "--enable",
                    "phish.url",
                    "--deadline",
                    "1m"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(worker.getErrorStream(), StandardCharsets.UTF_8))) {
      assertThat(told.readLine()).isEqualTo("phish: at work on queue analyses");
      assertThat(
              run(
                  "",
                  "submit",
                  "--redis",
                  redis.uri(),
                  "--wait",
                  "--timeout",
                  "5m",
                  "https://example.com/a",
                  "https://example.com:0x/",
                  "https://example.org/b"))
          .as(err.toString())
          .isEqualTo(3);
      List<String> verdicts = out().lines().toList();
      assertThat(verdicts).hasSize(2);
      assertThat(JSON.readTree(verdicts.get(0)).at("/subject/value").asText())
          .isEqualTo("https://example.com/a");
      assertThat(JSON.readTree(verdicts.get(1)).at("/subject/value").asText())
          .isEqualTo("https://example.org/b");
      assertThat(err.toString()).containsPattern("phish: job \\S+ is FAILED: ");

      worker.toHandle().destroy(); // SIGTERM; its streams stay open
      assertThat(told.readLine()).isEqualTo("phish: ending; jobs in work: 0");
      assertThat(worker.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(worker.exitValue()).isEqualTo(128 + 15);
    } finally {
      worker.destroyForcibly();
    }
    try (RedisJobQueue queue = queue(10)) {
      assertThat(queue.statistics().toCompletableFuture().join().depth()).isZero();
    }
  }

  @Test
  void help_names_options_and_exit_codes() {
    for (String command : List.of("submit", "worker")) {
      assertThat(run("", command, "--help")).isZero();
      assertThat(out()).contains("Options:", "--redis=URI", "--queue=NAME", "--capacity=JOBS");
      assertThat(out().lines()).allMatch(line -> line.length() <= 100);
    }
    for (String command : List.of("stats", "warm", "purge")) {
      assertThat(run("", "cache", command, "--help")).isZero();
      assertThat(out()).contains("Options:", "Exit codes:", "Examples:", "--redis=URI");
    }
  }
}
