package io.phish.core.monitor;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a {@link MonitorState} between runs: a line of JSON that says what it is, one
 * for each name, and one that says how many there were. Whoever has it open is alone with it, as a
 * lock on a file beside it ({@code .lock}) keeps others out until it is closed or the process ends.
 *
 * <p>A state is written beside the old one and takes its place at once: what is there is always one
 * or the other, whole. What cannot be read is never written over. For one thread.
 */
public final class StateFile implements AutoCloseable {
  /** In octets; no state that was written is longer. */
  public static final long MAX_LENGTH = 256L << 20;

  private final Path file;
  private final FileChannel lockFile;

  private StateFile(Path file, FileChannel lockFile) {
    this.file = file;
    this.lockFile = lockFile;
  }

  /**
   * Opens a file, which need not exist as yet; its directory must.
   *
   * @throws StateFileException if somebody else has it open
   * @throws IOException if the directory cannot be written to
   */
  public static StateFile open(Path path) throws IOException {
    // Through links: it is the file that is replaced, not the link.
    Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    FileChannel lockFile =
        FileChannel.open(
            beside(file, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(lockFile) == null) {
      lockFile.close();
      throw new StateFileException(
          file, 1, "another run has this state open; wait for it to end, or use another file");
    }
    return new StateFile(file, lockFile);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // in this process
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /**
   * Reads the state.
   *
   * @param name whose lookalikes it is to hold, in A-labels and lower case
   * @return an empty one if there is no file
   * @throws StateFileException if it is cut off, of another name, of a later version or no state
   * @throws IOException if it cannot be read
   */
  public MonitorState read(String name) throws IOException {
    if (!Files.exists(file)) {
      return MonitorState.empty(name);
    }
    if (Files.size(file) > MAX_LENGTH) {
      throw new StateFileException(file, 1, "file has more than " + MAX_LENGTH + " octets");
    }
    int number = 0;
    try (InputStream in = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
      List<Lookalike> lookalikes = new ArrayList<>();
      StateLines.Head head = null;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (head == null) {
          head = StateLines.head(line);
          check(head, name);
        } else if (StateLines.isEnd(line)) {
          if (StateLines.end(line) != lookalikes.size() || reader.readLine() != null) {
            throw wrong(number, "end of the state is not where it should be");
          }
          return MonitorState.of(name, head.at(), lookalikes);
        } else if (lookalikes.size() == MonitorState.MAX_NAMES) {
          throw wrong(number, "state has more than " + MonitorState.MAX_NAMES + " names");
        } else {
          lookalikes.add(StateLines.lookalike(line));
        }
      }
      throw wrong(
          number + 1,
          head == null ? "file is empty; delete it to begin anew" : "state is cut off here");
    } catch (CharacterCodingException e) {
      throw wrong(number + 1, "file is not in UTF-8");
    } catch (StateLines.BadLineException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      return MonitorState.empty(name);
    }
  }

  private void check(StateLines.Head head, String name) throws StateFileException {
    if (head.version() != StateLines.VERSION) {
      throw wrong(
          1,
          "state is of version "
              + head.version()
              + ", this program knows "
              + StateLines.VERSION
              + "; use another file");
    }
    if (!head.name().equals(name)) {
      throw wrong(1, "state is of the lookalikes of " + head.name() + ", not of " + name);
    }
  }

  private StateFileException wrong(int line, String message) {
    return new StateFileException(file, line, message);
  }

  /**
   * Puts a state in the place of the one that is there.
   *
   * @throws StateFileException if it has more names than a file may hold
   * @throws IOException if it cannot be written; the old one is there as it was
   */
  public void write(MonitorState state) throws IOException {
    if (state.lookalikes().size() > MonitorState.MAX_NAMES) {
      throw wrong(1, "state has more than " + MonitorState.MAX_NAMES + " names to be written");
    }
    Path fresh = beside(file, ".new");
    try {
      try (FileChannel channel =
              FileChannel.open(
                  fresh,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING);
          BufferedWriter out =
              new BufferedWriter(
                  new OutputStreamWriter(
                      Channels.newOutputStream(channel), StandardCharsets.UTF_8))) {
        out.write(StateLines.head(state));
        for (Lookalike lookalike : state.lookalikes().values()) {
          out.write(StateLines.lookalike(lookalike));
        }
        out.write(StateLines.end(state));
        out.flush();
        channel.force(true);
      }
      move(fresh);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Lets others have the file. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
