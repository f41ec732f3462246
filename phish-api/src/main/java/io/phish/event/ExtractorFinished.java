package io.phish.event;

import io.phish.ExtractorReport;
import io.phish.subject.Subject;

/**
 * An extractor's part in an analysis is settled.
 *
 * @param subject what is analysed
 * @param report what became of it; probability and weight are those of the verdict
 */
public record ExtractorFinished(Subject subject, ExtractorReport report) {}
