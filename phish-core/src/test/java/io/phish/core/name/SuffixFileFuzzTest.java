package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class SuffixFileFuzzTest {
  private static final byte[] BEGIN =
      "// ===BEGIN ICANN DOMAINS===\ncom\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END =
      "\n// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\n// ===END PRIVATE DOMAINS==="
          .getBytes(StandardCharsets.US_ASCII);

  @FuzzTest(maxDuration = "10m")
  void reads_lists(byte[] rules) {
    byte[] list = new byte[BEGIN.length + rules.length + END.length];
    System.arraycopy(BEGIN, 0, list, 0, BEGIN.length);
    System.arraycopy(rules, 0, list, BEGIN.length, rules.length);
    System.arraycopy(END, 0, list, BEGIN.length + rules.length, END.length);
    requireAnswers(rules);
    requireAnswers(list);
  }

  private static void requireAnswers(byte[] list) {
    PublicSuffixes suffixes;
    try {
      suffixes = PublicSuffixes.read(new ByteArrayInputStream(list));
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("public suffix list, line ");
      return;
    }
    for (String host :
        new String[] {"com", "a.com", "d.c.b.a.com", "a.city.kobe.jp", "localhost"}) {
      String suffix = suffixes.publicSuffix(host);
      String domain = suffixes.registrableDomain(host);
      assertThat(host).endsWith(suffix);
      assertThat(domain == null || (host.endsWith(domain) && domain.endsWith("." + suffix)))
          .isTrue();
    }
  }
}
