package io.phish;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that moved the verdict.
 *
 * @param code stable and machine-readable: the extractor's id, a dot and the feature or finding
 * @param message for people, in plain words, with what was seen
 * @param weight by how much it moved the log-odds of phishing in the verdict: above 0 towards
 *     phishing, below 0 away from it; 0.7 doubles the odds
 * @param extractor the id of the extractor that saw it
 * @param evidence the pieces of the subject it rests on, the telling ones first; none for a feature
 *     that speaks against phishing, or that no piece can be named for. In a verdict at most {@link
 *     #MAX_EVIDENCE} of at most {@link #MAX_EVIDENCE_LENGTH} characters, raw as they stand in the
 *     subject: escape them for a terminal or a page; unmodifiable
 * @param technique the ATT&amp;CK technique, for example {@code T1566.002}, null if none applies
 */
public record Reason(
    String code,
    String message,
    double weight,
    String extractor,
    List<String> evidence,
    @Nullable String technique) {
  /** The most pieces of evidence that a reason in a verdict has; more are left out. */
  public static final int MAX_EVIDENCE = 8;

  /** The longest piece of evidence in a verdict, in UTF-16 units; longer ones are cut. */
  public static final int MAX_EVIDENCE_LENGTH = 256;

  /** Copies the evidence. */
  public Reason {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(extractor, "extractor");
    evidence = List.copyOf(evidence);
  }
}
