package io.phish.core.packages.registry;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** From replies to what they say. */
final class Replies {
  private Replies() {}

  /** Makes sense of a reply. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads the body, or tells why it cannot be read. */
    T read(Reply reply) throws IOException;
  }

  /**
   * Reads a reply that has to be there.
   *
   * @param what should have come, in words
   */
  static <T> CompletableFuture<T> read(
      CompletableFuture<Reply> asked, String what, Reader<T> reader) {
    return asked.thenApply(
        reply -> {
          try {
            return reader.read(reply);
          } catch (RegistryException e) {
            throw new CompletionException(e);
          } catch (IOException e) {
            throw new CompletionException(
                new RegistryException(
                    Origin.of(reply.source())
                        + " answered "
                        + reply.status()
                        + " with what is no "
                        + what
                        + ": "
                        + e.getMessage(),
                    e));
          }
        });
  }

  /**
   * Reads a reply that says whether there is a package.
   *
   * @param reader of a reply with status 200
   */
  static CompletableFuture<RegistryAnswer> answer(
      CompletableFuture<Reply> asked, String what, Reader<RegistryAnswer> reader) {
    return read(
        asked,
        what,
        reply -> {
          if (reply.isAbsent()) {
            return new RegistryAnswer.Absent(reply.isGone());
          }
          requireFound(reply);
          return reader.read(reply);
        });
  }

  /**
   * Holds that there is something to read.
   *
   * @throws RegistryException unless its status is 200
   */
  static void requireFound(Reply reply) throws RegistryException {
    if (!reply.isFound()) {
      String hint =
          reply.status() == 401 || reply.status() == 403 ? ": it wants other credentials" : "";
      throw new RegistryException(Origin.of(reply.source()) + " answered " + reply.status() + hint);
    }
  }

  /** Reads a reply that may as well not be there, or make no sense. */
  static <T> CompletableFuture<Optional<T>> optional(
      CompletableFuture<Reply> asked, Reader<Optional<T>> reader) {
    return asked.handle(
        (reply, failure) -> {
          if (failure != null || !reply.isFound()) {
            return Optional.empty();
          }
          try {
            return reader.read(reply);
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }
}
