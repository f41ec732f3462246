package io.phish.examples.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs {@code phish.jar} as a user would: in a process of its own. */
final class PhishJar {
  private static final long TIMEOUT_SECONDS = 300;

  private PhishJar() {}

  /** What a process that ended has left. */
  record Ended(int exit, String out, String err) {}

  /** Gives a process its standard input. */
  @FunctionalInterface
  interface Input {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The jar that the build has made. */
  static Path jar() {
    String jar = System.getProperty("phish.jar");
    assumeTrue(jar != null, "phish.jar is not there yet; run the build up to verify");
    return Path.of(jar);
  }

  static ProcessBuilder command(String... arguments) {
    return command(List.of(), arguments);
  }

  static ProcessBuilder command(List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder;
  }

  static Ended run(String... arguments) throws Exception {
    return run(command(arguments).redirectInput(Redirect.from(Path.of("/dev/null").toFile())));
  }

  static Ended run(ProcessBuilder command) throws Exception {
    return run(command, out -> {});
  }

  /** Runs a process to its end. */
  static Ended run(ProcessBuilder command, Input input) throws Exception {
    Process process = command.start();
    CompletableFuture<byte[]> out = read(process.getInputStream());
    CompletableFuture<byte[]> err = read(process.getErrorStream());
    write(process, input);
    int exit = await(process);
    return new Ended(exit, text(out), text(err));
  }

  /** Waits for the end of a process, and ends it if it takes too long. */
  static int await(Process process) throws InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process has not ended within " + TIMEOUT_SECONDS + " s");
    }
    return process.exitValue();
  }

  static CompletableFuture<byte[]> read(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          try {
            in.transferTo(all);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return all.toByteArray();
        },
        task -> thread(task));
  }

  /** Writes in a thread of its own, because the process may be waiting to be read from. */
  static void write(Process process, Input input) {
    thread(
        () -> {
          try (OutputStream out = process.getOutputStream()) {
            input.writeTo(out);
          } catch (IOException e) {
            // The process has closed its standard input, or ended.
          }
        });
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "phish-jar-stream");
    thread.setDaemon(true);
    thread.start();
  }

  static String text(CompletableFuture<byte[]> octets)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new String(octets.get(TIMEOUT_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
  }
}
