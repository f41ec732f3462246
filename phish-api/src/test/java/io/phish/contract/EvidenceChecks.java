package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.phish.spi.CanonicalForm;
import io.phish.spi.Contribution;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.util.List;
import java.util.Objects;

/** What an extractor points at, for every feature of one subject. */
record EvidenceChecks<S extends Subject>(
    LookUps<S> lookUps, S subject, CanonicalForm form, Observation observation) {

  void all() throws Exception {
    lookUps.crew.run(
        "evidence, for every feature of " + subject.display() + ",",
        lookUps.limit,
        () -> {
          for (int i = 0; i < observation.features().size(); i++) {
            check(i);
          }
        });
  }

  private void check(int feature) {
    Contribution<S> contribution = new Contribution<>(subject, form, observation, feature);
    List<String> evidence = evidence(contribution);
    assertEquals(evidence, evidence(contribution), () -> what(contribution) + " asked again");
  }

  private List<String> evidence(Contribution<S> contribution) {
    List<String> evidence;
    try {
      evidence = lookUps.extractor.evidence(contribution);
    } catch (RuntimeException | StackOverflowError e) {
      return fail(what(contribution) + " threw", e);
    }
    if (evidence == null || evidence.stream().anyMatch(Objects::isNull)) {
      return fail(what(contribution) + " is null or has a null: " + evidence);
    }
    return evidence;
  }

  private String what(Contribution<S> contribution) {
    String name = observation.features().schema().feature(contribution.feature()).name();
    return "evidence for " + name + " of " + subject.display();
  }
}
