package io.phish.core.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class ReplyFuzzTest {
  private static final byte[] NAME = Asking.www().getQuestion().getName().toWire();

  @FuzzTest(maxDuration = "10m")
  void looks_at_replies(byte[] records) {
    byte[] head = Asking.www().toWire();
    byte[] wire = java.util.Arrays.copyOf(head, head.length + records.length);
    System.arraycopy(records, 0, wire, head.length, records.length);
    wire[2] = (byte) 0x81;
    wire[7] = (byte) (records.length > 0 ? records[0] & 3 : 0);
    wire[11] = (byte) (records.length > 1 ? records[1] & 3 : 0);
    look(wire);
    look(records);
  }

  private static void look(byte[] wire) {
    ByteBuffer in = ByteBuffer.wrap(wire);
    if (!ReplyScan.isReply(in)
        || ReplyScan.question(in, NAME, Type.A, DClass.IN) != ReplyScan.Question.SAME) {
      return;
    }
    ReplyScan scan = new ReplyScan();
    boolean readable = scan.records(in, 12 + NAME.length + 4);
    assertThat(in.position()).isZero();
    Message message;
    try {
      message = new Message(wire);
    } catch (IOException | RuntimeException e) {
      return;
    }
    // What is refused is nothing that could have been read.
    assertThat(readable || ReplyScan.isTruncated(in)).as("%s", message).isTrue();
  }
}
