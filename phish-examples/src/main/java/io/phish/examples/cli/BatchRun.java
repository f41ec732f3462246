package io.phish.examples.cli;

import io.phish.AnalysisBatch;
import io.phish.AnalysisResult;
import io.phish.BatchOptions;
import io.phish.Detector;
import io.phish.examples.json.Rejection;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Analyses inputs one after the other and prints what came of each. */
final class BatchRun {
  private final Detector detector;
  private final Inputs inputs;
  private final Output output;
  private final ResultPrinter printer;
  private final Tally tally = new Tally();

  BatchRun(Detector detector, Inputs inputs, Output output, ResultPrinter printer) {
    this.detector = detector;
    this.inputs = inputs;
    this.output = output;
    this.printer = printer;
  }

  /**
   * Runs over all inputs.
   *
   * @param isWaiting whether no input is there for the moment, so that results must not wait for
   *     more of them
   * @param terminal where progress is drawn, null for nowhere
   * @return the exit code
   * @throws UncheckedIOException if the inputs or the output failed
   */
  int over(
      Iterable<Line> lines,
      BooleanSupplier isWaiting,
      BatchOptions options,
      @Nullable PrintWriter terminal) {
    AnalysisBatch<Line> batch = detector.analyzeAll(lines, inputs::subject, options);
    CompletableFuture<Void> done =
        batch.forEach(result -> output.write(() -> print(result), isWaiting.getAsBoolean()));
    Thread hook =
        new Thread(
            () -> {
              output.seal();
              done.cancel(false);
            },
            "phish-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (terminal == null) {
        done.join();
      } else {
        joinWatched(done, batch, terminal);
      }
    } catch (CompletionException e) {
      throw unwrapped(e);
    } catch (CancellationException e) {
      // Interrupted: the process is on its way out with the code of the signal.
      return ExitCode.BROKEN;
    } finally {
      removeHook(hook);
    }
    output.flush();
    if (terminal != null) {
      terminal.println(tally);
    }
    return tally.exitCode();
  }

  private void print(AnalysisResult<Line> result) throws java.io.IOException {
    if (result instanceof AnalysisResult.Success<Line> success) {
      tally.verdict(success.verdict().label());
      printer.verdict(inputs.text(success.input()), success.verdict());
    } else if (result instanceof AnalysisResult.Failure<Line> failure) {
      tally.rejected();
      Rejection rejection = inputs.rejection(failure.input(), failure.cause());
      printer.rejected(rejection);
    }
  }

  private static void joinWatched(
      CompletableFuture<Void> done, AnalysisBatch<Line> batch, PrintWriter terminal) {
    try (ProgressLine line = new ProgressLine(terminal, batch::progress, System::nanoTime)) {
      line.start();
      done.join();
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return cause instanceof RuntimeException runtime ? runtime : e;
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is doing its work.
    }
  }
}
