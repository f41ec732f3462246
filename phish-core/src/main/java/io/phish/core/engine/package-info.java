/**
 * Plans, runs and combines. Knows extractors only as {@link io.phish.spi.FeatureExtractor}s and no
 * capability by name.
 *
 * <p>{@link io.phish.core.engine.Engine} takes an analysis; an {@code AnalysisRun} carries it to
 * its verdict; a {@code Lookup} is one extraction, shared by all runs that want the same key; an
 * {@code Attempt} is one try of it.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.engine;
