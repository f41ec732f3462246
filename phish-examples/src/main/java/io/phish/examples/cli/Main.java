package io.phish.examples.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entry of {@code phish.jar}. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its {@linkplain ExitCode exit code}. */
  public static void main(String[] args) {
    // System.out swallows failures; a closed pipe must be noticed.
    Charset charset = Terminal.charset();
    Streams streams =
        new Streams(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), charset), true),
            charset,
            Ansi.AUTO.enabled(),
            Terminal.isTerminal(2));
    System.exit(run(streams, args));
  }

  /** Runs a command and returns its exit code. */
  static int run(Streams streams, String... args) {
    return commandLine(streams).execute(args);
  }

  private static CommandLine commandLine(Streams streams) {
    CommandLine commands = new CommandLine(new PhishCommand(streams));
    commands.addSubcommand(new AnalyzeCommand(streams));
    commands.addSubcommand(
        new CommandLine(new CacheCommand(streams))
            .addSubcommand(new CacheStatsCommand(streams))
            .addSubcommand(new CacheWarmCommand(streams))
            .addSubcommand(new CachePurgeCommand(streams)));
    commands.addSubcommand(
        new CommandLine(new DnsCommand(streams))
            .addSubcommand(new DnsCompareCommand(streams))
            .addSubcommand(new DnsPropagationCommand(streams)));
    commands.addSubcommand(new DomainCommand(streams));
    commands.addSubcommand(new EvaluateCommand(streams));
    commands.addSubcommand(new ExplainCommand(streams));
    commands.addSubcommand(new ExtractorsCommand(streams));
    commands.addSubcommand(new IdnCommand(streams));
    commands.addSubcommand(new LookalikesCommand(streams));
    commands.addSubcommand(new PackageCommand(streams));
    commands.addSubcommand(new RdapCommand(streams));
    commands.addSubcommand(new RdapParseCommand(streams));
    commands.addSubcommand(new ResemblesCommand(streams));
    commands.addSubcommand(new ScanCommand(streams));
    commands.addSubcommand(new SubmitCommand(streams));
    commands.addSubcommand(new TrainCommand(streams));
    commands.addSubcommand(new UrlCommand(streams));
    commands.addSubcommand(new UrlsInCommand(streams));
    commands.addSubcommand(new VersionCommand(streams));
    commands.addSubcommand(new WhoisCommand(streams));
    commands.addSubcommand(new WhoisParseCommand(streams));
    commands.addSubcommand(new WorkerCommand(streams));
    return commands
        // A subject may begin with "@" (a file to read) and must reach the command as it is.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(100)
        .setOut(streams.printer())
        .setErr(streams.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(streams.ansi()))
        .setParameterExceptionHandler(new Failures(streams))
        .setExecutionExceptionHandler(new Failures(streams));
  }
}
