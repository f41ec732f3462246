package io.phish.examples.cli;

import io.phish.redis.RedisJobQueue;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.NewJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish submit}. */
@Command(
    name = "submit",
    header = "Puts subjects into a queue, from which 'phish worker' takes them.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Prints the id of each job and what became of it: enqueued, or full. While the queue is full it",
      "waits for room, longer each time, as long as --retry says. With --wait it prints the",
      "verdicts instead, as 'phish analyze --json' does, in the order of the subjects; a job without",
      "one is told on standard error.",
      "",
      "Exit codes:",
      "  0  everything was taken; with --wait, everything has its verdict",
      "  3  something was rejected or failed",
      "  4  the queue was full, did not answer, or the wait was over",
      "",
      "Examples:",
      "  phish submit --redis redis://localhost:6379 --wait https://example.com/login",
      "  phish submit --redis redis://localhost:6379 --priority 5 --stdin < urls.txt"
    })
final class SubmitCommand implements Callable<Integer> {
  private static final int BATCH = 500;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "SUBJECT", description = "What is to be analysed.")
  private List<String> subjects = List.of();

  @Option(names = "--stdin", description = "Read subjects from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Read subjects from a file, one a line.")
  private @Nullable Path file;

  @Option(
      names = {"-k", "--kind"},
      paramLabel = "KIND",
      converter = SubjectKind.Converter.class,
      description = "What the subjects are: url, domain, text or package. Guessed by default.")
  private @Nullable SubjectKind kind;

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "N",
      defaultValue = "3",
      description = "1, the most urgent, to 5; 3 by default.")
  private int priority;

  @Option(names = "--wait", description = "Wait for the verdicts and print them.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = DurationConverter.class,
      description = "How long to wait for all of them: 500ms, 2s, 1m. 1m by default.")
  private Duration timeout;

  @Option(
      names = "--retry",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long to wait for room in a full queue: 500ms, 2s, 1m. 30s by default.")
  private Duration retry;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on standard error.")
  private boolean quiet;

  @Mixin private RedisConnectionOptions redis = new RedisConnectionOptions();

  @Mixin private QueueOptions queueOptions = new QueueOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec and the times
  SubmitCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    int sources = (subjects.isEmpty() ? 0 : 1) + (stdin ? 1 : 0) + (file == null ? 0 : 1);
    if (sources != 1) {
      throw wrong("give subjects, or --file, or --stdin");
    }
    if (priority < 1 || priority > NewJob.PRIORITIES) {
      throw wrong("--priority " + priority + " is not 1 to " + NewJob.PRIORITIES);
    }
    Output output = new Output(streams.out());
    try (RedisJobQueue queue = queueOptions.open(redis)) {
      Submission submission = new Submission(queue, output);
      try (ProgressLine line = new ProgressLine(streams.err(), submission::text)) {
        if (streams.interactive() && !quiet) {
          line.start();
        }
        from(submission, output);
      }
      output.flush();
      return submission.exit;
    }
  }

  private void from(Submission submission, Output output) throws IOException {
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        submission.all(new LineReader(in, kindId(), () -> {}));
      }
    } else if (stdin) {
      submission.all(new LineReader(streams.in(), kindId(), output::flush));
    } else {
      submission.all(new Inputs(kind).of(subjects).iterator());
    }
  }

  private @Nullable String kindId() {
    return kind == null ? null : kind.id();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** One run. */
  private final class Submission {
    private final RedisJobQueue queue;
    private final Output output;
    private final long end = System.nanoTime() + timeout.toNanos();
    private int exit = ExitCode.BENIGN;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile long full;

    Submission(RedisJobQueue queue, Output output) {
      this.queue = queue;
      this.output = output;
    }

    /** Batch by batch, so that memory does not depend on how many there are. */
    void all(Iterator<Line> lines) {
      List<NewJob> batch = new ArrayList<>();
      while (lines.hasNext()) {
        Line line = lines.next();
        if (line instanceof Line.Text text) {
          byte[] payload = new AnalysisJob(kind, text.text()).octets();
          batch.add(NewJob.of(payload).withPriority(priority));
        } else {
          complain(
              line instanceof Line.Bad bad ? bad.rejection().message() : "files are not taken");
          worse(ExitCode.UNKNOWN);
        }
        if (batch.size() == BATCH) {
          submit(batch);
          batch.clear();
        }
      }
      submit(batch);
    }

    private void submit(List<NewJob> batch) {
      List<String> waiting = new ArrayList<>();
      for (EnqueueOutcome outcome : enqueued(batch)) {
        if (outcome instanceof EnqueueOutcome.Full refused) {
          worse(ExitCode.BROKEN);
          complain("the queue is full with " + refused.depth() + " jobs");
        } else {
          taken.incrementAndGet();
          if (wait) {
            waiting.add(outcome.id());
          }
        }
        if (!wait) {
          print(outcome.id() + '\t' + (outcome.isAccepted() ? "enqueued" : "full"));
        }
      }
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Map<String, CompletionStage<Optional<JobStatus>>> ends = new LinkedHashMap<>();
      waiting.forEach(id -> ends.put(id, queue.awaitFinished(id, left)));
      ends.forEach(this::awaitResult);
    }

    /** What became of jobs, in their order; those that are refused are put in again for a while. */
    private Collection<EnqueueOutcome> enqueued(List<NewJob> batch) {
      Map<String, EnqueueOutcome> outcomes = new LinkedHashMap<>();
      List<NewJob> left = List.copyOf(batch);
      long pause = PAUSE_NANOS;
      long began = System.nanoTime();
      while (!left.isEmpty()) {
        List<NewJob> refused = new ArrayList<>();
        List<EnqueueOutcome> answers = QueueOptions.await(queue.enqueueAll(left));
        for (int i = 0; i < answers.size(); i++) {
          EnqueueOutcome outcome = answers.get(i);
          outcomes.put(outcome.id(), outcome);
          if (outcome instanceof EnqueueOutcome.Full none) {
            full = none.depth();
            refused.add(left.get(i));
          }
        }
        if (refused.size() < left.size()) {
          pause = PAUSE_NANOS;
          began = System.nanoTime();
        }
        left = refused;
        long rest = began + retry.toNanos() - System.nanoTime();
        if (left.isEmpty() || rest <= 0) {
          break;
        }
        output.flush();
        LockSupport.parkNanos(Math.min(pause, rest));
        pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
      }
      full = 0;
      return outcomes.values();
    }

    private String text() {
      return String.format(
          Locale.ROOT,
          "%,d taken%s%s",
          taken.get(),
          wait ? String.format(Locale.ROOT, ", %,d done", done.get()) : "",
          full > 0 ? String.format(Locale.ROOT, "; full with %,d jobs, waiting", full) : "");
    }

    private void awaitResult(String id, CompletionStage<Optional<JobStatus>> ended) {
      if (!ended.toCompletableFuture().isDone()) {
        output.flush();
      }
      Optional<JobStatus> status = QueueOptions.await(ended);
      if (status.isEmpty()) {
        complain("job " + id + " is not known any more");
        worse(ExitCode.UNKNOWN);
      } else if (status.get().state().isFinal()) {
        finished(status.get());
      } else {
        complain("job " + id + " has no verdict in time, and is still " + status.get().state());
        worse(ExitCode.BROKEN);
      }
    }

    private void finished(JobStatus status) {
      done.incrementAndGet();
      if (status.state() == JobState.SUCCEEDED) {
        print(new String(status.output().orElseThrow(), StandardCharsets.UTF_8));
      } else {
        complain("job " + status.id() + " is " + status.state() + ": " + status.cause());
        worse(ExitCode.UNKNOWN);
      }
    }

    private void print(String line) {
      output.write(
          () -> output.buffer().write((line + '\n').getBytes(StandardCharsets.UTF_8)), false);
    }

    private void complain(String message) {
      streams.err().println("phish: " + SafeText.escape(message));
    }

    private void worse(int code) {
      exit = Math.max(exit, code);
    }
  }
}
