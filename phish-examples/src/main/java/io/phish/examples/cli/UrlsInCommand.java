package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.url.FoundUrl;
import io.phish.core.url.UrlsInText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phish urls-in}. */
@Command(
    name = "urls-in",
    header = "Finds the URLs, hosts and mail addresses in a text, defanged ones too.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Of a file each URL is a line of output, refanged and absolute: http:// is put before a host and",
      "mailto: before a mail address. With --stdin each line is a JSON object {\"text\":\"…\"} of up to",
      "16,777,216 octets and gives one JSON object, in the same order:",
      "  urls        [{\"url\",\"start\",\"end\",\"defanged\"}], the URL as above, and where it stands in",
      "              the text: from start up to but not including end, in UTF-16 units",
      "  truncated   true if there are more than 10,000 URLs, of which the first are told",
      "or, if the line is something else,",
      "  failure, offset",
      "              what is wrong, and where in the line: in UTF-16 units, in octets if it is too",
      "              long or no text",
      "",
      "Exit codes:",
      "  0    every text was looked through, whatever was found",
      "  2    the command line is wrong",
      "  3    a line is no such object",
      "  4    the input could not be read or the output not be written",
      "  141  the reader of the output closed it",
      "",
      "Examples:",
      "  phish urls-in message.txt",
      "  phish urls-in --html page.html | phish analyze --stdin",
      "  pdftotext invoice.pdf - | phish urls-in -",
      "  phish urls-in --stdin < texts.jsonl | jq -r '.urls[].url'"
    })
final class UrlsInCommand implements Callable<Integer> {
  private static final int MAX_LENGTH = 16 << 20;
  private static final int MAX_URLS = 10_000;

  // One more, to know whether there are more.
  private static final UrlsInText.Options OPTIONS =
      UrlsInText.Options.defaults().withMaxUrls(MAX_URLS + 1);

  private static final UrlsInText.Options ALL =
      UrlsInText.Options.defaults().withMaxUrls(Integer.MAX_VALUE);

  private final Streams streams;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Text in UTF-8 of up to 16 MiB; - for standard input.")
  private List<String> files = List.of();

  @Option(names = "--stdin", description = "Read JSON objects from standard input, one a line.")
  private boolean stdin;

  @Option(names = "--html", description = "The text is the source of a page.")
  private boolean html;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  UrlsInCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (stdin == !files.isEmpty()) {
      throw wrong(
          stdin
              ? "give files or --stdin, not both"
              : "give a file, - for standard input, or --stdin");
    }
    if (stdin) {
      return new JsonLines(
              streams, MAX_LENGTH, "text", (text, json) -> write(find(text, OPTIONS), json))
          .run();
    }
    PrintWriter out = streams.printer();
    for (String file : files) {
      for (FoundUrl url : find(read(file), ALL)) {
        out.println(SafeText.escape(url.url()));
      }
    }
    out.flush();
    return ExitCode.BENIGN;
  }

  private List<FoundUrl> find(String text, UrlsInText.Options options) {
    return html ? UrlsInText.findInHtml(text, options) : UrlsInText.find(text, options);
  }

  private static void write(List<FoundUrl> found, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("urls");
    for (FoundUrl url : found.subList(0, Math.min(found.size(), MAX_URLS))) {
      json.writeStartObject();
      json.writeStringField("url", url.url());
      json.writeNumberField("start", url.start());
      json.writeNumberField("end", url.end());
      json.writeBooleanField("defanged", url.defanged());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (found.size() > MAX_URLS) {
      json.writeBooleanField("truncated", true);
    }
  }

  private String read(String file) throws IOException {
    try (InputStream in = open(file)) {
      byte[] content = in.readNBytes(MAX_LENGTH + 1);
      if (content.length > MAX_LENGTH) {
        throw new IOException(file + ": file has more than " + MAX_LENGTH + " octets");
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + file);
    }
  }

  private InputStream open(String file) throws IOException {
    // Buffered, as a file stream asks a pipe for its position.
    return file.equals("-")
        ? new BufferedInputStream(streams.in())
        : Files.newInputStream(Path.of(file));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
