package io.phish.examples.cli;

import io.phish.core.name.PublicSuffixes;
import io.phish.core.url.Oddity;
import io.phish.core.url.ParsedUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish url}. */
@Command(
    name = "url",
    header = "Takes URLs apart as browsers do, and says what is odd about them.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "With --stdin each line is a JSON object {\"input\":\"…\"} or {\"input\":\"…\",\"base\":\"…\"} of up to",
      "1,572,864 octets and gives one JSON object, in the same order:",
      "  href, scheme, username, password, host, host_unicode, port, path, query, fragment",
      "              components without their delimiters; user name, password and path are empty",
      "              for none, port is a number, and what else the URL does not have is null",
      "  canonical   the form of Safe Browsing, null if there is none",
      "  registrable_domain, public_suffix, skeleton (UTS 39)",
      "              of the host, null if it is an address",
      "  oddities    what browsers forgive or undo, and what people cannot see",
      "or, if it is no URL,",
      "  failure, code, field, offset",
      "              what is wrong, and where: in UTF-16 units of the field \"input\" or \"base\",",
      "              but of the line for the code malformed, in octets for not-text and too-long",
      "  canonical, host_unicode, registrable_domain, public_suffix, skeleton",
      "              of a host without a scheme, for one",
      "",
      "Exit codes:",
      "  0    all are URLs",
      "  2    the command line or the list of public suffixes is wrong",
      "  3    something is no URL",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish url 'http://0x7f.1\\@example.com/%%2e%%2e/'",
      "  phish url --base https://example.com/a/b ../c",
      "  phish url --stdin < urls.jsonl | jq -r .canonical"
    })
final class UrlCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(arity = "0..*", paramLabel = "URL", description = "What is taken apart.")
  private List<String> urls = List.of();

  @Option(names = "--stdin", description = "Read JSON objects from standard input, one a line.")
  private boolean stdin;

  @Option(
      names = {"-b", "--base"},
      paramLabel = "URL",
      description = "What the arguments are relative to.")
  private @Nullable String base;

  @Option(names = "--json", description = "One JSON object a line for arguments, too.")
  private boolean json;

  @Option(
      names = "--public-suffixes",
      paramLabel = "FILE",
      description = "A list from publicsuffix.org instead of the one that comes with Phish.")
  private @Nullable Path suffixFile;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  UrlCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !urls.isEmpty()) {
      throw wrong(stdin ? "give URLs or --stdin, not both" : "give a URL, or --stdin");
    }
    if (stdin && base != null) {
      throw wrong("with --stdin each line names its base");
    }
    PublicSuffixes suffixes = suffixes();
    return stdin ? lines(suffixes) : arguments(suffixes);
  }

  private PublicSuffixes suffixes() {
    if (suffixFile == null) {
      return PublicSuffixes.bundled();
    }
    try {
      return PublicSuffixes.read(suffixFile);
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + suffixFile);
    } catch (IOException e) {
      throw wrong(suffixFile + ": " + e.getMessage());
    }
  }

  private int lines(PublicSuffixes suffixes) {
    Output output = new Output(streams.out());
    UrlJson writer = new UrlJson(output.buffer());
    LineReader lines =
        new LineReader(streams.in(), null, output::flush, UrlRequest.MAX_LINE_LENGTH);
    int exit = ExitCode.BENIGN;
    while (lines.hasNext()) {
      UrlReport report = report(lines.next(), suffixes);
      exit = report instanceof UrlReport.Failed ? ExitCode.UNKNOWN : exit;
      output.write(() -> writer.write(report), false);
    }
    output.flush();
    return exit;
  }

  private static UrlReport report(Line line, PublicSuffixes suffixes) {
    if (line instanceof Line.Text text) {
      try {
        return UrlReport.of(UrlRequest.parse(text.text()), suffixes);
      } catch (UrlRequest.MalformedException e) {
        return UrlReport.Failed.of(e);
      }
    }
    return UrlReport.Failed.of(((Line.Bad) line).rejection());
  }

  private int arguments(PublicSuffixes suffixes) throws IOException {
    int exit = ExitCode.BENIGN;
    UrlJson writer = new UrlJson(streams.out());
    PrintWriter out = streams.printer();
    for (String url : urls) {
      UrlReport report = UrlReport.of(new UrlRequest(url, base), suffixes);
      exit = report instanceof UrlReport.Failed ? ExitCode.UNKNOWN : exit;
      if (json) {
        writer.write(report);
      } else {
        print(url, report, out);
      }
    }
    out.flush();
    return exit;
  }

  private void print(String input, UrlReport report, PrintWriter out) {
    Palette palette = new Palette(streams.colour());
    out.println(palette.bold(SafeText.shorten(input)));
    List<String[]> rows = new ArrayList<>();
    if (report instanceof UrlReport.Parsed parsed) {
      components(parsed.url(), rows);
      row(rows, "host in Unicode", differing(parsed.host().unicode(), parsed.url().host()));
      host(parsed.host(), rows);
      row(rows, "canonical", parsed.canonical());
      for (Oddity oddity : parsed.url().oddities()) {
        row(rows, "odd", oddity.description());
      }
    } else if (report instanceof UrlReport.Failed failed) {
      row(rows, "no URL", failed.failure());
      host(failed.host(), rows);
      row(rows, "canonical", failed.canonical());
    }
    for (String[] row : rows) {
      out.println("  " + palette.faint(Table.padded(row[0], 20)) + SafeText.shorten(row[1]));
    }
    out.println();
  }

  private static void components(ParsedUrl url, List<String[]> rows) {
    row(rows, "href", url.href());
    row(rows, "scheme", url.scheme());
    row(rows, "user name", differing(url.username(), ""));
    row(rows, "password", differing(url.password(), ""));
    row(rows, "host", url.hasHost() ? url.hostname() : null);
    row(rows, "port", url.port() < 0 ? null : Integer.toString(url.port()));
    row(rows, "path", url.path());
    row(rows, "query", url.query());
    row(rows, "fragment", url.fragment());
  }

  private static void host(UrlReport.Host host, List<String[]> rows) {
    row(rows, "public suffix", host.publicSuffix());
    row(rows, "registrable domain", host.registrableDomain());
    row(rows, "skeleton", host.skeleton());
  }

  private static @Nullable String differing(@Nullable String value, @Nullable String usual) {
    return Objects.equals(value, usual) ? null : value;
  }

  private static void row(List<String[]> rows, String name, @Nullable String value) {
    if (value != null) {
      rows.add(new String[] {name, value});
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
