package io.phish.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay free while nobody listens on them: they are below those that systems give to
 * whoever connects or asks for any, and a locked file keeps this JVM's from other runs of these
 * tests. The system lets go of the locks when the JVM ends.
 */
final class Ports {
  /** How much higher the port is on which the node of a cluster talks with others. */
  private static final int CLUSTER_BUS = 10_000;

  private static final int FIRST = 12_000;
  private static final int LAST = FIRST + CLUSTER_BUS;
  private static final Queue<FileChannel> CLAIMS = new ConcurrentLinkedQueue<>();

  private Ports() {}

  /** A port that is this JVM's own until it ends, as is the one of a cluster node's talk. */
  static int claim() {
    try {
      Path claims =
          Files.createDirectories(
              Path.of(System.getProperty("java.io.tmpdir"), "phish-test-ports"));
      while (true) {
        int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
        if (isFree(port) && isFree(port + CLUSTER_BUS) && isClaimed(claims.resolve("" + port))) {
          return port;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClaimed(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        CLAIMS.add(channel);
        return true;
      }
    } catch (OverlappingFileLockException e) {
      // Closing the channel would let go of this JVM's lock on some systems.
      CLAIMS.add(channel);
      return false;
    }
    channel.close();
    return false;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
