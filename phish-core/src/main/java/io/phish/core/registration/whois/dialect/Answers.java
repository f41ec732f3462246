package io.phish.core.registration.whois.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the phrases of {@code answers.txt} in lines. Immutable. */
final class Answers {
  private static final int MAX_WORDS = 25;
  private static final int FIRST_WORDS = 16;
  private static final int SHORT_LINE = 9;
  private static final int MAX_LENGTH = 240;

  /** How sure a finding is: the whole line, part of a short line, part of a long one. */
  private static final int WHOLE = 3;

  private static final int IN_SHORT_LINE = 2;
  private static final int IN_LONG_LINE = 1;

  private final Node anywhere = new Node();
  private final Node whole = new Node();
  private final Node start = new Node();
  private final Node status = new Node();

  /** Reads the file. */
  Answers() {
    for (WordsFile.Entry entry : WordsFile.read("answers.txt")) {
      List<String> head = entry.head();
      Answer answer = Answer.valueOf(head.get(0).toUpperCase(Locale.ROOT));
      Node root =
          switch (head.size() == 1 ? "" : head.get(1)) {
            case "" -> anywhere;
            case "line" -> whole;
            case "start" -> start;
            case "status" -> status;
            default -> throw new IllegalStateException("answers.txt: unknown " + head);
          };
      for (String phrase : entry.items()) {
        root.add(phrase, answer);
      }
    }
  }

  /** What the value of a status says, null if it says nothing of this kind. */
  @Nullable Answer ofStatus(String value) {
    List<String> words = words(value);
    Answer answer = status.longest(words, 0);
    // Some number them: "950 Reserved".
    return answer == null && words.size() > 1 && Character.isDigit(words.get(0).charAt(0))
        ? status.longest(words, 1)
        : answer;
  }

  /** What the lines of a reply that states no data say, {@link Answer#NOTHING} if nothing. */
  Answer of(List<Line> lines, Dialect dialect) {
    Finding best = new Finding(Answer.NOTHING, 0);
    for (Line line : lines) {
      if (line.text().startsWith(">>>")) {
        continue;
      }
      Finding found = find(line.text(), dialect);
      if (found.isBetterThan(best)) {
        best = found;
      }
    }
    return best.answer;
  }

  private Finding find(String line, Dialect dialect) {
    List<String> words = words(line);
    if (words.isEmpty()) {
      return new Finding(Answer.NOTHING, 0);
    }
    Answer answer = whole.exactly(words);
    if (answer != null) {
      return new Finding(answer, WHOLE);
    }
    for (Map.Entry<String, Answer> phrase : dialect.answers().entrySet()) {
      if (String.join(" ", words).contains(phrase.getKey())) {
        return new Finding(phrase.getValue(), WHOLE);
      }
    }
    answer = words.size() > MAX_WORDS ? null : first(words);
    Answer begin = start.longest(words, 0);
    if (begin != null && (answer == null || answer == begin)) {
      return new Finding(begin, WHOLE);
    }
    if (answer == null) {
      return new Finding(Answer.NOTHING, 0);
    }
    return new Finding(answer, words.size() <= SHORT_LINE ? IN_SHORT_LINE : IN_LONG_LINE);
  }

  private @Nullable Answer first(List<String> words) {
    Answer best = null;
    for (int i = 0; i < Math.min(words.size(), FIRST_WORDS); i++) {
      Answer answer = anywhere.longest(words, i);
      if (answer != null && (best == null || answer.compareTo(best) < 0)) {
        best = answer;
      }
    }
    return best;
  }

  /** The first words in lower case, names with dots as "*". */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int end = Math.min(line.length(), MAX_LENGTH);
    int i = 0;
    while (i < end && words.size() <= MAX_WORDS) {
      int start = i;
      boolean dot = false;
      while (i < end && isOfWord(line, i, end)) {
        dot |= line.charAt(i) == '.';
        i++;
      }
      if (i > start) {
        add(dot ? "*" : line.substring(start, i).toLowerCase(Locale.ROOT), words);
      } else {
        i++;
      }
    }
    return words;
  }

  private static void add(String word, List<String> words) {
    int start = 0;
    for (int hyphen = word.indexOf('-'); hyphen >= 0; hyphen = word.indexOf('-', start)) {
      if (hyphen > start) {
        words.add(word.substring(start, hyphen));
      }
      start = hyphen + 1;
    }
    words.add(word.substring(start));
  }

  /** Letters, digits and, inside of a name, dots and hyphens. */
  private static boolean isOfWord(String line, int i, int end) {
    char c = line.charAt(i);
    if (Character.isLetterOrDigit(c)) {
      return true;
    }
    return (c == '.' || c == '-')
        && i + 1 < end
        && Character.isLetterOrDigit(line.charAt(i + 1))
        && i > 0
        && (Character.isLetterOrDigit(line.charAt(i - 1)) || line.charAt(i - 1) == '-');
  }

  private record Finding(Answer answer, int sureness) {
    boolean isBetterThan(Finding other) {
      if (answer == Answer.NOTHING || sureness < other.sureness) {
        return false;
      }
      // Of two equally sure ones that says the less.
      return sureness > other.sureness || answer.compareTo(other.answer) < 0;
    }
  }

  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private @Nullable Answer answer;

    void add(String phrase, Answer value) {
      Node node = this;
      for (String word : phrase.split(" ", -1)) {
        node = node.next.computeIfAbsent(word, w -> new Node());
      }
      node.answer = value;
    }

    @Nullable Answer longest(List<String> words, int from) {
      Answer found = null;
      Node node = this;
      for (int i = from; i < words.size(); i++) {
        node = node.next.get(words.get(i));
        if (node == null) {
          return found;
        }
        found = node.answer == null ? found : node.answer;
      }
      return found;
    }

    @Nullable Answer exactly(List<String> words) {
      Node node = this;
      for (String word : words) {
        node = node.next.get(word);
        if (node == null) {
          return null;
        }
      }
      return node.answer;
    }
  }
}
