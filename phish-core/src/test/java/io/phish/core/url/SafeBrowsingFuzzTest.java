package io.phish.core.url;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Fuzzing by Jazzer; {@link UrlFuzzTest} says how. */
class SafeBrowsingFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void canonicalizes(FuzzedDataProvider data) {
    String text =
        data.consumeBoolean()
            ? data.consumeRemainingAsString()
            : new String(data.consumeRemainingAsBytes(), StandardCharsets.ISO_8859_1);
    SafeBrowsingUrlTest.requirePromises(text);
    SafeBrowsingUrlTest.requirePromises("http://" + text);
  }
}
