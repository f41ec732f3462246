package io.phish.core.name.display;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.ICUInputTooLongException;
import io.phish.core.name.Idn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which internationalised names can be shown in Unicode, and why others cannot. It follows the
 * policy that Chromium publishes ("Internationalized Domain Names (IDN) in Google Chrome") and the
 * mechanisms of UTS 39: characters recommended for identifiers, scripts that are written together,
 * no place where a character passes for another, no label that passes for a Latin one as a whole
 * and no name that looks like one that is protected.
 *
 * <p>ASCII names are always safe: there is nothing else to show. Immutable.
 */
public final class IdnDisplayPolicy {
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  /** Errors that mislead nobody. */
  private static final Set<IDNA.Error> LENGTHS_AND_HYPHENS =
      Set.copyOf(
          EnumSet.of(
              IDNA.Error.EMPTY_LABEL,
              IDNA.Error.LABEL_TOO_LONG,
              IDNA.Error.DOMAIN_NAME_TOO_LONG,
              IDNA.Error.LEADING_HYPHEN,
              IDNA.Error.TRAILING_HYPHEN,
              IDNA.Error.HYPHEN_3_4));

  /**
   * Recommended in identifiers, but for letters that look like apostrophes; the middle dots, which
   * {@link Patterns} looks at; and of scripts that share few shapes with Latin also what is only
   * uncommon.
   */
  private static final UnicodeSet ALLOWED =
      new UnicodeSet(SpoofChecker.RECOMMENDED)
          .addAll(
              new UnicodeSet(
                  "[[:Identifier_Type=Uncommon_Use:]-[:Latin:]-[:Greek:]-[:Cyrillic:]"
                      + "-[:Hiragana:]-[:Katakana:]-[:Common:]-[:Inherited:]]"))
          .removeAll(new UnicodeSet("[\u02BB\u02BC]"))
          .addAll(new UnicodeSet("[\u00B7\u30FB]"))
          .add('-')
          .freeze();

  private static final UnicodeSet DEVIATIONS =
      new UnicodeSet("[\u00DF\u03C2\u200C\u200D]").freeze();

  private static final UnicodeSet OTHER_LATIN = new UnicodeSet("[[:Latin:]-[:ASCII:]]").freeze();

  private static final UnicodeSet WITH_OTHER_LATIN =
      new UnicodeSet("[[:ASCII:][:Latin:][:Greek:][:Cyrillic:][:Inherited:]\u00B7]").freeze();

