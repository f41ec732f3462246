package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
  private static final List<String> ROWS =
      List.of(
          "label\tdate\turl",
          "1\t2025-10\thttp://192.0.2.7/paypal/signin.php",
          "1\t2025-10\thttps://netflix.account-billing-update.top/",
          "0\t2025-10\thttps://www.google.com/",
          "0\t2025-10\thttps://github.com/login");

  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path folder;

  private int run(String... args) {
    return Main.run(
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false),
        args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shipped", "permissive"})
  void measures_a_shipped_model(String model) throws IOException {
    Path file = write("rows.tsv", ROWS);

    assertThat(run("evaluate", "--model", model, "--data", "" + file)).isEqualTo(ExitCode.BENIGN);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains("rows_refused 0", "rows_phishing 2.0000", "rows_benign 2.0000", "auc 1.0000")
        .contains("without_popularity_auc 1.0000", "fpr_at_phishing.rows 0.0000");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void bad_rows_are_named_and_do_not_stop_it() throws IOException {
    Path file =
        write(
            "rows.tsv",
            List.of(
                ROWS.get(1), "2\t2025\thttp://a.example/", "0\t2025\thttp://", "", ROWS.get(3)));

    assertThat(run("evaluate", "--data", "" + file)).isEqualTo(ExitCode.UNKNOWN);
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("rows.tsv, line 2: is neither label (0 or 1), tab"))
        .anyMatch(line -> line.contains("rows.tsv, line 3: the URL is none"));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains("rows_refused 2", "rows_phishing 1.0000", "rows_benign 1.0000");
  }

  @Test
  void json_lines_may_name_their_source_and_files_may_be_compressed() throws IOException {
    try (GZIPOutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("benign_mixed.jsonl.gz")))) {
      file.write(
          """
          {"url":"https://www.google.com/","label":0,"source":"search","more":{"a":[1]}}
          {"label":"benign","url":"https://github.com/login"}
          {"label":"phishing","url":"http://192.0.2.7/paypal/signin.php","date":"2025-10-01"}
          {"label":1}
          {"label":1,
          """
              .getBytes(StandardCharsets.UTF_8));
    }

    assertThat(run("evaluate", "--json", "--data", "" + folder)).isEqualTo(ExitCode.UNKNOWN);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"model\":\"phish.url@")
        .contains("\"rows_refused\":2")
        .contains("\"rows.search\":1.0")
        .contains("\"rows.mixed\":1.0")
        .endsWith("}\n");
    assertThat(err.toString()).contains("line 4: ").contains("line 5: ");
  }

  @Test
  void draws_what_it_measured() throws IOException {
    Path file = write("rows.tsv", ROWS);
    Path pictures = folder.resolve("pictures");

    run("evaluate", "--data", "" + file, "--out", "" + pictures);

    for (String name : List.of("roc", "pr", "reliability", "scores", "sources")) {
      assertThat(pictures.resolve(name + ".svg"))
          .content()
          .startsWith("<svg ")
          .endsWith("</svg>\n");
    }
  }

  @Test
  void what_cannot_be_meant_is_refused() throws IOException {
    Path file = write("rows.tsv", ROWS);

    assertThat(run("evaluate", "--data", "" + folder.resolve("none"))).isEqualTo(ExitCode.USAGE);
    assertThat(run("evaluate", "--model", "best", "--data", "" + file)).isEqualTo(ExitCode.USAGE);
    assertThat(run("evaluate", "--prior", "1", "--data", "" + file)).isEqualTo(ExitCode.USAGE);
    assertThat(run("evaluate")).isEqualTo(ExitCode.USAGE);
    assertThat(run("evaluate", "--model", "" + folder, "--data", "" + file))
        .isEqualTo(ExitCode.BROKEN);
    assertThat(err.toString())
        .contains("nothing is at ")
        .contains("--model is shipped, permissive, a folder or a file, not best")
        .contains("--prior must be within 0 and 1")
        .contains("has 0 files NAME-trees.phm, 1 is needed");
  }

  @Test
  void without_any_row_there_is_no_result() throws IOException {
    Path file = write("rows.tsv", List.of("label\tdate\turl"));

    assertThat(run("evaluate", "--data", "" + file)).isEqualTo(ExitCode.BROKEN);
    assertThat(err.toString()).contains("no row could be measured on");
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }
}
