package io.phish.core.registration.rdap;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** As much of a server of HTTP/2 (RFC 9113) as it takes to answer without understanding. */
final class TestHttp2 {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PREFACE = 24;

  private TestHttp2() {}

  /**
   * Answers stream 1 and every later one until the client goes; {@code onRequest} for the later.
   */
  static void serve(InputStream input, OutputStream out, String body, Runnable onRequest)
      throws IOException {
    DataInputStream in = new DataInputStream(input);
    write(out, SETTINGS, 0, 0, new byte[0]);
    in.readFully(new byte[PREFACE]);
    answer(out, 1, body);
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & 0x7FFF_FFFF;
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (type == SETTINGS && (flags & ACK) == 0) {
        write(out, SETTINGS, ACK, 0, new byte[0]);
      } else if (type == PING && (flags & ACK) == 0) {
        write(out, PING, ACK, 0, payload);
      } else if (type == HEADERS) {
        onRequest.run();
        answer(out, stream, body);
      } else if (type == GOAWAY) {
        return;
      }
    }
  }

  private static void answer(OutputStream out, int stream, String body) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(0x88); // :status 200 of the static table
    literal(head, "content-type", RdapParser.MEDIA_TYPE);
    write(out, HEADERS, END_HEADERS, stream, head.toByteArray());
    write(out, DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A field that enters no table (RFC 7541, section 6.2.2), not in the code of Huffman. */
  private static void literal(ByteArrayOutputStream head, String name, String value) {
    head.write(0);
    for (String text : new String[] {name, value}) {
      head.write(text.length());
      head.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void write(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    byte[] frame = new byte[9 + payload.length];
    frame[0] = (byte) (payload.length >> 16);
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    for (int i = 0; i < 4; i++) {
      frame[5 + i] = (byte) (stream >> (24 - 8 * i));
    }
    System.arraycopy(payload, 0, frame, 9, payload.length);
    out.write(frame);
    out.flush();
  }
}
