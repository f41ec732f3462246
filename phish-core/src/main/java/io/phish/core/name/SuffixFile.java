package io.phish.core.name;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of the public suffix list as github.com/publicsuffix/list/wiki/Format has it: one
 * rule a line up to the first white space, {@code //} before comments, and two sections that
 * comments begin and end. Used for one list.
 */
final class SuffixFile {
  /** In octets: the list has 0.3 million of them. */
  static final int MAX_LENGTH = 8 << 20;

  private static final int MAX_RULE_LENGTH = 253;
  private static final String BEGIN = "// ===BEGIN ";
  private static final String END = "// ===END ";

  /** Where a rule stands. */
  private enum Section {
    ICANN("ICANN DOMAINS==="),
    PRIVATE("PRIVATE DOMAINS===");

    final String title;

    Section(String title) {
      this.title = title;
    }
  }

  private final Map<String, Integer> rules = new LinkedHashMap<>(1 << 14);
  private @Nullable Section section;
  private boolean hasIcann;
  private boolean hasPrivate;
  private int line;

  private SuffixFile() {}

  /**
   * The table of a list.
   *
   * @throws IOException if the list cannot be read, is cut off or is none; the message has the line
   */
  static SuffixTable read(InputStream in) throws IOException {
    byte[] octets = in.readNBytes(MAX_LENGTH + 1);
    SuffixFile file = new SuffixFile();
    if (octets.length > MAX_LENGTH) {
      throw new IOException("public suffix list has more than " + MAX_LENGTH + " octets");
    }
    int start = 0;
    for (int i = 0; i <= octets.length; i++) {
      if (i == octets.length || octets[i] == '\n') {
        file.line++;
        file.line(octets, start, i);
        start = i + 1;
      }
    }
    return file.table();
  }

  private SuffixTable table() throws IOException {
    if (section != null) {
      throw malformed("ends within the section '" + section.title + "': the file is cut off");
    }
    if (!hasIcann) {
      throw malformed("has no rule between '" + BEGIN + Section.ICANN.title + "' and its end");
    }
    if (!hasPrivate) {
      throw malformed("comes without '" + BEGIN + Section.PRIVATE.title + "': the file is cut off");
    }
    SuffixTable.Builder table = new SuffixTable.Builder();
    rules.forEach(table::add);
    return table.build();
  }

  private void line(byte[] octets, int from, int to) throws IOException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets, from, to - from))
              .toString();
    } catch (CharacterCodingException e) {
      throw malformed("is not UTF-8");
    }
    if (line == 1 && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    text = text.strip();
    if (text.startsWith("//")) {
      marker(text);
    } else if (!text.isEmpty()) {
      rule(text.substring(0, wordEnd(text)));
    }
  }

  private static int wordEnd(String text) {
    int i = 0;
    while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private void marker(String comment) throws IOException {
    boolean begins = comment.startsWith(BEGIN);
    if (!begins && !comment.startsWith(END)) {
      return;
    }
    String title = comment.substring(begins ? BEGIN.length() : END.length());
    for (Section named : Section.values()) {
      if (named.title.equals(title)) {
        if (section != (begins ? null : named)) {
          throw malformed("begins or ends a section out of turn");
        }
        section = begins ? named : null;
        hasPrivate |= named == Section.PRIVATE;
        return;
      }
    }
    throw malformed("names a section that is neither ICANN nor PRIVATE");
  }

  private void rule(String text) throws IOException {
    if (section == null) {
      throw malformed("has a rule outside the two sections");
    }
    boolean isPrivate = section == Section.PRIVATE;
    hasIcann |= !isPrivate;
    if (text.startsWith("!")) {
      if (text.indexOf('.') < 0) {
        throw malformed("has an exception of one label, which leaves no suffix");
      }
      add(text.substring(1), SuffixRules.EXCEPTION, 0);
    } else if (text.startsWith("*.")) {
      add(text.substring(2), SuffixRules.WILDCARD, isPrivate ? SuffixRules.WILDCARD_PRIVATE : 0);
    } else if (!text.equals("*")) { // which is what is done without it
      add(text, SuffixRules.EXACT, isPrivate ? SuffixRules.EXACT_PRIVATE : 0);
    }
  }

  private void add(String name, int kind, int privately) throws IOException {
    String ascii = name.length() > MAX_RULE_LENGTH ? null : Idn.toAscii(name);
    if (ascii == null || !isName(ascii)) {
      throw malformed("has a rule that is no domain name; '*' may only be its first label");
    }
    int known = rules.getOrDefault(ascii, 0);
    // A registry's own rule counts, whichever section says the same again.
    rules.put(ascii, (known & kind) != 0 ? known : known | kind | privately);
  }

  private static boolean isName(String ascii) {
    char before = '.';
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      boolean ldh = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (!ldh && (c != '.' || before == '.')) {
        return false;
      }
      before = c;
    }
    return before != '.' && ascii.length() <= MAX_RULE_LENGTH;
  }

  private IOException malformed(String what) {
    return new IOException("public suffix list, line " + line + ": " + what);
  }
}
