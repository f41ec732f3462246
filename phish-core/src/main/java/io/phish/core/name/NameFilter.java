package io.phish.core.name;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;

/**
 * A set of names in little more than two bytes each. What is in it is always found; something else
 * is found with a probability of at most 2⁻¹⁵, as a bucket holds two fingerprints of 16 bits on
 * average. Immutable.
 */
public final class NameFilter {
  private static final int MAGIC = 0x50684E46; // PhNF
  private static final int MAX_BUCKET_BITS = 24;

  private final int shift;
  private final int[] starts;
  private final char[] fingerprints;

  /** By bucket, which last five bits its fingerprints have: one look tells most of the rest. */
  private final int[] masks;

  private NameFilter(int bucketBits, int[] starts, char[] fingerprints) {
    this.shift = Long.SIZE - bucketBits;
    this.starts = starts;
    this.fingerprints = fingerprints;
    this.masks = new int[starts.length - 1];
    for (int bucket = 0; bucket < masks.length; bucket++) {
      for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
        masks[bucket] |= 1 << (fingerprints[i] & 31);
      }
    }
  }

  /** A filter of these names. */
  public static NameFilter of(Collection<String> names) {
    long[] hashes = names.stream().mapToLong(NameHash::of).distinct().toArray();
    int bits = 1;
    while (hashes.length > 2 << bits) {
      bits++;
    }
    // Sorted by bucket, which is the upper end of the hash, and then by fingerprint.
    int shift = Long.SIZE - bits;
    long[] keys = new long[hashes.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (hashes[i] >>> shift) << Character.SIZE | (hashes[i] & 0xFFFF);
    }
    Arrays.sort(keys);
    int[] starts = new int[(1 << bits) + 1];
    char[] fingerprints = new char[keys.length];
    for (int i = 0; i < keys.length; i++) {
      starts[(int) (keys[i] >>> Character.SIZE) + 1]++;
      fingerprints[i] = (char) keys[i];
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    return new NameFilter(bits, starts, fingerprints);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else, or cut short
   */
  public static NameFilter read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new IOException("not a name filter");
    }
    int bits = data.readUnsignedByte();
    if (bits < 1 || bits > MAX_BUCKET_BITS) {
      throw new IOException("name filter with " + bits + " bucket bits");
    }
    int[] starts = new int[(1 << bits) + 1];
    byte[] sizes = in.readNBytes(1 << bits);
    if (sizes.length < 1 << bits) {
      throw new IOException("name filter cut short");
    }
    for (int i = 0; i < sizes.length; i++) {
      starts[i + 1] = starts[i] + (sizes[i] & 0xFF);
    }
    byte[] octets = in.readNBytes(2 * starts[sizes.length]);
    char[] fingerprints = new char[starts[sizes.length]];
    if (octets.length < 2 * fingerprints.length) {
      throw new IOException("name filter cut short");
    }
    for (int i = 0; i < fingerprints.length; i++) {
      fingerprints[i] = (char) (octets[2 * i] << 8 | (octets[2 * i + 1] & 0xFF));
    }
    return new NameFilter(bits, starts, fingerprints);
  }

  /** Writes the filter. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeByte(Long.SIZE - shift);
    for (int i = 1; i < starts.length; i++) {
      data.writeByte(starts[i] - starts[i - 1]);
    }
    for (char fingerprint : fingerprints) {
      data.writeChar(fingerprint);
    }
    data.flush();
  }

  /** Whether the name of this {@link NameHash} is, in all likelihood, in the set. */
  public boolean contains(long hash) {
    int bucket = (int) (hash >>> shift);
    char fingerprint = (char) hash;
    if ((masks[bucket] >>> (fingerprint & 31) & 1) == 0) {
      return false;
    }
    for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
      if (fingerprints[i] == fingerprint) {
        return true;
      }
    }
    return false;
  }
}
