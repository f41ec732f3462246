package io.phish.event;

import io.phish.AnalysisOptions;
import io.phish.subject.Subject;

/**
 * An analysis began.
 *
 * @param subject what is analysed
 * @param options how
 */
public record AnalysisStarted(Subject subject, AnalysisOptions options) {}
