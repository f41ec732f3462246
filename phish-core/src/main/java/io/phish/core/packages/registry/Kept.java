package io.phish.core.packages.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reply that may be used again.
 *
 * @param reply with status 200
 * @param etag to ask by whether it has changed, null if there was none
 * @param freshUntil until when there is no need to ask
 */
record Kept(Reply reply, @Nullable String etag, Instant freshUntil) {
  private static final int FORMAT = 1;

  boolean isFresh(Instant now) {
    return now.isBefore(freshUntil);
  }

  Kept until(Instant newFreshUntil) {
    return new Kept(reply, etag, newFreshUntil);
  }

  /** What it weighs in memory, roughly. */
  int weight() {
    return reply.body().length + 512;
  }

  /** As octets for a store. */
  byte[] encode() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(weight());
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeByte(FORMAT);
      out.writeLong(freshUntil.toEpochMilli());
      write(out, etag);
      write(out, reply.lastModified());
      out.writeUTF(reply.source().toString());
      out.writeUTF(reply.type());
      out.writeUTF(reply.coding());
      out.writeInt(reply.body().length);
      out.write(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  /** Reads what {@link #encode} wrote; null for anything else that a store may hold. */
  static @Nullable Kept decode(byte[] octets) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      if (in.readByte() != FORMAT) {
        return null;
      }
      Instant freshUntil = Instant.ofEpochMilli(in.readLong());
      String etag = in.readBoolean() ? in.readUTF() : null;
      String lastModified = in.readBoolean() ? in.readUTF() : null;
      URI source = URI.create(in.readUTF());
      String type = in.readUTF();
      String coding = in.readUTF();
      int length = in.readInt();
      if (length != in.available()) {
        return null;
      }
      byte[] body = in.readAllBytes();
      return new Kept(new Reply(source, 200, type, coding, lastModified, body), etag, freshUntil);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
