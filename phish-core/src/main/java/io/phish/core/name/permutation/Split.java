package io.phish.core.name.permutation;

import io.phish.core.name.PublicSuffixes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A name parted at the label that is permuted.
 *
 * @param subdomain what stands before it, in Unicode, without the dot; may be empty
 * @param label in Unicode
 * @param suffix what stands after it, in Unicode, without the dot
 */
record Split(String subdomain, String label, String suffix) {
  /** Below these, names are handed out wherever they stand, on the list or not. */
  private static final Set<String> GENERIC =
      Set.of("ac", "biz", "co", "com", "edu", "gov", "info", "mil", "net", "nom", "org");

  /**
   * The ways to part a name: at the label that somebody registered, then at each label of its
   * public suffix but the last, as these can be imitated, too ({@code example.c0.uk}).
   */
  static List<Split> of(DomainName name, PublicSuffixes suffixes) {
    String[] labels = name.unicode().split("\\.", -1);
    String ascii = name.ascii();
    int start = PublicSuffixes.start(suffixes.find(ascii, 0, ascii.length()));
    int inSuffix = ascii.substring(start).split("\\.", -1).length;
    List<Split> splits = new ArrayList<>();
    int first = Math.max(0, labels.length - inSuffix - 1);
    if (first > 0 && first < labels.length - 1 && GENERIC.contains(labels[first])) {
      first--;
    }
    for (int i = first; i < labels.length - 1; i++) {
      splits.add(new Split(join(labels, 0, i), labels[i], join(labels, i + 1, labels.length)));
    }
    return splits;
  }

  private static String join(String[] labels, int from, int to) {
    return String.join(".", List.of(labels).subList(from, to));
  }

  /** The label as code points. */
  int[] points() {
    return label.codePoints().toArray();
  }
}
