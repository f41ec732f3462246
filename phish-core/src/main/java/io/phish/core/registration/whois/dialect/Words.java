package io.phish.core.registration.whois.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys, headings and values of {@code words.txt}. Immutable. */
final class Words {
  private final Map<String, Key> keys = new HashMap<>();
  private final Map<String, Key> sharedKeys = new HashMap<>();
  private final Map<String, Section> sections = new HashMap<>();
  private final Map<String, Section> objects = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private final List<String> hidden = new ArrayList<>();

  /** Reads the file. */
  Words() {
    for (WordsFile.Entry entry : WordsFile.read("words.txt")) {
      List<String> head = entry.head();
      for (String item : entry.items()) {
        switch (head.get(0)) {
          case "key" -> addKey(head, item);
          case "section" -> sections.put(item, section(head.get(1)));
          case "object" -> objects.put(item, section(head.get(1)));
          case "absent" -> absent.add(item);
          case "hidden" -> hidden.add(item);
          default -> throw new IllegalStateException("words.txt: unknown " + head);
        }
      }
    }
  }

  private void addKey(List<String> head, String item) {
    Key key = key(head);
    if (key.field().compareTo(Field.NAME) >= 0) {
      sharedKeys.put(item, key);
    } else {
      keys.merge(
          item,
          key,
          (old, added) ->
              new Key(
                  old.field(),
                  Math.min(old.rank(), added.rank()),
                  old.shared(),
                  old.sentence() || added.sentence()));
    }
  }

  /** Reads {@code key FIELD [rank N] [shared] [sentence]}. */
  private static Key key(List<String> head) {
    int rank = head.indexOf("rank");
    return new Key(
        Field.valueOf(head.get(1).toUpperCase(Locale.ROOT)),
        rank < 0 ? Key.RANK : Integer.parseInt(head.get(rank + 1)),
        head.contains("shared"),
        head.contains("sentence"));
  }

  private static Section section(String name) {
    return Section.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** What a key means wherever it stands, null if nothing. */
  @Nullable Key key(String words) {
    return keys.get(words);
  }

  /** What a key means in a part about somebody or about servers, null if nothing. */
  @Nullable Key sharedKey(String words) {
    return sharedKeys.get(words);
  }

  /** What the lines under a heading are about, null if it is none that is known. */
  @Nullable Section heading(String words) {
    return sections.get(words);
  }

  /** What a paragraph is about that begins with a key, null if the key does not tell. */
  @Nullable Section object(String words) {
    return objects.get(words);
  }

  /** Whether a value says that there is none. */
  boolean isAbsent(String value) {
    if (value.length() > 60) {
      return false;
    }
    String words = KeyText.normalise(value, 0, value.length());
    return words.isEmpty()
        ? !hasLetterOrDigit(value)
        : absent.contains(words) && !Character.isDigit(value.charAt(0));
  }

  private static boolean hasLetterOrDigit(String value) {
    return value.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  /** Whether the name of a holder says that it is kept from us. */
  boolean isHidden(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return hidden.stream().anyMatch(lower::contains);
  }
}