  private static final SpoofChecker CHECKER =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.MIXED_NUMBERS)
          .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  /** Where names of a script are at home, and what passes for Latin there is read as what it is. */
  private static final Map<Integer, Set<String>> HOMES =
      Map.ofEntries(
          Map.entry(
              UScript.CYRILLIC,
              Set.of(
                  "ba", "bg", "by", "kg", "kz", "md", "me", "mk", "mn", "rs", "ru", "su", "tj",
                  "ua", "uz")),
          Map.entry(UScript.ARMENIAN, Set.of("am")),
          Map.entry(UScript.ETHIOPIC, Set.of("er", "et")),
          Map.entry(UScript.GEORGIAN, Set.of("ge")),
          Map.entry(UScript.GREEK, Set.of("cy", "gr")),
          Map.entry(UScript.HEBREW, Set.of("il")),
          Map.entry(UScript.LAO, Set.of("la")),
          Map.entry(UScript.THAI, Set.of("th")),
          Map.entry(UScript.KHMER, Set.of("kh")),
          Map.entry(UScript.MYANMAR, Set.of("mm")),
          Map.entry(UScript.ARABIC, Set.of("ae", "af", "dz", "eg", "iq", "ir", "sa", "sy", "pk")),
          Map.entry(UScript.BENGALI, Set.of("bd", "in")),
          Map.entry(UScript.SINHALA, Set.of("lk")),
          Map.entry(UScript.TAMIL, Set.of("in", "lk", "sg")),
          Map.entry(UScript.DEVANAGARI, Set.of("in", "np")));

  /** Of the other scripts of India. */
  private static final Set<String> INDIA = Set.of("in");

  /** Scripts without letters that pass for Latin ones by themselves. */
  private static final UnicodeSet NO_LATIN_SHAPES =
      new UnicodeSet("[[:Han:][:Hangul:][:Hiragana:][:Katakana:][:Bopomofo:][:Arabic:]]").freeze();

  /** Greek letters that pass for Latin ones in a word, too. */
  private static final UnicodeSet GREEK_SHAPES =
      new UnicodeSet("[\u03B1\u03B7\u03B9\u03BA\u03BD\u03BF\u03C1\u03C4\u03C5\u03C7\u03C9]")
          .freeze();

  /** By what they look like at a glance: names with a dot, and labels. */
  private final Map<String, String> protectedNames = new HashMap<>();

  private final Set<String> ownNames = new HashSet<>();

  private IdnDisplayPolicy(Collection<String> names) {
    for (String name : names) {
      String unicode = Idn.toUnicode(name.toLowerCase(Locale.ROOT));
      ownNames.add(unicode);
      protectedNames.putIfAbsent(Shapes.glance(unicode), name);
    }
  }

  /** The policy with the bundled names of popular sites as protected labels. */
  public static IdnDisplayPolicy standard() {
    return new IdnDisplayPolicy(Popular.LABELS);
  }

  /**
   * The standard policy that protects more names.
   *
   * @param names registrable domains, hosts, or single labels that are protected below every
   *     suffix; in A-labels or Unicode
   */
  public static IdnDisplayPolicy protecting(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(Popular.LABELS);
    return new IdnDisplayPolicy(all);
  }

  /**
   * How a name is to be shown.
   *
   * @param name in A-labels or Unicode
   */
  public IdnDisplay judge(String name) {
    if (name.length() > Idn.MAX_LENGTH) {
      return new IdnDisplay(name, name, IdnRisk.INVALID, name);
    }
    IDNA.Info info = new IDNA.Info();
    String ascii;
    String unicode;
    try {
      ascii = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
      unicode = UTS46.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info()).toString();
    } catch (ICUInputTooLongException e) {
      return new IdnDisplay(name, name, IdnRisk.INVALID, name);
    }
    if (!LENGTHS_AND_HYPHENS.containsAll(info.getErrors())) {
      return new IdnDisplay(name, name, IdnRisk.INVALID, name);
    }
    if (ascii.equals(unicode)) {
      return new IdnDisplay(ascii, ascii, null, null);
    }
    String[] labels = unicode.split("\\.", -1);
    String tld = labels[labels.length - 1];
    for (String label : labels) {
      IdnRisk risk = risk(label, tld);
      if (risk != null) {
        return new IdnDisplay(ascii, unicode, risk, label);
      }
    }
    String target = imitated(labels);
    return target == null
        ? new IdnDisplay(ascii, unicode, null, null)
        : new IdnDisplay(ascii, unicode, IdnRisk.PROTECTED_NAME, target);
  }

  private static @Nullable IdnRisk risk(String label, String tld) {
    if (isAscii(label)) {
      return null;
    }
    if (DEVIATIONS.containsSome(label)) {
      return IdnRisk.DEVIATION;
    }
    if (!ALLOWED.containsAll(label)) {
      return IdnRisk.CHARACTER;
    }
    SpoofChecker.CheckResult result = new SpoofChecker.CheckResult();
    CHECKER.failsChecks(label, result);
    if ((result.checks & SpoofChecker.MIXED_NUMBERS) != 0) {
      return IdnRisk.MIXED_DIGITS;
    }
    if (result.checks != 0
        || (OTHER_LATIN.containsSome(label) && !WITH_OTHER_LATIN.containsAll(label))) {
      return IdnRisk.MIXED_SCRIPTS;
    }
    int[] points = label.codePoints().toArray();
    IdnRisk pattern = Patterns.find(points);
    if (pattern != null) {
      return pattern;
    }
    if (hasForeignLetter(points, tld)) {
      return IdnRisk.FOREIGN_LETTER;
    }
    return isAscii(tld) ? wholeLabel(points, tld) : null;
  }

  private static boolean hasForeignLetter(int[] label, String tld) {
    for (int c : label) {
      if (((c == 0xF0 || c == 0xFE) && !tld.equals("is") && !tld.equals("fo"))
          || (c == 0x259 && !tld.equals("az"))) {
        return true;
      }
    }
    return false;
  }

  /** What a label passes for as a whole, below a top-level domain in ASCII. */
  private static @Nullable IdnRisk wholeLabel(int[] label, String tld) {
    boolean digits = true;
    boolean shapes = true;
    boolean home = false;
    for (int c : label) {
      if (c == '-') {
        continue;
      }
      String shape = c < 0x80 ? Character.toString(c) : Shapes.ascii(c);
      boolean digit = shape != null && shape.charAt(0) >= '0' && shape.charAt(0) <= '9';
      digits &= digit || UCharacter.getType(c) == UCharacterCategory.DECIMAL_DIGIT_NUMBER;
      shapes &= shape != null && (c < 0x80 ? !isLatin(c) : passesForLatin(c));
      home |= c >= 0x80 && isAtHome(c, tld);
    }
    if (home) {
      return null;
    }
    return digits ? IdnRisk.DIGIT_LOOKALIKE : shapes ? IdnRisk.WHOLE_SCRIPT : null;
  }

  private static boolean isLatin(int c) {
    return UScript.getScript(c) == UScript.LATIN;
  }

  private static boolean passesForLatin(int c) {
    return UScript.getScript(c) == UScript.GREEK
        ? GREEK_SHAPES.contains(c)
        : !isLatin(c) && !NO_LATIN_SHAPES.contains(c);
  }

  private static boolean isAtHome(int c, String tld) {
    return HOMES.getOrDefault(UScript.getScript(c), INDIA).contains(tld);
  }

  /** The protected name that a name, one above it or one of its labels looks like. */
  private @Nullable String imitated(String[] labels) {
    String name = labels[labels.length - 1];
    for (int i = labels.length - 2; i >= 0; i--) {
      name = labels[i] + '.' + name;
      String target = imitated(name);
      if (target == null) {
        target = imitated(labels[i]);
      }
      if (target != null) {
        return target;
      }
    }
    return null;
  }

  private @Nullable String imitated(String name) {
    return isAscii(name) || ownNames.contains(name)
        ? null
        : protectedNames.get(Shapes.glance(name));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** Read by the first policy. */
  private static final class Popular {
    static final List<String> LABELS = read("/io/phish/core/url/popular-names.txt");

    private static List<String> read(String resource) {
      try (InputStream in = IdnDisplayPolicy.class.getResourceAsStream(resource)) {
        String text =
            new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
