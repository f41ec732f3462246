package io.phish.core.name.display;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What characters look like at a glance in an address bar: beyond UTS 39, which tells what cannot
 * be told apart, marks are overlooked and letters pass for those of about the same shape.
 */
final class Shapes {
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
  private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

  /** An ASCII character or two, and what passes for it. Written from the shapes in 2026. */
  private static final String[][] LOOKALIKES = {
    {"a", "\u0430\u03B1\u0251\u0101\u0250"},
    {"ae", "\u00E6\u04D5"},
    {"b", "\u0432\u044C\u044A\u048D\u0463\u0185\u0180\u0253\u00DF\u0183"},
    {"c", "\u0441\u04AB\u03C2\u0188\u0481\u1004"},
    {"d", "\u0501\u0503\u0111\u0257\u0256\u018C\u10EB\u056A"},
    {"e", "\u0435\u0454\u04BD\u04BF\u04D9\u0259\u01DD\u025B\u0511\u0247\u03B5"},
    {"f", "\u0493\u04FB\u0584\u0192\u0562\u017F"},
    {"g", "\u050D\u0581\u0261\u01E5\u0260\u0563"},
    {"h", "\u04BB\u043D\u04A3\u04C8\u04A5\u045B\u0452\u0570\u0127\u0266\u0529\u0527\u0572\u10B9"},
    {"i", "\u0456\u03B9\u0131\u0269\u0268\u012F\u1D7C\u0582"},
    {"j", "\u0458\u0575\u03F3\u0237\u0249\u05E0"},
    {"k", "\u043A\u03BA\u0138\u049B\u049D\u049F\u04A1\u04C4\u051F\u0199"},
    {"l", "\u04CF\u05D5\u05DF\u0142\u026B\u019A\u026D\u01C0"},
    {"m", "\u043C\u04CE\u0271\u1D0D\u0D28"},
    {
      "n",
      "\u043F\u03B7\u0578\u05D7\u0E20\u0E17\u0E2B\u0E97\u0EAB\u1260\u1270\u0525\u04A7\u014B\u019E\u0272\u0273\u0E16"
    },
    {
      "o",
      "\u043E\u03BF\u0585\u05E1\u10DD\u10FF\u0D20\u0D31\u0B20\u04E9\u00F8\u0275\u0C02\u0C82\u0D02\u1D0F"
          + "\u03C3\u12D0\u0ED0\u0E50\u0966\u0A66\u0AE6\u09E6\u0B66\u0BE6\u0C66\u0CE6"
          + "\u0D66\u1040\u17E0\u0660\u06F0\u101D"
    },
    {"oe", "\u0153"},
    {"p", "\u0440\u03C1\u048F\u0580\u01BF\u01A5\u00FE"},
    {"q", "\u051B\u0566\u02A0\u024B\u0563"},
    {"r", "\u0433\u0491\u04F7\u0453\u0E23\u0280\u027E\u024D\u027C"},
    {"s", "\u0455\u0E23\u0EA3\u0CBD\u093D\u0A21\u0A95\u0D1F\u01A8\u0283\u10FD\u0282\u057F"},
    {"t", "\u0442\u04AD\u03C4\u0167\u01AB\u01AD\u050F\u04B5"},
    {
      "u",
      "\u03C5\u057D\u0446\u045F\u0E19\u0E1A\u0EA1\u0E9A\u0E99\u0BAA\u1015\u1200\u0289\u03BC\u10EE"
    },
    {"v", "\u0475\u03BD\u05D8\u028B\u028C\u1D20"},
    {
      "w",
      "\u0448\u0449\u051D\u0461\u047F\u03C9\u0561\u0E1F\u0E1E\u0E9F\u0E9E\u1220\u1230\u0BAF\u0D27\u1011\u1D21"
          + "\u0270\u026F"
    },
    {"x", "\u0445\u04B3\u04FD\u04FF\u03C7\u10EF\u4E42"},
    {"y", "\u0443\u04AF\u04B1\u03B3\u0263\u10E7\u10F8\u045E\u01B4\u024F\u04F3"},
    {"z", "\u0290\u01B6\u0225\u0240\u0293\u0579"},
    {"0", "\u3007\u0BE6"},
    {"1", "\u0661\u06F1"},
    {"2", "\u01BB\u0968\u09E8\u0AE8\u0A68"},
    {
      "3",
      "\u0437\u04E1\u0499\u04DF\u0292\u01B7\u021D\u10D9\u10DE\u0505\u0969\u0C69\u0CE9\u0AE9"
          + "\u0663\u0A69\u048B\u10D5\u10D8"
    },
    {"4", "\u0447\u04B7\u04B9\u056F\u06F4\u0AEA"},
    {"5", "\u01BD\u0AEB"},
    {"6", "\u0431\u09EC\u0A6C"},
    {"7", "\u06F7"},
    {"8", "\u09EA\u0B6A\u0A6A"},
    {"9", "\u09ED\u0B68\u0A67\u0967\u0D6D"},
  };

  private static final Map<Integer, String> BY_CHARACTER = new HashMap<>();

  static {
    for (String[] row : LOOKALIKES) {
      row[1].codePoints().forEach(c -> BY_CHARACTER.putIfAbsent(c, row[0]));
    }
  }

  private Shapes() {}

  /**
   * A name as it looks at a glance: without marks, in ASCII where something passes for it, as a
   * skeleton of UTS 39. To be compared, never shown.
   */
  static String glance(String name) {
    String decomposed = NFD.normalize(name);
    StringBuilder ascii = new StringBuilder(name.length() + 8);
    decomposed
        .codePoints()
        .filter(c -> UCharacter.getType(c) != UCharacterCategory.NON_SPACING_MARK)
        .forEach(
            c -> {
              String shape = BY_CHARACTER.get(c);
              if (shape == null) {
                ascii.appendCodePoint(c);
              } else {
                ascii.append(shape);
              }
            });
    // Zero and o pass for each other.
    return CHECKER.getSkeleton(ascii).replace('O', 'o');
  }

  /** The ASCII letter or digit that a character passes for, null if there is none. */
  static @Nullable String ascii(int c) {
    String shape = BY_CHARACTER.get(c);
    if (shape != null) {
      return shape;
    }
    String skeleton = CHECKER.getSkeleton(Character.toString(c));
    return skeleton.length() == 1
            && UCharacter.isLetterOrDigit(skeleton.charAt(0))
            && skeleton.charAt(0) < 0x80
        ? skeleton
        : null;
  }
}
