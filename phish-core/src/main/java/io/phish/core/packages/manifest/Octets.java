package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What is in files, within limits. */
final class Octets {
  /** Below it the ratio does not count: a file of spaces does no harm. */
  private static final int FREE = 1 << 20;

  private Octets() {}

  /** Reads and unpacks a file; null if there is nothing to be read. */
  static byte @Nullable [] read(Path file, ManifestLimits limits, Findings out) {
    // A pipe or a device may block for ever.
    if (!Files.isRegularFile(file)) {
      out.problem(
          Code.UNREADABLE, 0, Files.isDirectory(file) ? "is a folder" : "is no regular file");
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(limits.fileSize());
      if (octets.length == limits.fileSize() && in.read() >= 0) {
        out.problem(
            Code.TOO_LARGE,
            0,
            "has more than " + limits.fileSize() + " octets; the rest is skipped");
      }
      return unpack(octets, limits, out);
    } catch (IOException | SecurityException e) {
      out.problem(Code.UNREADABLE, 0, "cannot be read: " + why(e));
      return null;
    }
  }

  /** The octets, unpacked if they are packed by gzip; empty if they are a bomb. */
  static byte[] unpack(byte[] octets, ManifestLimits limits, Findings out) {
    if (octets.length > 3 && octets[0] == 'P' && octets[1] == 'K' && octets[2] == 3) {
      out.problem(Code.UNKNOWN_FORMAT, 0, "is a ZIP archive; unpack it and scan what is in it");
      return new byte[0];
    }
    boolean packed = octets.length > 1 && (octets[0] & 0xFF) == 0x1F && (octets[1] & 0xFF) == 0x8B;
    return packed ? gunzip(octets, limits, out) : octets;
  }

  private static byte[] gunzip(byte[] packed, ManifestLimits limits, Findings out) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.min(FREE, 8 * packed.length));
    long allowed =
        Math.min(limits.fileSize(), Math.max(FREE, (long) packed.length * limits.ratio()));
    byte[] piece = new byte[1 << 14];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        if (all.size() + count > allowed) {
          out.problem(
              Code.COMPRESSION_BOMB,
              0,
              packed.length + " octets unpack to more than " + allowed + "; none of it is read");
          return new byte[0];
        }
        all.write(piece, 0, count);
      }
    } catch (EOFException e) {
      out.problem(Code.SYNTAX, 0, "the packed file ends too early");
    } catch (IOException e) {
      out.problem(Code.SYNTAX, 0, "cannot be unpacked: " + why(e));
    }
    return all.toByteArray();
  }

  /** What went wrong with a file, without its name. */
  static String why(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e.getClass().getSimpleName();
  }
}
