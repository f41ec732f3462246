package io.phish.core.name.resemblance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A resemblance in words. */
final class Explanation {
  private static final int MAX_DETAILS = 3;

  private Explanation() {}

  static String of(Resemblance hit) {
    return '`' + hit.name() + "` looks like `" + hit.target().name() + "`: " + reason(hit);
  }

  private static String reason(Resemblance hit) {
    return switch (hit.rule()) {
      case SEPARATOR -> "the same letters with other separators";
      case TLD_SWAP -> "the same name under " + tail(hit);
      case SCOPE -> "the same name in another scope or in none";
      case WORD_ORDER -> "the same parts in another order";
      case NUMERAL -> "a number in words for one in figures";
      case HOMOPHONE -> "it is read aloud much the same";
      case AFFIX, EMBEDDING -> within(hit);
      case AFFIX_SLIP -> changes(hit);
      default -> changes(hit);
    };
  }

  private static String tail(Resemblance hit) {
    return hit.differences().isEmpty()
        ? "another suffix"
        : '.' + part(hit.name(), hit.differences().get(0).from(), hit.differences().get(0).to());
  }

  private static String within(Resemblance hit) {
    List<String> added = new ArrayList<>();
    for (Difference difference : hit.differences()) {
      if (difference.targetFrom() == difference.targetTo()) {
        added.add('“' + part(hit.name(), difference.from(), difference.to()) + '”');
      }
    }
    return added.isEmpty()
        ? "it stands in front of another domain"
        : String.join(" and ", added) + " added";
  }

  private static String changes(Resemblance hit) {
    List<String> changes = new ArrayList<>();
    for (Difference difference : hit.differences()) {
      if (changes.size() == MAX_DETAILS) {
        changes.add("…");
        break;
      }
      changes.add(change(hit, difference));
    }
    return String.join(", ", changes);
  }

  private static String change(Resemblance hit, Difference difference) {
    String now = part(hit.name(), difference.from(), difference.to());
    String then = part(hit.target().name(), difference.targetFrom(), difference.targetTo());
    if (then.isEmpty()) {
      if (hit.rule() == ResemblanceRule.AFFIX_SLIP && now.length() > 1) {
        return '“' + now + "” added";
      }
      return hit.rule() == ResemblanceRule.REPETITION
          ? now + " repeated"
          : "an extra " + named(now);
    }
    if (now.isEmpty()) {
      return then + " is missing";
    }
    return switch (hit.rule()) {
      case TRANSPOSITION, MOVE -> now + " for " + then;
      default -> named(now) + " for " + then;
    };
  }

  private static String part(String text, int from, int to) {
    int start = Math.min(from, text.length());
    return text.substring(start, Math.max(start, Math.min(to, text.length())));
  }

  /** One character by what it is, if it does not show. */
  private static String named(String text) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > 1) {
      return text;
    }
    int c = text.codePointAt(0);
    if (c >= 'A' && c <= 'Z') {
      return "capital " + text;
    }
    if (c >= '0' && c <= '9') {
      return "digit " + text;
    }
    if (c < 0x80) {
      return text;
    }
    String script = Character.UnicodeScript.of(c).name();
    String name =
        script.equals("COMMON") || script.equals("INHERITED") || script.equals("UNKNOWN")
            ? ""
            : script.charAt(0)
                + script.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ')
                + ' ';
    return String.format(Locale.ROOT, "%s%s (U+%04X)", name, text, c);
  }
}
