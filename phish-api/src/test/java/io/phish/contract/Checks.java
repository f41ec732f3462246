package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.phish.spi.CanonicalForm;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Assertions of the contracts. */
final class Checks {

  private Checks() {}

  /** One line without control characters, fit for a log or a terminal. */
  static void requirePlain(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        fail(String.format(Locale.ROOT, "%s has the control character U+%04X", what, (int) c));
      }
    }
  }

  static void requireWithin(FeatureSchema schema, Observation observation, Subject subject) {
    FeatureVector features = observation.features();
    if (features.size() > 0) {
      assertEquals(schema, features.schema(), "schema of the answer for " + subject.display());
    }
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.schema().feature(i);
      double value = features.get(i);
      assertTrue(
          feature.accepts(value),
          () ->
              feature.name()
                  + " is "
                  + value
                  + " for "
                  + subject.display()
                  + ", not within "
                  + feature.min()
                  + " and "
                  + feature.max());
    }
    Duration freshFor = observation.freshFor();
    assertFalse(
        freshFor != null && freshFor.isNegative(),
        () -> "freshFor is " + freshFor + " for " + subject.display());
  }

  static void requireSame(Subject subject, Outcome expected, Outcome outcome, String when) {
    assertTrue(
        expected.isSameAs(outcome),
        () ->
            subject.display()
                + " has another answer "
                + when
                + ":\n"
                + outcome
                + "\nin place of\n"
                + expected);
  }

  static <S extends Subject> void requireEnd(
      LookUps<S> lookUps, TestContext context, LookUps.Started started, Duration tolerance)
      throws Exception {
    lookUps.crew.run("what was given to onCancel", tolerance, context::cancel);
    assertTrue(
        lookUps.crew.isIdleWithin(tolerance),
        "a thread of the executor is held after cancellation");
    assertTrue(
        lookUps.crew.tasks() > 0 || isDoneWithin(started, tolerance),
        "the look-up goes on after its cancellation");
  }

  private static boolean isDoneWithin(LookUps.Started started, Duration time) throws Exception {
    try {
      return started
          .stage()
          .handle((observation, failure) -> true)
          .get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    }
  }

  static void requireCommonFeature(FeatureSchema given, FeatureSchema wanted) {
    assertTrue(
        wanted.features().stream().anyMatch(feature -> given.indexOf(feature.name()) >= 0),
        () -> "the model knows none of the extractor's features: " + wanted);
  }

  static Optional<String> key(LookUps<?> lookUps, CanonicalForm form) {
    return Optional.ofNullable(lookUps.extractor.descriptor().cachePolicy().scope().key(form));
  }

  /** What one of several threads does. */
  @FunctionalInterface
  interface Part {
    void run(int number) throws Exception;
  }

  /** Runs something on threads that begin together, and fails with the first failure. */
  static void onThreads(int count, Part part) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CountDownLatch ready = new CountDownLatch(count);
      List<Future<Boolean>> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        parts.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  part.run(number);
                  return true;
                }));
      }
      for (Future<Boolean> each : parts) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }
}
