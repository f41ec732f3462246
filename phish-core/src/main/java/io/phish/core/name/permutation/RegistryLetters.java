package io.phish.core.name.permutation;

import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which letters outside ASCII a registry takes, of the registries that publish it plainly.
 *
 * <p>Written by hand in 2026 from what the registries say: DENIC's 93 letters, SWITCH's 32, those
 * of AFNIC, CIRA, Norid, Punktum dk and Registro.br; kana and kanji of JPRS; and none of Nominet
 * (uk), SIDN (nl), CZ.NIC, SK-NIC, the registries of edu, gov, mil and us, and that of ru.
 */
final class RegistryLetters {
  private static final String WEST = "\u00E0-\u00F6\u00F8-\u00FF\u0153";

  private static final Map<String, UnicodeSet> BY_TLD = new HashMap<>();

  static {
    put("[]", "cz", "edu", "gov", "mil", "nl", "ru", "sk", "uk", "us");
    // Latin-1 and Latin Extended-A, without what is no letter of names or has been replaced.
    put("[[\u00DF-\u00F6\u00F8-\u017E]&[:Ll:]-[\u0133\u0140\u0149]]", "de");
    put("[" + WEST + "]", "ch", "li");
    put("[[\u00DF" + WEST + "]-[\u00F0\u00F8\u00FE]]", "fr", "pm", "re", "tf", "wf", "yt");
    put("[\u00E0\u00E2\u00E6-\u00EB\u00EE\u00EF\u00F4\u00F9\u00FB\u00FC\u00FF\u0153]", "ca");
    put("[\u00E4-\u00E6\u00E9\u00F6\u00F8\u00FC]", "dk");
    put(
        "[\u00E0\u00E1\u00E4-\u00EA\u00F1-\u00F4\u00F6\u00F8\u00FC\u010D\u0111\u0144\u014B"
            + "\u0161\u0167\u017E]",
        "no");
    put("[\u00E0-\u00E3\u00E7\u00E9\u00EA\u00ED\u00F3-\u00F5\u00FA\u00FC]", "br");
    put("[[:Hiragana:][:Katakana:][:Han:]\u30FC]", "jp");
  }

  private RegistryLetters() {}

  /** The letters outside ASCII below a top-level domain; null if they are not known. */
  static @Nullable UnicodeSet of(String tld) {
    return BY_TLD.get(tld);
  }

  private static void put(String letters, String... tlds) {
    UnicodeSet set = new UnicodeSet(letters).freeze();
    for (String tld : tlds) {
      BY_TLD.put(tld, set);
    }
  }
}
