package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.core.dns.DnsQuestion;
import io.phish.core.name.QueryName;
import io.phish.examples.json.Rejection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** The questions of a list of names: each name with each type, in that order. */
final class DnsInputs implements Iterator<DnsInput> {
  private final Iterator<Line> lines;
  private final List<Integer> types;
  private final boolean specialUse;
  private long line;
  private int nextType;
  private @Nullable Name name;

  /**
   * Reads lines as they are asked for.
   *
   * @param specialUse whether names of special use are asked for: only in a network of one's own
   */
  DnsInputs(Iterator<Line> lines, List<Integer> types, boolean specialUse) {
    this.lines = lines;
    this.types = types;
    this.specialUse = specialUse;
  }

  @Override
  public boolean hasNext() {
    return name != null || lines.hasNext();
  }

  @Override
  public DnsInput next() {
    if (name == null) {
      if (!lines.hasNext()) {
        throw new NoSuchElementException();
      }
      line++;
      nextType = 0;
      Rejection rejection = read(lines.next());
      if (rejection != null) {
        return new DnsInput(line, null, rejection);
      }
    }
    DnsQuestion question = new DnsQuestion(Objects.requireNonNull(name), types.get(nextType));
    if (++nextType == types.size()) {
      name = null;
    }
    return new DnsInput(line, question, null);
  }

  private @Nullable Rejection read(Line input) {
    if (!(input instanceof Line.Text text)) {
      return ((Line.Bad) input).rejection();
    }
    try {
      QueryName checked = QueryName.parse(text.text());
      if (!specialUse) {
        checked.requirePublic();
      }
      name = Name.fromString(checked.ascii(), Name.root);
      return null;
    } catch (InvalidSubjectException e) {
      return Rejection.of(text.text(), e);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked name is no name: " + text.text(), e);
    }
  }
}
