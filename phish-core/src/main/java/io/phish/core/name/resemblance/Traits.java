package io.phish.core.name.resemblance;

import java.util.List;
import java.util.Set;

/**
 * What else is known of a name that follows a rule, and weighs for it or against it. Each is a
 * number: 0 if there is nothing of it.
 */
enum Traits {
  /** How popular the target is: the logarithm of its rank, from that of rank 100. */
  RANK(-0.49),
  /** The target is so short that many words are one slip away. */
  SHORT(-1.08),
  /** The name is made of words that protected names are made of. */
  WORDS(-2.51),
  /** Two slips count more in long words: the logarithm of the letters in the words touched. */
  ROOM(0.64),
  /** Both are in one scope or group, where nobody but its owner publishes. By hand. */
  SAME_SCOPE(-2.50),
  /** Separators where the target has none. */
  SEPARATED(-2.25),
  /** None where the target has some. */
  JOINED(-1.34),
  /** The scope was made part of the name: how most scopes came to be. */
  MERGED(-1.23),
  /** What is left without its scope is one word: others had it as well. */
  ONE_WORD(-1.53),
  /** The affix names the world of JavaScript, where everything is of it. */
  JS(1.33),
  /** The affix names Python, where bindings are called so. */
  PY(-0.87);

  private static final Traits[] ALL = values();

  /** The others are of packages. */
  private static final Traits[] OF_HOSTS = {RANK, SHORT, WORDS, ROOM};

  private static final double LOG_OF_2 = Math.log(2);

  /** The logarithm of the rank to which the weights of the rules belong. */
  private static final double USUAL_RANK = 2;

  /** In letters: shorter targets are one slip away from too many words. */
  private static final int SHORTEST = 5;

  /** In letters of the words touched by two slips. */
  private static final int MIN_ROOM = 3;

  private static final double USUAL_ROOM = 8;
  private static final int MAX_ROOM = 14;

  private static final Set<String> JS_MARKS = Set.of("js", "node", "nodejs", "ts");
  private static final Set<String> PY_MARKS = Set.of("py", "python", "python3");

  final double weight;

  Traits(double weight) {
    this.weight = weight;
  }

  /** By their weights. */
  static double sum(
      ResemblanceRule rule, List<Difference> differences, Form form, Form target, Facts facts) {
    double sum = 0;
    for (Traits trait : target.kind == NameKind.PACKAGE ? ALL : OF_HOSTS) {
      double value = trait.value(rule, differences, form, target, facts);
      sum += value * trait.weight;
    }
    return sum;
  }

  /**
   * What the index knows.
   *
   * @param rank of the target
   * @param words whether the name is made of words of protected names
   */
  record Facts(int rank, boolean words) {}

  double value(
      ResemblanceRule rule, List<Difference> differences, Form form, Form target, Facts facts) {
    boolean host = target.kind != NameKind.PACKAGE;
    return switch (this) {
      case RANK -> Math.log10(facts.rank()) - USUAL_RANK;
      case SHORT -> one(isShort(form, target, host));
      case WORDS -> one(facts.words() && countsWords(rule));
      case ROOM -> rule == ResemblanceRule.TWO_EDITS ? room(differences, target) : 0;
      case SAME_SCOPE -> one(!host && isSameScope(form, target));
      case SEPARATED -> one(isSeparator(rule, host) && form.wordCount() > target.wordCount());
      case JOINED -> one(isSeparator(rule, host) && form.wordCount() < target.wordCount());
      case MERGED -> one(isUnscoped(rule, form) && form.letters.equals(target.letters));
      case ONE_WORD ->
          one(
              isUnscoped(rule, form)
                  && !form.letters.equals(target.letters)
                  && target.wordEnd(target.wordCount() - 2) == target.core);
      case JS -> one(!host && isMarked(rule, differences, form, JS_MARKS));
      case PY -> one(!host && isMarked(rule, differences, form, PY_MARKS));
    };
  }

  private static double one(boolean is) {
    return is ? 1 : 0;
  }

  private static boolean isShort(Form form, Form target, boolean host) {
    // Half of PyPI begins so: it tells nothing.
    boolean py =
        !host
            && target.letters.startsWith("py")
            && form.letters.startsWith("py")
            && !target.letters.startsWith("python");
    return target.length() - (py ? 2 : 0) < SHORTEST;
  }

  /** Other words are no slip, but these rules leave the words of the target as they are. */
  private static boolean countsWords(ResemblanceRule rule) {
    return switch (rule) {
      case SKELETON, SEPARATOR, TLD_SWAP, SCOPE, AFFIX, AFFIX_SWAP, EMBEDDING -> false;
      default -> true;
    };
  }

  private static double room(List<Difference> differences, Form target) {
    int room = 0;
    for (int word = 0; word < target.wordCount(); word++) {
      int from = target.place(target.wordStart(word));
      int to = target.placeAfter(target.wordEnd(word) - 1);
      for (Difference difference : differences) {
        if (difference.targetFrom() <= to && difference.targetTo() >= from) {
          room += target.wordEnd(word) - target.wordStart(word);
          break;
        }
      }
    }
    return Math.log(Math.max(MIN_ROOM, Math.min(MAX_ROOM, room)) / USUAL_ROOM) / LOG_OF_2;
  }

  private static boolean isSameScope(Form form, Form target) {
    return target.core > 0
        && form.core == target.core
        && form.letters.regionMatches(0, target.letters, 0, target.core);
  }

  private static boolean isSeparator(ResemblanceRule rule, boolean host) {
    return !host && rule == ResemblanceRule.SEPARATOR;
  }

  private static boolean isUnscoped(ResemblanceRule rule, Form form) {
    return rule == ResemblanceRule.SCOPE && form.core == 0;
  }

  /** Whether one of the words added is a mark. */
  private static boolean isMarked(
      ResemblanceRule rule, List<Difference> differences, Form form, Set<String> marks) {
    if (rule != ResemblanceRule.AFFIX) {
      return false;
    }
    for (Difference difference : differences) {
      int start = difference.from();
      for (int i = start; i <= difference.to(); i++) {
        if (i == difference.to() || !Character.isLetterOrDigit(form.shown.charAt(i))) {
          if (marks.contains(form.shown.substring(start, i))) {
            return true;
          }
          start = i + 1;
        }
      }
    }
    return false;
  }
}
