package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.spi.CacheKey;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Subject;
import org.jspecify.annotations.Nullable;

/** What is asked of one extractor. */
record Question(ExtractorNode node, Subject subject, CanonicalForm form, AnalysisMode mode) {

  /** What its answer is kept under, null if it is not kept. */
  @Nullable CacheKey cacheKey() {
    return node.cacheKey(subject, form);
  }

  /** Whether the extractor may be asked, or only a cache. */
  boolean mayAsk() {
    return mode == AnalysisMode.ONLINE || !node.descriptor().contactsNetwork();
  }
}
