package io.phish.examples.cli;

import io.phish.core.queue.JobFailedException;
import io.phish.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code submit} asks of {@code worker}: the kind of a subject, a line feed, and the subject
 * as it was given, in UTF-8. Without a kind it is guessed.
 */
record AnalysisJob(@Nullable SubjectKind kind, String value) {

  byte[] octets() {
    return ((kind == null ? "" : kind.id()) + '\n' + value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a job.
   *
   * @throws JobFailedException if it is none
   */
  static AnalysisJob of(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new JobFailedException("job has no line feed after the kind of its subject");
    }
    String kind = text.substring(0, end);
    if (kind.isEmpty()) {
      return new AnalysisJob(null, text.substring(end + 1));
    }
    try {
      SubjectKind known = SubjectKind.valueOf(kind.toUpperCase(Locale.ROOT));
      return new AnalysisJob(known, text.substring(end + 1));
    } catch (IllegalArgumentException e) {
      throw new JobFailedException("job has a subject of the unknown kind '" + kind + "'", e);
    }
  }

  /** The subject; throws if it is none. */
  Subject subject() {
    return kind == null ? Guess.of(value).parse() : kind.parse(value);
  }
}
