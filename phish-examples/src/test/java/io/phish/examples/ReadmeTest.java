package io.phish.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.phish.examples.embed.CheckUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is compiled and tested here, so it cannot rot. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Pattern OUTPUT =
      Pattern.compile("With `([^`]+)` it prints\\s+```text\n(.*?)```", Pattern.DOTALL);
  private static final Path SOURCES = Path.of("src");
  private static final Path EMBEDDING =
      Path.of("src/main/java/io/phish/examples/embed/CheckUrl.java");

  @Test
  void its_embedding_is_the_whole_of_the_class() throws IOException {
    String code =
        Files.readAllLines(EMBEDDING).stream()
            .filter(line -> !line.startsWith("package ") && !line.startsWith("/**"))
            .collect(Collectors.joining("\n"));
    assertThat(javaBlocks()).contains(plain(code));
  }

  @Test
  void the_output_it_shows_is_that_of_the_class() throws IOException {
    assumeTrue(Files.exists(README), "there is no README.md");
    Matcher shown = OUTPUT.matcher(Files.readString(README));
    assertThat(shown.find()).as("With `URL` it prints …").isTrue();
    assertThat(output(shown.group(1))).isEqualToNormalizingNewlines(shown.group(2));
  }

  private static String output(String url) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CheckUrl.main(new String[] {url});
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void each_of_its_java_blocks_is_code_of_this_module() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> sources =
          files.filter(path -> path.toString().endsWith(".java")).map(ReadmeTest::read).toList();
      for (String block : javaBlocks()) {
        assertThat(sources.stream().anyMatch(source -> containsLines(source, block)))
            .as("is in a source below src:%n%s", block)
            .isTrue();
      }
    }
  }

  /** Whether the lines follow each other in a source, whatever comments stand between them. */
  private static boolean containsLines(String source, String block) {
    return withoutComments(source).contains(withoutComments(block));
  }

  private static String withoutComments(String code) {
    return plain(code)
        .lines()
        .filter(line -> !line.startsWith("/**") && !line.startsWith("package "))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> javaBlocks() throws IOException {
    assumeTrue(Files.exists(README), "there is no README.md");
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(README)) {
      if (block == null) {
        block = line.equals("```java") ? new StringBuilder() : null;
      } else if (line.equals("```")) {
        blocks.add(plain(block.toString()));
        block = null;
      } else {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** Without indentation and empty lines. */
  private static String plain(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
