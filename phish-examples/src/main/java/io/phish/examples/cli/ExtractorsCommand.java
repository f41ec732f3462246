package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.ExtractorInfo;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.LoadProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code phish extractors}. */
@Command(
    name = "extractors",
    header = "Lists the extractors that are found, and those that cannot be used and why.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The cache column says by what an answer is kept and for how long: found/absent/failed, and",
      "for how long after that it is given while it is refreshed, if it is.",
      "",
      "Exit codes: 0, or 2 if the configuration is wrong."
    })
final class ExtractorsCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(names = "--schema", description = "List every feature with its unit and description.")
  private boolean schema;

  @Option(names = "--json", description = "One JSON object instead of tables.")
  private boolean json;

  @Mixin private DetectorOptions detectorOptions = new DetectorOptions();

  ExtractorsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try (Detector detector = detectorOptions.builder().build()) {
      if (json) {
        ExtractorsJson.write(detector, schema, streams.out());
      } else {
        print(detector);
      }
    }
    return ExitCode.BENIGN;
  }

  private void print(Detector detector) {
    Palette palette = new Palette(streams.colour());
    Table table =
        new Table("id", "version", "use", "kind", "cost", "time-out", "cache", "features", "model");
    Table sources = new Table("id", "what it does", "from");
    for (ExtractorInfo info : detector.extractors()) {
      ExtractorDescriptor<?> descriptor = info.descriptor();
      table.row(
          descriptor.id(),
          descriptor.version(),
          info.enabled() ? "yes" : "disabled",
          descriptor.subjectType().getSimpleName().toLowerCase(Locale.ROOT),
          descriptor.cost() + (descriptor.contactsNetwork() ? ", network" : ""),
          Numbers.time(descriptor.timeout()),
          cache(descriptor.cachePolicy()),
          Integer.toString(descriptor.schema().size()),
          info.model() == null
              ? "-"
              : info.model() + ", weight " + String.format(Locale.ROOT, "%.2f", info.weight()));
      sources.row(descriptor.id(), descriptor.description(), info.source());
    }
    PrintWriter out = streams.printer();
    out.print(table.render("", palette));
    out.println();
    out.print(sources.render("", palette));
    if (schema) {
      detector.extractors().forEach(info -> printSchema(out, palette, info.descriptor()));
    }
    if (!detector.problems().isEmpty()) {
      out.println();
      out.println(palette.error("found, but cannot be used"));
      for (LoadProblem problem : detector.problems()) {
        out.println("  " + SafeText.escape(problem.toString()));
      }
    }
    out.flush();
  }

  private static void printSchema(
      PrintWriter out, Palette palette, ExtractorDescriptor<?> descriptor) {
    Table table = new Table("feature", "unit", "range", "meaning");
    for (Feature feature : descriptor.schema().features()) {
      table.row(feature.name(), feature.unit(), range(feature), feature.description());
    }
    out.println();
    out.println(palette.bold(SafeText.escape(descriptor.id())));
    out.print(table.render("  ", palette));
  }

  private static String range(Feature feature) {
    return bound(feature.min()) + " to " + bound(feature.max());
  }

  private static String bound(double bound) {
    if (Math.abs(bound) >= Double.MAX_VALUE) {
      return "any";
    }
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static String cache(CachePolicy policy) {
    if (!policy.isCaching()) {
      return "none";
    }
    String times =
        scope(policy.scope())
            + ' '
            + Numbers.time(policy.found())
            + '/'
            + Numbers.time(policy.absent())
            + '/'
            + Numbers.time(policy.failed());
    return policy.staleWhileRevalidate().isZero()
        ? times
        : times + " +" + Numbers.time(policy.staleWhileRevalidate());
  }

  /** What an answer depends on, in a word. */
  static String scope(CacheScope scope) {
    if (scope == CacheScope.SUBJECT) {
      return "subject";
    }
    if (scope == CacheScope.HOST) {
      return "host";
    }
    return scope == CacheScope.REGISTRABLE_DOMAIN ? "registrable-domain" : "own-key";
  }
}
