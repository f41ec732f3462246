package io.phish.core.dns.transport;

import java.security.SecureRandom;

/**
 * Numbers that nobody can foretell, for ids, ports, case and cookies (RFC 5452, section 9.2), drawn
 * in batches because a secure generator is slow to call and quick per octet. Of one thread.
 */
final class RandomSource {
  private static final int BATCH = 4_096;

  private final SecureRandom random = new SecureRandom();
  private final byte[] octets = new byte[BATCH];
  private int next = BATCH;

  int nextByte() {
    if (next == BATCH) {
      random.nextBytes(octets);
      next = 0;
    }
    int octet = octets[next] & 0xFF;
    octets[next++] = 0;
    return octet;
  }

  /** 16 bits. */
  int nextId() {
    return nextByte() << 8 | nextByte();
  }

  /** 0 up to but without the bound, at most 2^16; the bias of the remainder is below 2^-8. */
  int below(int bound) {
    return (nextByte() << 16 | nextId()) % bound;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) nextByte();
    }
    return bytes;
  }

  /** The name with the case of each letter left to chance (draft-vixie-dnsext-dns0x20). */
  byte[] mixedCase(byte[] name) {
    byte[] mixed = name.clone();
    int bits = 0;
    for (int i = 0; i < mixed.length; i++) {
      int lower = mixed[i] | 0x20;
      // A length octet is at most 63 and no letter.
      if (lower >= 'a' && lower <= 'z' && mixed[i] >= 'A') {
        bits = bits <= 1 ? 0x100 | nextByte() : bits;
        mixed[i] = (byte) ((bits & 1) == 0 ? lower : lower & ~0x20);
        bits >>= 1;
      }
    }
    return mixed;
  }
}
