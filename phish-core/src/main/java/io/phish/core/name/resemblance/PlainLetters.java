package io.phish.core.name.resemblance;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.HashMap;
import java.util.Map;

/**
 * What a character that is not ASCII is read as: a dash, a letter without its marks, or the ASCII
 * characters that it looks like. ICU is loaded by the first such character.
 */
final class PlainLetters {
  private PlainLetters() {}

  /**
   * The plain form, in lower case.
   *
   * @param c a code point outside ASCII
   * @return empty for marks and for what cannot be seen; the character itself if it looks like
   *     nothing in ASCII
   */
  static String of(int c) {
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT -> {
        return "";
      }
      case Character.DASH_PUNCTUATION -> {
        return "-";
      }
      default -> {
        return Tables.read(c);
      }
    }
  }

  private static final class Tables {
    private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
    private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

    /**
     * What UTS 39 does not have: first what is read for it, then the characters. Those that differ
     * from a Latin letter by a stroke or a hook, digits of other scripts, and ideographs that are
     * no more than a few strokes; after the rules that browsers keep beside UTS 39.
     */
    private static final String[] BEYOND = {
      "- ー一─━ㅡ㇐丨⼀﹘",
      "/ 丿ノ〳乀",
      "a ӑӓαаɑⱥᴀ",
      "ae æӕ",
      "b ƅьҍвъƀɓʙ",
      "c ҫငςсↄȼƈᴄ",
      "d ԃժđɖɗð",
      "e єҽҿεҩəɛɇᴇ",
      "f ғӻƒſ",
      "g ԍဌġģɡɢǥɠ",
      "h ħнћңҥӈӊԋԧԩһɦⱨⱶ",
      "i ıіɪιɨ",
      "j јʝɉ",
      "k ĸκкқҝҟҡӄԟⱪᴋ",
      "l łӏⅼɫ工ɭʟƚ",
      "m мӎɱᴍ",
      "n ŋпηɲɴƞɳ",
      "o øɵөоο०੦૦౦೦൦๐໐〇口ロ",
      "p þϼҏρрƿᴘ",
      "q ԛգ৭੧૧",
      "r ґгɾʀяɼɽ",
      "s ѕʂടรຣຮꜱ",
      "ss ßẞ",
      "t ŧтҭԏτ七丅丆丁ƫʈ",
      "u υսцบບʉᴜ",
      "v νѵʋⱱᴠ",
      "w ωшщพฟພຟԝᴡʍⱳ",
      "x χҳӽӿх乂メ",
      "y ұ丫γуўүʏɏƴ",
      "z ʐȥƶʑⱬ",
      "2 २২੨",
      "3 зҙӡउওਤ",
      "4 ч੫丩ㄐ",
      "8 ৪੪",
      "9 ૭୨౨"
    };

    private static final Map<Integer, String> PLAIN = plain();

    private static Map<Integer, String> plain() {
      Map<Integer, String> plain = new HashMap<>();
      for (String row : BEYOND) {
        int space = row.indexOf(' ');
        row.substring(space + 1)
            .codePoints()
            .forEach(c -> plain.putIfAbsent(c, row.substring(0, space)));
      }
      return Map.copyOf(plain);
    }

    static String read(int c) {
      String known = PLAIN.get(Character.toLowerCase(c));
      if (known != null) {
        return known;
      }
      StringBuilder out = new StringBuilder(4);
      NFKD.normalize(new String(Character.toChars(c))).codePoints().forEach(part -> add(part, out));
      return out.toString();
    }

    private static void add(int c, StringBuilder out) {
      int type = Character.getType(c);
      if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
        return;
      }
      int lower = Character.toLowerCase(c);
      if (lower < 0x80) {
        out.append((char) lower);
        return;
      }
      String known = PLAIN.get(lower);
      String skeleton = known != null ? known : CHECKER.getSkeleton(Character.toString(c));
      if (isAscii(skeleton)) {
        // UTS 39 takes m apart; here it is a letter as any other.
        out.append(skeleton.equals("rn") ? "m" : skeleton.toLowerCase(java.util.Locale.ROOT));
      } else {
        out.appendCodePoint(lower);
      }
    }

    private static boolean isAscii(String text) {
      return text.chars().allMatch(unit -> unit < 0x80);
    }
  }
}
