package io.phish.examples.custom;

import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Url;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds links that end in a file which runs when it is opened. */
public final class RiskyDownload implements FeatureExtractor<Url> {
  private static final Set<String> RISKY =
      Set.of(
          "apk", "bat", "cmd", "exe", "hta", "iso", "js", "jse", "lnk", "msi", "ps1", "scr", "vbs");

  @Override
  public ExtractorDescriptor<Url> descriptor() {
    return ExtractorDescriptor.builder("acme.risky-download", Url.class)
        .description("Links to files that run when they are opened")
        .apiVersion(ExtractorDescriptor.API_VERSION)
        .build();
  }

  @Override
  public CompletionStage<Observation> extract(Url url, ExtractionContext context) {
    String path = new StringTokenizer(url.value(), "?#").nextToken();
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    // A dot in the host alone is no file: https://example.js has no path.
    boolean risky = RISKY.contains(extension) && path.indexOf('/', path.indexOf("//") + 2) > 0;
    return CompletableFuture.completedFuture(
        risky
            ? Observation.of(
                Finding.of("file", 1.5, "The link is to a ." + extension + " file")
                    .withEvidence(path.substring(path.lastIndexOf('/') + 1)))
            : Observation.EMPTY);
  }
}
