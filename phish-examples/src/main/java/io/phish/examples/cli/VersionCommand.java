package io.phish.examples.cli;

import io.phish.Detector;
import io.phish.ExtractorInfo;
import io.phish.spi.ModelVersion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code phish version}. */
@Command(
    name = "version",
    header = "Says which library, which Java and which models these are.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n")
final class VersionCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private DetectorOptions detectorOptions = new DetectorOptions();

  VersionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    PrintWriter out = streams.printer();
    out.println("phish " + PhishCommand.Version.current());
    out.println(
        "java "
            + System.getProperty("java.runtime.version")
            + " ("
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("os.name")
            + ' '
            + System.getProperty("os.arch")
            + ')');
    try (Detector detector = detectorOptions.builder().build()) {
      for (ExtractorInfo extractor : detector.extractors()) {
        ModelVersion model = extractor.model();
        if (model != null) {
          out.println(
              SafeText.escape(
                  "model "
                      + model
                      + " of "
                      + extractor.descriptor().id()
                      + (model.sha256().isEmpty() ? "" : ", sha256 " + model.sha256())));
        }
      }
    }
    out.flush();
    return ExitCode.BENIGN;
  }
}
