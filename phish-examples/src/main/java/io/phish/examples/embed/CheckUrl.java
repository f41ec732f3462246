package io.phish.examples.embed;

import io.phish.Detector;
import io.phish.Verdict;
import io.phish.subject.Subject;

/** The example of the README: a verdict in ten lines. */
public class CheckUrl {
  public static void main(String[] args) {
    try (Detector detector = Detector.create()) {
      Verdict verdict = detector.analyze(Subject.url(args[0])).join();
      System.out.printf("%s %.3f%n", verdict.label(), verdict.probability());
      verdict.reasons().forEach(reason -> System.out.println(reason.message()));
    }
  }
}
