package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class DnsAnswersFuzzTest {
  private static final Name WWW = Name.fromConstantString("www.a.example.");
  private static final byte[] QUESTION = WWW.toWire();

  @FuzzTest(maxDuration = "10m")
  void makes_answers(byte[] rest) {
    byte[] wire = Arrays.copyOf(new byte[] {0, 1, (byte) 0x81, 0, 0, 1}, 16 + QUESTION.length);
    System.arraycopy(QUESTION, 0, wire, 12, QUESTION.length);
    wire[wire.length - 3] = Type.A;
    wire[wire.length - 1] = 1;
    int head = wire.length;
    wire = Arrays.copyOf(wire, head + rest.length);
    System.arraycopy(rest, 0, wire, head, rest.length);
    wire[7] = (byte) (rest.length > 0 ? rest[0] & 7 : 0);
    require(DnsAnswers.of(WWW, Type.A, wire));
    require(DnsAnswers.of(WWW, Type.A, rest));
  }

  private static void require(DnsAnswer answer) {
    Name end = answer.aliases().isEmpty() ? WWW : answer.aliases().get(answer.aliases().size() - 1);
    assertThat(answer.records())
        .allMatch(record -> record.getType() == Type.A && record.getName().equals(end));
    assertThat(answer.aliases()).doesNotHaveDuplicates().doesNotContain(WWW);
    assertThat(answer.aliases().size()).isLessThanOrEqualTo(DnsAnswers.MAX_ALIASES);
    assertThat(answer.records().isEmpty()).isNotEqualTo(answer.status() == DnsStatus.FOUND);
    assertThat(answer.ttl()).isBetween(0L, (long) Integer.MAX_VALUE);
  }
}
