package io.phish.event;

import io.phish.AnalysisOptions;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An analysis ended. Exactly one of verdict and failure is there.
 *
 * @param subject what was analysed
 * @param options how
 * @param verdict what was found, null if the analysis failed
 * @param failure why there is no verdict, null if there is one
 * @param elapsed how long it took
 */
public record AnalysisFinished(
    Subject subject,
    AnalysisOptions options,
    @Nullable Verdict verdict,
    @Nullable Throwable failure,
    Duration elapsed) {}
