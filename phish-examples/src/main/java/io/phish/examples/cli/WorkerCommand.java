package io.phish.examples.cli;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.InvalidSubjectException;
import io.phish.core.queue.JobFailedException;
import io.phish.core.queue.Worker;
import io.phish.examples.json.VerdictJson;
import io.phish.redis.RedisJobQueue;
import io.phish.spi.Job;
import io.phish.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish worker}. */
@Command(
    name = "worker",
    header = "Analyses what 'phish submit' put into a queue, until it is ended.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The result of a job is its verdict as JSON, as 'phish analyze --json' prints it. Any number of",
      "workers may share a queue. One that is told to end (SIGTERM, Ctrl-C) finishes what it has begun",
      "or gives it back; the jobs of one that is killed go to another after 30 s.",
      "",
      "Example:",
      "  phish worker --redis redis://localhost:6379 --online --concurrency 64"
    })
final class WorkerCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "JOBS",
      defaultValue = "16",
      description = "How many jobs at once at most; 16 by default.")
  private int concurrency;

  @Option(names = "--online", description = "Ask name servers, registries and the like.")
  private boolean online;

  @Option(
      names = {"-d", "--deadline"},
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "By when each has its verdict: 500ms, 2s, 1m. 5s by default.")
  private Duration deadline;

  @Mixin private QueueOptions queueOptions = new QueueOptions();

  @Mixin private DetectorOptions detectorOptions = new DetectorOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec and the deadline
  WorkerCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (concurrency < 1 || concurrency > 10_000) {
      throw new ParameterException(
          spec.commandLine(), "--concurrency " + concurrency + " is not 1 to 10000");
    }
    AnalysisOptions options =
        AnalysisOptions.defaults()
            .withMode(online ? AnalysisMode.ONLINE : AnalysisMode.OFFLINE)
            .withDeadline(deadline);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> end(told, ended), "phish-worker-end");
    try (Detector detector = detectorOptions.builder().build();
        RedisJobQueue queue = queueOptions.open(detectorOptions.redis());
        Worker worker =
            Worker.builder(queue, job -> analyze(detector, job, options))
                .concurrency(1, concurrency)
                // Analyses return at once and are completed by the detector.
                .threads(Runtime.getRuntime().availableProcessors())
                .start()) {
      QueueOptions.await(queue.statistics());
      Runtime.getRuntime().addShutdownHook(hook);
      streams.err().println("phish: at work on queue " + queue.name());
      told.await();
      streams.err().println("phish: ending; jobs in work: " + worker.running());
    } finally {
      ended.countDown();
    }
    return ExitCode.BENIGN;
  }

  private static void end(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletionStage<byte[]> analyze(
      Detector detector, Job job, AnalysisOptions options) {
    Subject subject;
    try {
      subject = AnalysisJob.of(job.payload()).subject();
    } catch (InvalidSubjectException e) {
      throw new JobFailedException(String.valueOf(e.getMessage()), e);
    }
    return detector
        .analyze(subject, options)
        .thenApply(verdict -> VerdictJson.toString(verdict).getBytes(StandardCharsets.UTF_8))
        .exceptionally(WorkerCommand::failed);
  }

  /** What is no subject today will be none tomorrow. */
  private static byte[] failed(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof InvalidSubjectException) {
      throw new JobFailedException(String.valueOf(cause.getMessage()), cause);
    }
    throw e instanceof CompletionException wrapped ? wrapped : new CompletionException(cause);
  }
}
