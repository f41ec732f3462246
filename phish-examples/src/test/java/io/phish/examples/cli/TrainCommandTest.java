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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is read; the training itself has its own tests. */
class TrainCommandTest {
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private int run(String... args) {
    return Main.run(
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false),
        args);
  }

  @Test
  void an_unknown_model_is_refused() {
    assertThat(run("train", "mail", "--data", "" + folder, "--out", "" + folder))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no model 'mail'").contains("url and domain can");
  }

  @Test
  void a_folder_without_urls_is_refused() {
    assertThat(run("train", "url", "--data", "" + folder, "--out", "" + folder))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no folder urls in " + folder);
  }

  @Test
  void a_folder_without_domains_is_refused() {
    assertThat(run("train", "domain", "--data", "" + folder, "--out", "" + folder))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no folder domains in " + folder);
  }

  @Test
  void domain_has_no_sources_to_choose_from() throws IOException {
    Files.createDirectories(folder.resolve("domains"));

    assertThat(run("train", "domain", "--data", "" + folder, "--out", "" + folder, "--permissive"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--permissive are for the model url");
  }

  @Test
  void data_and_out_are_required() {
    assertThat(run("train", "url")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--data").contains("--out");
  }

  @Test
  void no_thread_at_all_is_refused() throws IOException {
    Files.createDirectories(folder.resolve("urls"));

    assertThat(run("train", "url", "--data", "" + folder, "--out", "" + folder, "--threads", "0"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--threads must be 1 at least");
  }

  @Test
  void a_folder_without_files_is_named() throws IOException {
    Files.createDirectories(folder.resolve("urls"));

    assertThat(
            run(
                "train",
                "url",
                "--data",
                "" + folder,
                "--out",
                "" + folder,
                "--permissive",
                "--no-leave-one-out"))
        .isEqualTo(ExitCode.BROKEN);
    assertThat(err.toString()).contains("has no files NAME.tsv.gz");
  }
}
