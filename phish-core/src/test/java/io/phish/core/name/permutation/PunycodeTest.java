package io.phish.core.name.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PunycodeTest {
  /** Of all lengths and scripts, and of characters that stay what they are. */
  private static final int[][] RANGES = {
    {'a', 'z'},
    {'0', '9'},
    {0xE0, 0xF6},
    {0x430, 0x44F},
    {0x5D0, 0x5EA},
    {0x4E00, 0x9FA5},
    {0xAC00, 0xD7A3},
    {0x20000, 0x2A6DF},
  };

  @Test
  void encodes_labels_as_icu_does() {
    IDNA icu = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);
    SplittableRandom random = new SplittableRandom(3492);
    int tooLong = 0;
    for (int i = 0; i < 20_000; i++) {
      int[] label = new int[1 + random.nextInt(Punycode.MAX_LABEL)];
      int[][] ranges = {RANGES[random.nextInt(2)], RANGES[random.nextInt(RANGES.length)]};
      int rate = 1 + random.nextInt(16);
      for (int k = 0; k < label.length; k++) {
        int[] range = ranges[random.nextInt(rate) == 0 ? 1 : 0];
        label[k] = random.nextInt(range[0], range[1] + 1);
      }
      String text = new String(label, 0, label.length);
      IDNA.Info info = new IDNA.Info();
      String expected = icu.labelToASCII(text, new StringBuilder(), info).toString();
      byte[] octets = new byte[3 + Punycode.MAX_LABEL];
      int end = Punycode.encode(label, 0, label.length, octets, 3);
      if (expected.length() > Punycode.MAX_LABEL) {
        tooLong++;
        assertThat(end).as(text).isEqualTo(-1);
      } else {
        assertThat(new String(octets, 3, end - 3, StandardCharsets.US_ASCII)).isEqualTo(expected);
      }
    }
    assertThat(tooLong).isBetween(1_000, 15_000);
  }
}
