package io.phish.examples.json;

import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Label;
import io.phish.Reason;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Verdicts to be printed. */
public final class Verdicts {
  private static final ModelVersion URL_MODEL =
      new ModelVersion("phish.url", "2026-11-20", "ab12", Map.of());
  private static final ModelVersion DNS_MODEL = new ModelVersion("phish.dns", "3", "", Map.of());

  private Verdicts() {}

  /** A verdict with every part there is. */
  public static Verdict phishing(String url) {
    return new Verdict(
        Subject.url(url),
        Label.PHISHING,
        0.93,
        Thresholds.DEFAULT,
        List.of(
            new Reason(
                "phish.url.brand",
                "The host imitates \"paypal\"",
                1.25,
                "phish.url",
                List.of("paypa1"),
                null),
            reason("phish.url.https", "The link is encrypted", -0.25)),
        List.of(
            new ExtractorReport(
                "phish.url", Status.OK, Duration.ofNanos(12_345), 0.93, 1, Observation.EMPTY, null),
            new ExtractorReport(
                "phish.whois", Status.SKIPPED, Duration.ZERO, Double.NaN, 0, null, "off-line")),
        List.of(URL_MODEL, DNS_MODEL),
        0.5,
        true,
        Duration.ofMillis(1));
  }

  /** A verdict without anything known. */
  public static Verdict unknown(Subject subject) {
    return new Verdict(
        subject,
        Label.UNKNOWN,
        Double.NaN,
        Thresholds.DEFAULT,
        List.of(),
        List.of(),
        List.of(),
        0,
        false,
        Duration.ZERO);
  }

  /** A verdict with one reason in these words. */
  public static Verdict because(String message) {
    return new Verdict(
        Subject.domain("example.com"),
        Label.BENIGN,
        0.1,
        Thresholds.DEFAULT,
        List.of(reason("acme.words.said", message, 0.5)),
        List.of(),
        List.of(URL_MODEL),
        1,
        false,
        Duration.ofNanos(1));
  }

  private static Reason reason(String code, String message, double weight) {
    return new Reason(code, message, weight, "phish.url", List.of(), null);
  }
}
