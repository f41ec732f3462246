package io.phish.core.url;

import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;

/** The models that are used unless the host chooses others: {@link UrlModelSet#FULL}. */
final class UrlModels {
  private UrlModels() {}

  /** Log-odds by the character sequences of host and path: two of the features. */
  static NgramModel ngrams() {
    return UrlModelSet.FULL.ngrams();
  }

  /** Log-odds by the ending of the domain: one of the features. */
  static NamePriors endings() {
    return UrlModelSet.FULL.endings();
  }

  /** The probability by all features. */
  static TreeEnsemble trees() {
    return UrlModelSet.FULL.trees();
  }
}
