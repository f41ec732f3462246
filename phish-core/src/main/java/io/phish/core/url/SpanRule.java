package io.phish.core.url;

import io.phish.core.name.WordFinder;
import io.phish.core.url.UrlParts.Part;
import java.util.ArrayList;
import java.util.List;

/** Finds in a URL what one feature speaks of. Its cost is linear in the length of the URL. */
@FunctionalInterface
interface SpanRule {
  /** So many spans are enough for anybody. */
  int MAX_SPANS = 8;

  /** Offsets into {@link ParsedUrl#href}, in order. */
  List<Span> find(UrlParts parts);

  /** A whole part, if the URL has it. */
  static SpanRule part(Part part) {
    return parts -> {
      int start = parts.start(part);
      int end = parts.end(part);
      return start < end ? List.of(new Span(start, end)) : List.of();
    };
  }

  /** Every run of such characters in a part. */
  static SpanRule runs(Part part, AsciiSet kind) {
    return runs(part, kind, 1);
  }

  /** Every run of so many such characters and more. */
  static SpanRule runs(Part part, AsciiSet kind, int least) {
    return parts -> {
      List<Span> spans = new ArrayList<>(2);
      int end = parts.end(part);
      for (int i = parts.start(part); i < end && spans.size() < MAX_SPANS; i++) {
        int start = i;
        i = runEnd(parts, i, end, kind);
        if (i - start >= least) {
          spans.add(new Span(start, i));
        }
      }
      return spans;
    };
  }

  /** The longest run of such characters in a part, the first of equals. */
  static SpanRule longestRun(Part part, AsciiSet kind) {
    return parts -> {
      Span longest = null;
      int end = parts.end(part);
      for (int i = parts.start(part); i < end; i++) {
        int start = i;
        i = runEnd(parts, i, end, kind);
        if (i > start && (longest == null || i - start > longest.end() - longest.start())) {
          longest = new Span(start, i);
        }
      }
      return longest == null ? List.of() : List.of(longest);
    };
  }

  private static int runEnd(UrlParts parts, int from, int end, AsciiSet kind) {
    String href = parts.url().href();
    int i = from;
    while (i < end && kind.contains(href.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The longest run of one and the same character in a part. */
  static SpanRule longestRepeat(Part part) {
    return parts -> {
      String href = parts.url().href();
      int end = parts.end(part);
      int best = parts.start(part);
      int bestEnd = best;
      for (int start = best; start < end; ) {
        int i = start + 1;
        while (i < end && href.charAt(i) == href.charAt(start)) {
          i++;
        }
        if (i - start > bestEnd - best) {
          best = start;
          bestEnd = i;
        }
        start = i;
      }
      return best < bestEnd ? List.of(new Span(best, bestEnd)) : List.of();
    };
  }

  /** Every place in a part where a text stands, with as many characters after it. */
  static SpanRule each(Part part, String text, int more) {
    return parts -> {
      List<Span> spans = new ArrayList<>(2);
      String href = parts.url().href();
      int end = parts.end(part);
      int at = href.indexOf(text, parts.start(part));
      while (at >= 0 && at + text.length() <= end && spans.size() < MAX_SPANS) {
        int to = Math.min(end, at + text.length() + more);
        spans.add(new Span(at, to));
        at = href.indexOf(text, to);
      }
      return spans;
    };
  }

  /** From the first place where a text stands, whatever its case, to the end of the part. */
  static SpanRule onwards(Part part, String text) {
    return parts -> {
      int end = parts.end(part);
      for (int i = parts.start(part); i < end; i++) {
        if (parts.url().href().regionMatches(true, i, text, 0, text.length())) {
          return List.of(new Span(i, end));
        }
      }
      return List.of();
    };
  }

  /** Every run in a part that holds one of some texts, at its beginning or only after it. */
  static SpanRule around(Part part, AsciiSet kind, boolean atStart, String... texts) {
    return parts -> {
      List<Span> spans = new ArrayList<>(2);
      int end = parts.end(part);
      for (int i = parts.start(part); i < end && spans.size() < MAX_SPANS; i++) {
        int start = i;
        i = runEnd(parts, i, end, kind);
        if (holds(parts.url().href(), atStart ? start : start + 1, i, texts)) {
          spans.add(new Span(start, i));
        }
      }
      return spans;
    };
  }

  private static boolean holds(String href, int from, int to, String... texts) {
    for (int i = from; i < to; i++) {
      for (String text : texts) {
        if (i + text.length() <= to && href.startsWith(text, i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Every known word of a kind in a part. */
  static SpanRule words(Part part, WordFinder words, int kind) {
    return parts -> {
      List<Span> spans = new ArrayList<>(2);
      String href = parts.url().href();
      int end = parts.end(part);
      int state = 0;
      for (int i = parts.start(part); i < end && spans.size() < MAX_SPANS; i++) {
        state = words.step(state, href.charAt(i));
        for (int word = words.match(state); word != 0; word = words.shorter(word)) {
          if (words.kind(word) == kind && words.counts(word, href, i + 1)) {
            add(spans, new Span(i + 1 - words.length(word), i + 1));
            break;
          }
        }
      }
      return spans;
    };
  }

  /** A word in place of those that are a part of it. */
  private static void add(List<Span> spans, Span word) {
    while (!spans.isEmpty() && spans.get(spans.size() - 1).start() >= word.start()) {
      spans.remove(spans.size() - 1);
    }
    spans.add(word);
  }

  /** What the first of two finds; what the second does if that is nothing. */
  default SpanRule or(SpanRule other) {
    return parts -> {
      List<Span> spans = find(parts);
      return spans.isEmpty() ? other.find(parts) : spans;
    };
  }
}
