package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.spi.CacheKey;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one extractor.
 *
 * @param form of the subject; of no account if it is skipped
 * @param isSkipped whether it is clear from the start that nobody may be asked and no cache knows
 */
record Question(
    ExtractorNode node, Subject subject, CanonicalForm form, AnalysisMode mode, boolean isSkipped) {

  /** What its answer is kept under, null if it is not kept. */
  @Nullable CacheKey cacheKey() {
    return node.cacheKey(subject, form);
  }

  /** Whether the extractor may be asked, or only a cache. */
  boolean mayAsk() {
    return mode == AnalysisMode.ONLINE || !node.descriptor().contactsNetwork();
  }
}
