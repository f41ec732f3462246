package io.phish.core.engine;

import io.phish.AnalysisOptions;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What runs on the calling thread: extractors that answer at once, and analyses of those alone. */
final class InlineRun {

  private InlineRun() {}

  /** Whether an analysis needs nobody else's thread. */
  static boolean suffices(Question[] questions) {
    for (Question question : questions) {
      if (!question.isSkipped() && !question.node().isInline()) {
        return false;
      }
    }
    return true;
  }

  /** An analysis from its questions to its verdict, in one go. */
  static CompletableFuture<Verdict> run(
      Engine engine,
      Subject subject,
      AnalysisOptions options,
      Question[] questions,
      long startedAt) {
    try {
      long deadline = startedAt + options.deadline().toNanos();
      Outcome[] outcomes = new Outcome[questions.length];
      long[] waited = new long[questions.length];
      long elapsed = 0;
      for (int i = 0; i < questions.length; i++) {
        outcomes[i] = ask(engine, questions[i], deadline);
        elapsed = engine.clock().nanoTime() - startedAt;
        waited[i] = elapsed;
      }
      Verdict verdict = engine.assembler().assemble(subject, questions, outcomes, waited, elapsed);
      engine.keep(options, verdict);
      engine.finished(subject, options, verdict, null, elapsed);
      return CompletableFuture.completedFuture(verdict);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      engine.exit();
    }
  }

  /** What an extractor answers at once; anything else is its failure, unless it is skipped. */
  static Outcome ask(Engine engine, Question question, long deadline) {
    if (question.isSkipped()) {
      return Outcome.OFFLINE;
    }
    ExtractorNode node = question.node();
    InlineContext context =
        new InlineContext(engine.clock(), engine.executors().io(), question, deadline);
    try {
      CompletionStage<Observation> stage = node.extract(question.subject(), context);
      if (stage == null) {
        return Outcome.none(Status.FAILED, "gave no stage");
      }
      CompletableFuture<Observation> future = stage.toCompletableFuture();
      if (future.isDone()) {
        return node.judge(future.join());
      }
      future.cancel(true);
      return Outcome.none(Status.FAILED, "is INLINE and did not answer at once; make it IO");
    } catch (Throwable e) {
      return Outcome.failed(Failures.unwrap(e));
    }
  }
}
