package io.phish.core.engine;

import io.phish.Reason;
import io.phish.spi.Observation;
import java.util.Iterator;
import java.util.List;

/** What a reason points at, cut to size. */
final class Evidence {
  private final Complaints complaints;

  Evidence(Complaints complaints) {
    this.complaints = complaints;
  }

  /**
   * What the extractor says that a feature rests on which speaks for phishing; nothing if it
   * cannot.
   *
   * @param feature the index in the extractor's schema
   */
  List<String> of(Question question, Observation observation, int feature) {
    try {
      return bounded(question.node().evidence(question, observation, feature));
    } catch (Throwable e) {
      complaints.about("extractor " + question.node().id(), "failed to give evidence", e);
      return List.of();
    }
  }

  /** The pieces that may stay, each as long as it may be. */
  static List<String> bounded(List<String> pieces) {
    if (pieces.isEmpty()) {
      return List.of();
    }
    String[] kept = new String[Math.min(pieces.size(), Reason.MAX_EVIDENCE)];
    Iterator<String> iterator = pieces.iterator();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = cut(iterator.next());
    }
    return List.of(kept);
  }

  private static String cut(String piece) {
    int end = Reason.MAX_EVIDENCE_LENGTH;
    if (piece.length() <= end) {
      return piece;
    }
    return piece.substring(0, Character.isHighSurrogate(piece.charAt(end - 1)) ? end - 1 : end);
  }
}
