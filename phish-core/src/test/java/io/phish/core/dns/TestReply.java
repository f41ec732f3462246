package io.phish.core.dns;

import java.time.Duration;

/** Something that a server sends. Immutable. */
public final class TestReply {
  private final byte[] wire;
  private final Duration delay;
  private final boolean elsewhere;
  private final int chunk;
  private final Duration pause;
  private final boolean closing;

  private TestReply(
      byte[] wire, Duration delay, boolean elsewhere, int chunk, Duration pause, boolean closing) {
    this.wire = wire;
    this.delay = delay;
    this.elsewhere = elsewhere;
    this.chunk = chunk;
    this.pause = pause;
    this.closing = closing;
  }

  /** At once. */
  public static TestReply of(byte[] wire) {
    return new TestReply(wire, Duration.ZERO, false, 0, Duration.ZERO, false);
  }

  /** Later. */
  public TestReply after(Duration time) {
    return new TestReply(wire, time, elsewhere, chunk, pause, closing);
  }

  /** From another port (UDP). */
  public TestReply fromElsewhere() {
    return new TestReply(wire, delay, true, chunk, pause, closing);
  }

  /** In drips of so many octets (TCP). */
  public TestReply dripping(int octets, Duration between) {
    return new TestReply(wire, delay, elsewhere, octets, between, closing);
  }

  /** And then nothing more on this connection (TCP). */
  public TestReply thenClose() {
    return new TestReply(wire, delay, elsewhere, chunk, pause, true);
  }

  byte[] wire() {
    return wire;
  }

  Duration delay() {
    return delay;
  }

  boolean elsewhere() {
    return elsewhere;
  }

  int chunk() {
    return chunk;
  }

  Duration pause() {
    return pause;
  }

  boolean closing() {
    return closing;
  }
}
