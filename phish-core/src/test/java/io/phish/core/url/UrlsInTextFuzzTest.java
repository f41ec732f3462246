package io.phish.core.url;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Fuzzing of the search for URLs; see {@link UrlFuzzTest} for how to run it. */
class UrlsInTextFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void finds(FuzzedDataProvider data) {
    UrlsInTextPropertyTest.requireSound(data.consumeRemainingAsString());
  }
}
