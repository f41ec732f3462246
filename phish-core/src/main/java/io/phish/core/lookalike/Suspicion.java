package io.phish.core.lookalike;

import io.phish.core.name.resemblance.NameTraces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells most hosts that the index of a host's own names finds nothing for, beside what the sieve
 * lets through: no name stands in one, is left without an affix, or sounds like it. Immutable.
 */
final class Suspicion {
  /** More names are looked up at once. */
  private static final int MAX_NAMES = 1_000;

  /** In letters: in shorter labels a slip may be one of a name of four letters. */
  private static final int MIN_LENGTH = 6;

  private static final int MAX_LENGTH = Sieve.MAX_LENGTH - 2;

  /** In letters: what stands without a separator beside a name with a slip. */
  private static final int MIN_AFFIX = 4;

  private final Sieve sieve;
  private final NameTraces traces;

  private Suspicion(Sieve sieve, NameTraces traces) {
    this.sieve = sieve;
    this.traces = traces;
  }

  /** Null if there is a name that this would lose: one outside ASCII, long, or one of too many. */
  static @Nullable Suspicion of(List<String> labels, Sieve sieve) {
    if (labels.size() > MAX_NAMES) {
      return null;
    }
    for (String label : labels) {
      for (int i = 0; i < label.length(); i++) {
        if (label.charAt(i) >= 0x80) {
          return null;
        }
      }
      if (label.length() > MAX_LENGTH) {
        return null;
      }
    }
    return new Suspicion(sieve, NameTraces.of(labels.stream().map(Sieve::letters).toList()));
  }

  /** Whether the index may find something for a host in ASCII that the sieve keeps back. */
  boolean mayBeIn(Watched url) {
    String host = url.host;
    int hyphen = -1;
    for (int i = url.nameStart; i < url.nameEnd; i++) {
      char c = host.charAt(i);
      if (c == '-' && hyphen < 0) {
        hyphen = i - url.nameStart;
      } else if (!isLetter(c)) {
        return true; // runs of words, and what separates in other ways
      }
    }
    String name = url.name();
    String letters = hyphen < 0 ? name : name.substring(0, hyphen) + name.substring(hyphen + 1);
    int n = letters.length();
    return n < MIN_LENGTH
        || n > MAX_LENGTH
        || sieve.mayContainScattered(host, 0, url.nameEnd)
        || mayBeBesideAffix(letters)
        || traces.mayRead(letters);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private boolean mayBeBesideAffix(String letters) {
    int n = letters.length();
    for (int cut = MIN_AFFIX; cut <= NameTraces.longestAffix(n); cut++) {
      if ((NameTraces.mayBeAffix(letters, 0, cut) && sieve.mayBe(letters, cut, n))
          || (NameTraces.mayBeAffix(letters, n - cut, n) && sieve.mayBe(letters, 0, n - cut))) {
        return true;
      }
    }
    return false;
  }
}
