package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** {@code phish scan} with the real checker, off-line, in this process. */
class ScanCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void finds_manifests_in_a_folder_and_fails_for_what_imitates() throws IOException {
    file("requirements.txt", "requests==2.31.0\nreqeusts\n");
    file("node_modules/x/package.json", "{\"dependencies\":{\"lodahs\":\"1\"}}");

    assertThat(run(folder)).isEqualTo(ExitCode.FOUND);

    assertThat(out())
        .contains("requirements.txt:2", "reqeusts", "high risk")
        .doesNotContain("lodahs");
  }

  @Test
  void what_cannot_be_read_is_told_and_the_rest_is_scanned() throws IOException {
    file("package.json", "{\"dependencies\":{\"lodash\":\"4.17.21\"");
    file("requirements.txt", "requests\n-r ../other.txt\n");

    assertThat(run(folder, "--json")).isEqualTo(ExitCode.UNKNOWN);

    assertThat(out())
        .contains("\"name\":\"lodash\"", "\"name\":\"requests\"")
        .contains("\"problem\":\"syntax\",\"file\":\"package.json\",\"line\":1")
        .contains("\"problem\":\"outside-root\",\"file\":\"requirements.txt\",\"line\":2");
  }

  @Test
  void sarif_has_what_the_standard_requires() throws IOException {
    file("requirements.txt", "reqeusts\n-r ../other.txt\n");
    Path ignore = file("ignore", "pypi/reqeusts never ours\n");

    assertThat(run(folder, "--sarif", "--ignore", ignore)).isEqualTo(ExitCode.UNKNOWN);

    JsonNode log = new ObjectMapper().readTree(out());
    JsonNode sarif = log.at("/runs/0");
    assertThat(log.get("version").asText()).isEqualTo("2.1.0");
    JsonNode result = sarif.at("/results/0");
    JsonNode rule = sarif.at("/tool/driver/rules/" + result.get("ruleIndex").asInt());
    assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
    assertThat(rule.at("/help/text").asText()).isNotEmpty();
    assertThat(result.at("/message/text").asText()).contains("requests");
    assertThat(result.get("level").asText()).isEqualTo("error");
    assertThat(result.at("/partialFingerprints/package~1v1").asText()).hasSize(64);
    assertThat(result.at("/suppressions/0/justification").asText()).isEqualTo("ours");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("requirements.txt");
    assertThat(place.at("/region/startLine").asInt()).isOne();
    JsonNode invocation = sarif.at("/invocations/0");
    assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
    assertThat(invocation.at("/toolExecutionNotifications/0/descriptor/id").asText())
        .isEqualTo("outside-root");
  }

  @Test
  void junit_counts_what_it_has_and_goes_to_a_file() throws Exception {
    file("requirements.txt", "requests\nreqeusts\n-r ../other.txt\n");
    Path report = folder.resolve("report.xml");

    assertThat(run(folder, "--junit", "--output", report)).isEqualTo(ExitCode.FOUND);

    assertThat(out()).contains("2 dependencies: 1 found");
    try (InputStream in = Files.newInputStream(report)) {
      Element root =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(in)
              .getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("testsuites");
      Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
      assertThat(suite.getAttribute("tests")).isEqualTo("3");
      assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
      assertThat(suite.getElementsByTagName("failure").getLength()).isOne();
      assertThat(suite.getElementsByTagName("error").getLength()).isOne();
    }
  }

  @Test
  void a_rule_without_a_reason_is_wrong_and_an_expired_one_ignores_nothing() throws IOException {
    file("requirements.txt", "reqeusts\n");

    Path bare = file("bare", "# ours\npypi/reqeusts never\n");
    assertThat(run(folder, "--ignore", bare)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("line 2: no reason");

    Path old = file("old", "pypi/reqeusts 2020-01-01 once ours\n");
    assertThat(run(folder, "--ignore", old)).isEqualTo(ExitCode.FOUND);
    assertThat(out()).contains("expired on 2020-01-01");
  }

  /** What a build would run in its validate phase. */
  @Test
  void a_pom_with_a_typosquat_fails_and_a_clean_one_does_not() throws IOException {
    String pom =
        """
        <project>
          <dependencies>
            <dependency>
              <groupId>org.apache.logging.log4j</groupId>
              <artifactId>%s</artifactId>
              <version>2.24.0</version>
            </dependency>
          </dependencies>
        </project>
        """;
    Path deny = file("deny", "maven/org.apache.logging.log4j:log4j-coer\n");
    Path bad = file("bad/pom.xml", pom.formatted("log4j-coer"));
    Path good = file("good/pom.xml", pom.formatted("log4j-core"));

    assertThat(run(bad, "--deny", deny)).isEqualTo(ExitCode.FOUND);
    assertThat(out()).contains("pom.xml:5");
    assertThat(run(good, "--deny", deny)).isEqualTo(ExitCode.BENIGN);
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private int run(Path what, Object... options) {
    out.reset();
    List<String> args = new ArrayList<>(List.of("scan", "--offline", what.toString()));
    Arrays.stream(options).map(Object::toString).forEach(args::add);
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, args.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
