package io.phish.contract;

import io.phish.spi.ScoringModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ScoringModel} must keep. A test of one is a line:
 *
 * <pre>{@code
 * class CertificateModelTest implements ScoringModelContract {
 *   public ScoringModel model() { return CertificateModel.load(); }
 * }
 * }</pre>
 *
 * <p>Every assessment must come in time, with a probability and one finite contribution to each
 * feature of the schema. Values out of a feature's range are tried as well: what an extractor gave
 * is not always what the model was trained on.
 */
public interface ScoringModelContract {

  /** The model under test; may be the same one at every call. */
  ScoringModel model();

  /** How long an assessment may take; a second by default, for slow build machines. */
  default Duration tolerance() {
    return Duration.ofSeconds(1);
  }

  private ModelChecks checks() {
    return new ModelChecks(model(), tolerance());
  }

  @Test
  default void version_and_card_are_complete() {
    try (ModelChecks checks = checks()) {
      checks.versionIsComplete();
    }
  }

  @Test
  default void schema_is_the_same_at_every_call() {
    try (ModelChecks checks = checks()) {
      checks.schemaIsStable();
    }
  }

  @Test
  default void prior_is_a_share() {
    try (ModelChecks checks = checks()) {
      checks.priorIsAShare();
    }
  }

  @Test
  default void assesses_a_vector_of_which_nothing_is_known() {
    try (ModelChecks checks = checks()) {
      checks.assessesNothingKnown();
    }
  }

  @Test
  default void assesses_extreme_values() {
    try (ModelChecks checks = checks()) {
      checks.assessesExtremes();
    }
  }

  @Test
  default void assesses_random_values() {
    try (ModelChecks checks = checks()) {
      checks.assessesRandom();
    }
  }

  @Test
  default void assesses_alike_every_time() {
    try (ModelChecks checks = checks()) {
      checks.assessesAlike();
    }
  }

  @Test
  default void assesses_alike_on_64_threads() throws Exception {
    try (ModelChecks checks = checks()) {
      checks.assessesAlikeOnThreads();
    }
  }
}
