package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.InvalidSubjectException;
import java.util.List;

/** Fuzzing of names; see {@code UrlFuzzTest} for how to run it. */
class ResemblanceFuzzTest {
  private static final ResemblanceIndex INDEX =
      ResemblanceIndex.of(
          List.of(
              ProtectedName.of("paypal.com", NameKind.DOMAIN, 1),
              ProtectedName.of("four-seasons.co.uk", NameKind.DOMAIN, 2),
              ProtectedName.of("microsoft", NameKind.LABEL, 3),
              ProtectedName.of("@azure/core-xml", NameKind.PACKAGE, 1),
              ProtectedName.of("body-parser", NameKind.PACKAGE, 2)));

  @FuzzTest(maxDuration = "2m")
  void finds(FuzzedDataProvider data) {
    NameKind kind = data.pickValue(NameKind.values());
    String name = data.consumeRemainingAsString();
    NameQuery query = new NameQuery(name, kind, null, null);
    List<Resemblance> hits;
    try {
      hits = INDEX.find(query);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.offset()).isBetween(0, name.length());
      return;
    }
    assertThat(hits).isEqualTo(INDEX.scan(query));
    for (Resemblance hit : hits) {
      assertThat(hit.score()).isBetween(0.0, 1.0);
      assertThat(hit.explanation()).contains(hit.target().name());
      int length = hit.name().length();
      int targetLength = hit.target().name().length();
      for (Difference difference : hit.differences()) {
        assertThat(difference.from()).isBetween(0, difference.to());
        assertThat(difference.to()).isLessThanOrEqualTo(length);
        assertThat(difference.targetFrom()).isBetween(0, difference.targetTo());
        assertThat(difference.targetTo()).isLessThanOrEqualTo(targetLength);
      }
    }
  }
}
