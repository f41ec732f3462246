package io.phish.examples.cli;

import io.phish.core.url.Span;
import io.phish.core.url.UrlExplanation;
import io.phish.core.url.UrlExplanation.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of an explanation with the letter that it is marked with.
 *
 * @param letter empty if it is not marked
 */
record MarkedPart(String letter, Part part) {
  private static final int MAX_MARKED = 8;

  /** What moves the odds by no more than a twentieth is not worth a look. */
  private static final double NEGLIGIBLE = 0.05;

  /** The parts in order, the strongest with a place of their own marked. */
  static List<MarkedPart> of(UrlExplanation explanation) {
    List<MarkedPart> marked = new ArrayList<>();
    int letters = 0;
    for (Part part : explanation.parts()) {
      boolean isMarked =
          letters < MAX_MARKED
              && Math.abs(part.contribution()) > NEGLIGIBLE
              && !part.spans().isEmpty()
              && !isWhole(part, explanation);
      marked.add(new MarkedPart(isMarked ? String.valueOf((char) ('a' + letters)) : "", part));
      letters += isMarked ? 1 : 0;
    }
    return marked;
  }

  /** Marking everything would say nothing. */
  private static boolean isWhole(Part part, UrlExplanation explanation) {
    int marked = 0;
    for (Span span : part.spans()) {
      marked += span.end() - span.start();
    }
    String text = explanation.text();
    return marked >= text.length() - (text.indexOf("//") + 2);
  }

  boolean isMarked() {
    return !letter.isEmpty();
  }
}
