package io.phish.core.name.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.InvalidSubjectException;
import io.phish.core.name.display.IdnDisplay;
import io.phish.core.name.display.IdnDisplayPolicy;
import java.nio.charset.StandardCharsets;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class PermutationsFuzzTest {
  private static final IdnDisplayPolicy POLICY = IdnDisplayPolicy.standard();

  @FuzzTest(maxDuration = "10m")
  void permutes_names(byte[] octets) {
    String name = new String(octets, StandardCharsets.UTF_8);
    try {
      Permutations.of(name).stream()
          .limit(500)
          .forEach(
              found ->
                  assertThat(DomainName.parse(found.ascii()).unicode()).isEqualTo(found.unicode()));
    } catch (InvalidSubjectException e) {
      assertThat(e).hasMessageStartingWith("domain ");
    }
    IdnDisplay display = POLICY.judge(name);
    assertThat(display.isSafe()).isEqualTo(display.label() == null);
  }
}
