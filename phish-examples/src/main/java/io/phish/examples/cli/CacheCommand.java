package io.phish.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish cache} without a command: says how it is used. */
@Command(
    name = "cache",
    header = "Looks after what was looked up and is kept for later runs and other instances.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n")
final class CacheCommand implements Runnable {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  CacheCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public void run() {
    spec.commandLine().usage(streams.err());
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
