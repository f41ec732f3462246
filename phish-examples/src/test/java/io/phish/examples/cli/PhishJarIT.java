package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.examples.cli.PhishJar.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses /dev, /proc and signals")
class PhishJarIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BENIGN = "https://www.wikipedia.org/";
  private static final String PHISHING =
      "http://paypal.com.secure-login.verify-account.xyz/webscr?cmd=_login-submit&id=92837465";

  @TempDir private Path folder;

  @Test
  void a_benign_url_ends_with_0() throws Exception {
    Ended ended = PhishJar.run("analyze", BENIGN);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("benign  0.").contains("off-line: nothing was contacted");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void a_phishing_url_ends_with_1_even_beside_others() throws Exception {
    Ended ended = PhishJar.run("analyze", "--json", BENIGN, PHISHING, "javascript:alert(1)");
    List<JsonNode> results = parse(ended.out());
    assertThat(results).hasSize(3);
    assertThat(results.get(0).get("label").asText()).isEqualTo("benign");
    assertThat(results.get(1).get("label").asText()).isEqualTo("phishing");
    assertThat(results.get(2).at("/error/code").asText()).isEqualTo("unsupported-scheme");
    assertThat(ended.exit()).isEqualTo(1);
  }

  @Test
  void a_rejected_subject_ends_with_3() throws Exception {
    Ended ended = PhishJar.run("analyze", BENIGN, "https://example.com:99999/");
    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.out()).contains("rejected  https://example.com:99999/", "(invalid-port)");
  }

  @Test
  void a_wrong_command_line_ends_with_2_and_says_why() throws Exception {
    assertThat(PhishJar.run("analyze", "--deadline", "soon", BENIGN).err())
        .contains("--deadline", "'soon' is no duration", "500ms, 2s or 1m");
    assertThat(PhishJar.run("analyze", "--kind", "planet", BENIGN).err())
        .contains("planet", "url, domain, email, text, page, package");
    assertThat(PhishJar.run("analyze", "--disable", "acme.nothing", BENIGN).err())
        .contains("acme.nothing", "phish.url");
    for (String[] arguments :
        new String[][] {
          {},
          {"analyse"},
          {"analyze"},
          {"analyze", "--stdin", BENIGN},
          {"analyze", "--stdin", "--kind", "email"},
          {"analyze", "--deadline", "0s", BENIGN},
          {"analyze", "--disable", "acme.nothing", BENIGN},
          {"analyze", "--extension", "/nowhere.jar", BENIGN}
        }) {
      Ended ended = PhishJar.run(arguments);
      assertThat(ended.exit()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).contains("phish: ").doesNotContain("\tat ");
    }
  }

  @Test
  void an_output_that_is_full_ends_with_4() throws Exception {
    Ended ended =
        PhishJar.run(
            PhishJar.command("analyze", BENIGN).redirectOutput(new java.io.File("/dev/full")));
    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.err()).contains("No space left").doesNotContain("\tat ");
  }

  @Test
  void a_reader_that_has_enough_ends_the_run_quietly() throws Exception {
    Process process = PhishJar.command("analyze", "--stdin", "--json").start();
    CompletableFuture<byte[]> err = PhishJar.read(process.getErrorStream());
    PhishJar.write(process, PhishJarIT::endless);
    try (BufferedReader out = reader(process)) {
      for (int i = 0; i < 10; i++) {
        assertThat(parse(out.readLine())).hasSize(1);
      }
    }
    assertThat(PhishJar.await(process)).isEqualTo(141);
    assertThat(PhishJar.text(err)).isEmpty();
  }

  @Test
  void an_interrupt_ends_the_run_after_a_whole_line() throws Exception {
    Process process = PhishJar.command("analyze", "--stdin", "--json").start();
    CompletableFuture<byte[]> err = PhishJar.read(process.getErrorStream());
    PhishJar.write(process, PhishJarIT::endless);
    try (BufferedReader out = reader(process)) {
      assertThat(parse(out.readLine())).hasSize(1);
      assumeTrue(listensToInterrupts(process), "interrupts are ignored by whoever runs this test");
      assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
          .isZero();
      String rest = out.lines().skip(1_000).reduce("", (before, line) -> line);
      assertThat(rest.isEmpty() || parse(rest).size() == 1).isTrue();
    }
    assertThat(PhishJar.await(process)).isEqualTo(130);
    assertThat(PhishJar.text(err)).isEmpty();
  }

  @Test
  void a_line_is_answered_before_the_next_one_is_there() throws Exception {
    Process process = PhishJar.command("analyze", "--stdin", "--json").start();
    CompletableFuture<byte[]> err = PhishJar.read(process.getErrorStream());
    try (BufferedReader out = reader(process);
        OutputStream in = process.getOutputStream()) {
      for (int i = 0; i < 5; i++) {
        in.write(("https://example.com/" + i + '\n').getBytes(StandardCharsets.US_ASCII));
        in.flush();
        assertThat(parse(out.readLine()).get(0).at("/subject/value").asText())
            .isEqualTo("https://example.com/" + i);
      }
    }
    PhishJar.await(process);
    assertThat(PhishJar.text(err)).isEmpty();
  }

  @Test
  void many_lines_are_answered_in_order() throws Exception {
    assertAnswersInOrder(50_000, List.of());
  }

  @Test
  @Tag("slow")
  void a_million_lines_fit_into_256_megabytes() throws Exception {
    assertAnswersInOrder(1_000_000, List.of("-Xmx256m"));
  }

  @Test
  @Tag("slow")
  void the_longest_lines_fit_into_256_megabytes() throws Exception {
    String path = "ü".repeat(60_000);
    Process process = PhishJar.command(List.of("-Xmx256m"), "analyze", "--stdin", "--json").start();
    CompletableFuture<byte[]> err = PhishJar.read(process.getErrorStream());
    PhishJar.write(
        process,
        in -> {
          for (int i = 0; i < 5_000; i++) {
            in.write(("https://example.com/" + i + path + '\n').getBytes(StandardCharsets.UTF_8));
          }
        });
    try (BufferedReader out = reader(process)) {
      assertThat(out.lines().filter(line -> line.contains("\"label\"")).count()).isEqualTo(5_000);
    }
    assertThat(PhishJar.text(err)).isEmpty();
    assertThat(PhishJar.await(process)).isIn(0, 1);
  }

  private static void assertAnswersInOrder(int count, List<String> jvmOptions) throws Exception {
    Process process = PhishJar.command(jvmOptions, "analyze", "--stdin", "--json").start();
    CompletableFuture<byte[]> err = PhishJar.read(process.getErrorStream());
    PhishJar.write(
        process,
        in -> {
          for (int i = 0; i < count; i++) {
            // Every hundredth line is rejected.
            String line = i % 100 == 99 ? "https://[::" + i + "\n" : "https://a" + i + ".com/\n";
            in.write(line.getBytes(StandardCharsets.US_ASCII));
          }
        });
    int next = 0;
    try (BufferedReader out = reader(process)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String expected =
            next % 100 == 99
                ? "{\"subject\":{\"kind\":\"url\",\"value\":\"https://[::" + next + "\"},\"error\""
                : "{\"subject\":{\"kind\":\"url\",\"value\":\"https://a"
                    + next
                    + ".com/\"},\"label\"";
        assertThat(line).startsWith(expected).endsWith("}");
        next++;
      }
    }
    assertThat(next).isEqualTo(count);
    assertThat(PhishJar.text(err)).isEmpty();
    assertThat(PhishJar.await(process)).isIn(1, 3);
  }

  @Test
  void input_that_is_not_text_is_told_line_by_line() throws Exception {
    byte[] octets = new byte[4 << 20];
    new SplittableRandom(3).nextBytes(octets);
    Ended ended =
        PhishJar.run(PhishJar.command("analyze", "--stdin", "--json"), in -> in.write(octets));
    long lines = 0;
    for (byte octet : octets) {
      lines += octet == '\n' ? 1 : 0;
    }
    List<JsonNode> results = parse(ended.out());
    assertThat((long) results.size()).isBetween(lines, lines + 1);
    assertThat(results)
        .filteredOn(result -> result.at("/error/code").asText().equals("not-text"))
        .hasSizeGreaterThan(results.size() * 9 / 10)
        .allMatch(result -> result.at("/error/offset").asInt(-1) >= 0);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isIn(1, 3);
  }

  @Test
  void a_line_of_two_megabytes_and_an_empty_one_are_told_and_the_run_goes_on() throws Exception {
    String input = "x".repeat(2 << 20) + "\n\n" + BENIGN + "\n";
    Ended ended =
        PhishJar.run(
            PhishJar.command("analyze", "--stdin", "--json"),
            in -> in.write(input.getBytes(StandardCharsets.US_ASCII)));
    List<JsonNode> results = parse(ended.out());
    assertThat(results).hasSize(3);
    assertThat(results.get(0).at("/error/code").asText()).isEqualTo("too-long");
    assertThat(results.get(0).at("/subject/value").asText()).hasSizeLessThan(300);
    assertThat(results.get(1).at("/error/code").asText()).isEqualTo("empty");
    assertThat(results.get(2).get("label").asText()).isEqualTo("benign");
    assertThat(ended.exit()).isEqualTo(3);
  }

  @Test
  void an_extension_is_used_when_it_is_named() throws Exception {
    Path jar = folder.resolve("acme.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/io.phish.spi.FeatureExtractor"));
      Files.copy(
          Path.of("src/custom/resources/META-INF/services/io.phish.spi.FeatureExtractor"), out);
    }
    assertThat(PhishJar.run("extractors").out()).contains("phish.url").doesNotContain("acme.");
    assertThat(PhishJar.run("extractors", "--extension", jar.toString()).out())
        .contains("phish.url", "acme.risky-download");
    Ended ended =
        PhishJar.run("analyze", "--extension", jar.toString(), "https://example.com/a.exe");
    assertThat(ended.out()).contains("The link is to a .exe file", "acme.risky-download");
  }

  @Test
  void the_version_is_that_of_the_jar() throws Exception {
    String version = PhishJar.run("--version").out().strip();
    assertThat(version).matches("phish \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(PhishJar.run("version").out())
        .startsWith(version)
        .contains("java " + System.getProperty("java.runtime.version"))
        .containsPattern("model phish\\.url@\\S+ of phish\\.url, sha256 [0-9a-f]{64}");
  }

  @Test
  void the_jar_can_be_run_and_keeps_versions_and_licences_but_no_modules() throws Exception {
    try (JarFile jar = new JarFile(PhishJar.jar().toFile())) {
      assertThat(jar.isMultiRelease()).isTrue();
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "META-INF/LICENSE",
              "META-INF/services/io.phish.spi.DetectorProvider",
              "META-INF/services/io.phish.spi.FeatureExtractor")
          .doesNotHaveDuplicates()
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
          .noneMatch(name -> name.startsWith("org/openjdk/jmh"))
          .noneMatch(name -> name.contains("/bench/"));
    }
  }

  /** Whether SIGINT, number 2, is not ignored: a shell lets its background jobs ignore it. */
  private static boolean listensToInterrupts(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) == 0;
      }
    }
    return false;
  }

  private static void endless(OutputStream in) throws IOException {
    byte[] lines =
        "https://example.com/a\nhttps://example.org/b\n".getBytes(StandardCharsets.US_ASCII);
    while (true) {
      in.write(lines);
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static List<JsonNode> parse(String lines) {
    return lines
        .lines()
        .map(
            line -> {
              try {
                return JSON.readTree(line);
              } catch (IOException e) {
                throw new AssertionError("not JSON: " + line, e);
              }
            })
        .toList();
  }
}
