package io.phish.examples.cli;

import io.phish.PhishException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what went wrong and chooses the exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Streams streams;

  Failures(Streams streams) {
    this.streams = streams;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    say(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, streams.err());
    streams
        .err()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (e instanceof PhishException) {
      say(e.getMessage());
      return ExitCode.USAGE;
    }
    IOException failure = ioFailure(e);
    if (failure == null) {
      throw e;
    }
    return report(failure);
  }

  /** The exit code of a failed stream; a closed pipe is nothing to complain about. */
  int report(IOException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("broken pipe") || lower.contains("pipe is being closed")) {
      return ExitCode.CLOSED_PIPE;
    }
    say(message);
    return ExitCode.BROKEN;
  }

  private static @Nullable IOException ioFailure(Exception e) {
    if (e instanceof IOException io) {
      return io;
    }
    return e instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
  }

  private void say(@Nullable String message) {
    streams.err().println("phish: " + SafeText.escape(String.valueOf(message)));
  }
}
