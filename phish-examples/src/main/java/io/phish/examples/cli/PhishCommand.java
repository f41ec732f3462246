package io.phish.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code phish} without a command: says how it is used. */
@Command(
    name = "phish",
    header = "Says whether a URL, a domain, a mail or a text is an attack, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  phish analyze https://example.com/login",
      "  phish analyze --stdin --json < urls.txt > verdicts.jsonl",
      "  phish explain https://example.com/login",
      "  phish extractors --schema",
      "",
      "'phish analyze --help' tells of kinds, output and exit codes. For a quicker start, archive the",
      "loaded classes once and use the archive from then on:",
      "  java -XX:ArchiveClassesAtExit=phish.jsa -jar phish.jar analyze https://example.com/",
      "  java -XX:SharedArchiveFile=phish.jsa -jar phish.jar analyze https://example.com/"
    })
final class PhishCommand implements Runnable {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  PhishCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public void run() {
    spec.commandLine().usage(streams.err());
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "no command given");
  }

  /** {@code phish 1.2.3}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"phish " + current()};
    }

    /** The version in the manifest of the jar; classes in a folder have none. */
    static String current() {
      String version = Version.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }
}
