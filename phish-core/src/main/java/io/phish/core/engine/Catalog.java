package io.phish.core.engine;

import io.phish.ExtractorInfo;
import io.phish.spi.Canonicalizer;
import io.phish.spi.LoadProblem;
import java.util.List;

/**
 * What was found and what of it is used.
 *
 * @param nodes the extractors in use, by priority and then id
 * @param infos all extractors, in the same order
 * @param canonicalizers who parse subjects
 * @param problems what cannot be used
 */
record Catalog(
    List<ExtractorNode> nodes,
    List<ExtractorInfo> infos,
    List<Canonicalizer<?>> canonicalizers,
    List<LoadProblem> problems) {}
