package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisReply;
import java.util.List;

/**
 * Reads the replies of all WHOIS servers: by what their lines look like and the words they use, and
 * by the few things that must be known of a registry. Immutable.
 *
 * <p>Of a reply the first 5,000 lines are read, and of each line the first 1,000 characters.
 */
public final class WhoisParser {
  private static final int MAX_LINES = 5_000;

  private final Words words = new Words();
  private final Answers answers = new Answers();
  private final Dialects dialects;

  /** With the dialects that come with the library. */
  public WhoisParser() {
    this(Dialects.bundled());
  }

  /** With other dialects, or none. */
  WhoisParser(Dialects dialects) {
    this.dialects = dialects;
  }

  /** What a reply says. Never fails: of what it does not understand nothing is known. */
  public Registration parse(WhoisReply reply) {
    List<Line> lines = ReplyLines.of(reply.text(), MAX_LINES);
    Dialect dialect = dialects.of(reply);
    RecordWriter records = new ReplyReader(lines, words, answers, dialect).read();
    return new Conclusion(records, lines, words, answers, dialect).registration();
  }
}
