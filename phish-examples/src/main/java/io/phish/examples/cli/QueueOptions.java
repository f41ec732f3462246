package io.phish.examples.cli;

import io.phish.redis.RedisJobQueue;
import io.phish.spi.JobQueueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of commands that use a job queue. */
final class QueueOptions {
  @Option(
      names = "--queue",
      paramLabel = "NAME",
      defaultValue = "analyses",
      description = "Which queue; 'analyses' by default.")
  private String name;

  @Option(
      names = "--capacity",
      paramLabel = "JOBS",
      defaultValue = "100000",
      description = "How many unfinished jobs the queue may hold; 100000 by default.")
  private long capacity;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets everything
  QueueOptions() {}

  RedisJobQueue open(RedisConnectionOptions redis) {
    try {
      JobQueueSettings settings = JobQueueSettings.defaults().withCapacity(capacity);
      RedisJobQueue queue = RedisJobQueue.open(redis.options(), name, settings);
      RedisConnectionOptions.awaitConnection(queue.link());
      return queue;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** What the queue says; the URI, which may hold a password, is in no message. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UncheckedIOException(new IOException("queue: " + cause.getMessage(), cause));
    }
  }
}
