package io.phish.core.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import io.phish.core.name.NameFilter;
import io.phish.core.name.NameHash;
import io.phish.spi.FeatureVector;
import org.jspecify.annotations.Nullable;

/** The features of hosts with characters outside ASCII: the only ones that take memory. */
final class IdnFeatures {
  private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE);
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
  private static final SpoofChecker CHECKER =
      new SpoofChecker.Builder().setChecks(SpoofChecker.RESTRICTION_LEVEL).build();

  private IdnFeatures() {}

  static void extract(
      String href,
      int from,
      int site,
      int nameEnd,
      NameFilter popularLabels,
      FeatureVector.Builder out) {
    int mixing = 0;
    boolean decoded = true;
    for (int start = from; start < nameEnd; ) {
      int dot = href.indexOf('.', start);
      int end = dot < 0 || dot > nameEnd ? nameEnd : dot;
      if (href.startsWith("xn--", start)) {
        String label = decode(href, start, end);
        if (label == null) {
          decoded = false;
        } else {
          mixing = Math.max(mixing, level(label));
        }
      }
      start = end + 1;
    }
    if (decoded) {
      out.set(HostSchema.SCRIPT_MIXING, mixing);
    }
    out.set(
        HostSchema.IDN_LOOKALIKE,
        href.startsWith("xn--", site) && imitates(decode(href, site, nameEnd), popularLabels));
  }

  private static @Nullable String decode(String href, int from, int to) {
    IDNA.Info info = new IDNA.Info();
    StringBuilder label = new StringBuilder();
    UTS46.labelToUnicode(href.substring(from, Math.min(to, from + 255)), label, info);
    return info.hasErrors() ? null : label.toString();
  }

  private static int level(String label) {
    SpoofChecker.CheckResult result = new SpoofChecker.CheckResult();
    CHECKER.failsChecks(label, result);
    if (result.restrictionLevel == null) {
      return 0;
    }
    return switch (result.restrictionLevel) {
      case ASCII -> 0;
      case SINGLE_SCRIPT_RESTRICTIVE -> 1;
      case HIGHLY_RESTRICTIVE -> 2;
      case MODERATELY_RESTRICTIVE -> 3;
      case MINIMALLY_RESTRICTIVE -> 4;
      case UNRESTRICTIVE -> 5;
    };
  }

  /**
   * Whether the label is spelt like a popular one when marks are taken away (UTS 39, section 4).
   */
  private static boolean imitates(@Nullable String label, NameFilter popularLabels) {
    if (label == null) {
      return false;
    }
    String skeleton = NFD.normalize(CHECKER.getSkeleton(label));
    long plain = NameHash.START;
    long paired = NameHash.START;
    for (int i = 0; i < skeleton.length(); i++) {
      char c = Character.toLowerCase(skeleton.charAt(i));
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      // The skeletons of m and w are pairs of letters.
      char next = i + 1 < skeleton.length() ? skeleton.charAt(i + 1) : 0;
      char folded = HostWords.fold(c, next, 'l');
      plain = NameHash.step(plain, c);
      paired = NameHash.step(paired, folded);
      if (folded != c && (c == 'r' || c == 'v')) {
        plain = NameHash.step(plain, next);
        i++;
      }
    }
    return popularLabels.contains(NameHash.finish(plain))
        || popularLabels.contains(NameHash.finish(paired));
  }
}
