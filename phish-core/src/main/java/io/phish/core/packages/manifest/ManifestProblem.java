package io.phish.core.packages.manifest;

import java.util.Objects;

/**
 * Something in a file that could not be read. What stands before it was read, and mostly what
 * stands behind it.
 *
 * @param file as it is to be shown, relative to where the scan began
 * @param line from 1; 0 if it is about the file as a whole
 * @param message a sentence for people; may quote the file
 */
public record ManifestProblem(Code code, String file, int line, String message) {

  /** Checks for nulls. */
  public ManifestProblem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(message, "message");
  }

  /** {@code file:line: message}. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + message;
  }

  /** What kind of problem it is. */
  public enum Code {
    /** There is no such file, it is no regular file, or reading it failed. */
    UNREADABLE("unreadable"),
    /** Neither the name of the file nor its content is that of a manifest. */
    UNKNOWN_FORMAT("unknown-format"),
    /** The file, or one string in it, is longer than the limit. */
    TOO_LARGE("too-large"),
    /** It unpacks to more than the limit, or to suspiciously more than it is. */
    COMPRESSION_BOMB("compression-bomb"),
    /** It is not text in the encoding it should have, or has NUL characters. */
    ENCODING("encoding"),
    /** It breaks the rules of its format, or ends too early. */
    SYNTAX("syntax"),
    /** It is nested more deeply than the limit. */
    TOO_DEEP("too-deep"),
    /** It has more values or names more packages than the limit. */
    TOO_MANY("too-many"),
    /** It declares a document type, or entities that would have to be expanded. */
    ENTITY("xml-entity"),
    /** It has aliases, which no tool writes and which can grow without bound. */
    ALIAS("yaml-alias"),
    /** It includes itself, perhaps by way of others. */
    INCLUDE_LOOP("include-loop"),
    /** It names a file outside the folder that is scanned, or one that would have to be fetched. */
    OUTSIDE_ROOT("outside-root"),
    /** A package is named in a way that no ecosystem allows. */
    BAD_NAME("bad-name"),
    /** A name has a property whose value stands in another file. */
    UNRESOLVED("unresolved");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** For machines, in lower-case kebab form. */
    public String id() {
      return id;
    }
  }
}
