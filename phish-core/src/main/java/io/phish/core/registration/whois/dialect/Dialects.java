package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.whois.WhoisReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dialects of {@code dialects.txt}, by server and by TLD. Immutable. */
final class Dialects {
  /** Countries that are not named write the day first. */
  private static final Dialect OF_COUNTRY =
      new Dialect(DateOrder.DAY, Set.of(), Map.of(), Map.of(), false);

  private final Map<String, Dialect> byName = new HashMap<>();

  private Dialects() {}

  /** Of the file. */
  static Dialects bundled() {
    Dialects dialects = new Dialects();
    Map<String, Draft> drafts = new HashMap<>();
    for (WordsFile.Entry entry : WordsFile.read("dialects.txt")) {
      for (String place : entry.items().get(0).split(" +", -1)) {
        drafts.computeIfAbsent(place, p -> new Draft()).add(entry.head(), entry.items());
      }
    }
    drafts.forEach(
        (place, draft) -> dialects.byName.put(place, draft.finish(place.indexOf('.') < 0)));
    return dialects;
  }

  /** None at all: what every reply is read without. */
  static Dialects none() {
    return new Dialects();
  }

  /** The dialect of whoever wrote a reply: of the server if it has its own, else of the TLD. */
  Dialect of(WhoisReply reply) {
    Dialect ofServer = named(reply.server());
    if (ofServer != null) {
      return ofServer;
    }
    Dialect ofTld = named(reply.tld());
    if (ofTld != null) {
      return ofTld;
    }
    String tld = reply.tld();
    return !byName.isEmpty() && tld != null && tld.length() == 2 ? OF_COUNTRY : Dialect.NONE;
  }

  private @Nullable Dialect named(@Nullable String name) {
    return name == null ? null : byName.get(name);
  }

  private static final class Draft {
    private DateOrder order = DateOrder.UNKNOWN;
    private boolean bareHosts;
    private final Set<String> ignored = new HashSet<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();

    /** Adds a line: what it is, and the places and words it is for. */
    void add(List<String> head, List<String> items) {
      List<String> words = new ArrayList<>(items.subList(1, items.size()));
      String second = head.get(1).toUpperCase(Locale.ROOT);
      switch (head.get(0)) {
        case "order" -> order = DateOrder.valueOf(second);
        case "hosts" -> bareHosts = true;
        case "ignore" -> ignored.addAll(words);
        case "key" ->
            words.forEach(w -> keys.put(w, new Key(Field.valueOf(second), 1, false, false)));
        case "answer" -> words.forEach(w -> answers.put(w, Answer.valueOf(second)));
        default -> throw new IllegalStateException("dialects.txt: unknown " + head);
      }
    }

    Dialect finish(boolean tld) {
      DateOrder known = tld && order == DateOrder.UNKNOWN ? DateOrder.DAY : order;
      return new Dialect(
          known, Set.copyOf(ignored), Map.copyOf(keys), Map.copyOf(answers), bareHosts);
    }
  }
}
