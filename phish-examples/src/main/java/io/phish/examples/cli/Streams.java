package io.phish.examples.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out standard output, throwing what goes wrong
 * @param err standard error, flushed at the end of each line
 * @param charset of text for people; JSON is always UTF-8
 * @param colour whether text for people is coloured
 * @param interactive whether a person watches standard error
 */
record Streams(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    Charset charset,
    boolean colour,
    boolean interactive) {

  Ansi ansi() {
    return colour ? Ansi.ON : Ansi.OFF;
  }

  /** Text to standard output; the caller flushes it. */
  PrintWriter printer() {
    return new PrintWriter(new OutputStreamWriter(out, charset), false);
  }
}
