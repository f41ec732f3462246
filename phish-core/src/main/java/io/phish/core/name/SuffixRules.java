package io.phish.core.name;

import com.google.common.net.InternetDomainName;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the public suffix list (publicsuffix.org) as Guava carries them, so that there is
 * one copy of the list and an upgrade of Guava brings a newer one.
 *
 * <p>Guava's own question, {@link InternetDomainName}, takes 361 ns and 542 bytes per host (JDK 17,
 * one core), more than the rest of the parsing of a URL, and the trie behind it is in a package
 * that its module does not export. The rules are therefore read, once, from the string constants of
 * the class that holds them. {@link PublicSuffixes} checks the outcome against {@link
 * InternetDomainName} and asks that instead if a later Guava should keep them in another way.
 */
final class SuffixRules {
  /** Flags of a rule. */
  static final int EXACT = 1;

  static final int EXACT_PRIVATE = 2;
  static final int WILDCARD = 4;
  static final int WILDCARD_PRIVATE = 8;
  static final int EXCEPTION = 16;

  /** Takes one rule: the name without {@code *.} or {@code !}, and its flags. */
  interface Sink {
    void rule(String name, int flags);
  }

  private static final String HOLDER =
      "com/google/thirdparty/publicsuffix/PublicSuffixPatterns.class";
  private static final int CLASS_FILE_MAGIC = 0xCAFEBABE;
  private static final int MAX_DEPTH = 16;

  private final String labels;
  private final String nodes;

  private SuffixRules(String labels, String nodes) {
    this.labels = labels;
    this.nodes = nodes;
  }

  /**
   * Gives every ASCII rule to the sink; the list has each internationalised rule as A-labels, too.
   *
   * @throws IOException if the rules are not where and how they are expected
   */
  static void read(Sink sink) throws IOException {
    try (InputStream file = open()) {
      List<String> chunks = stringConstants(new DataInputStream(file));
      // Two sequences of chunks of one size, each ended by the first chunk that is shorter.
      int size = chunks.isEmpty() ? 0 : chunks.get(0).length();
      int split = 0;
      while (split < chunks.size() && chunks.get(split).length() == size) {
        split++;
      }
      if (split + 1 >= chunks.size()) {
        throw new IOException("the public suffixes in Guava are not in two sequences");
      }
      String labels = String.join("", chunks.subList(0, split + 1));
      String nodes = String.join("", chunks.subList(split + 1, chunks.size()));
      new SuffixRules(labels, nodes).walk(0, "", 0, sink);
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the public suffixes in Guava are not a trie as expected", e);
    }
  }

  private static InputStream open() throws IOException {
    // A class file is never encapsulated in its module, unlike the class.
    InputStream file = InternetDomainName.class.getModule().getResourceAsStream(HOLDER);
    if (file == null) {
      throw new IOException("no " + HOLDER + " beside " + InternetDomainName.class.getName());
    }
    return file;
  }

  /** The string constants of a class file (JVMS 4.4) in the order of the constant pool. */
  private static List<String> stringConstants(DataInputStream in) throws IOException {
    if (in.readInt() != CLASS_FILE_MAGIC) {
      throw new IOException(HOLDER + " is not a class file");
    }
    in.readInt();
    int count = in.readUnsignedShort();
    String[] utf8 = new String[count];
    List<Integer> strings = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> utf8[i] = in.readUTF();
        case 8 -> strings.add(in.readUnsignedShort());
        case 7, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("constant of kind " + tag + " in " + HOLDER);
      }
    }
    List<String> constants = new ArrayList<>(strings.size());
    for (int index : strings) {
      constants.add(utf8[index]);
    }
    return constants;
  }

  /**
   * A node is three characters: where its label stands, where its children start, and their number
   * (11 bits), an exception bit and the sections (1 ICANN, 2 private) of {@code *.name} and {@code
   * name}. A label is its length and that many characters.
   */
  private void walk(int node, String name, int depth, Sink sink) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("the public suffixes in Guava are nested too deep");
    }
    int children = nodes.charAt(3 * node + 1);
    int bits = nodes.charAt(3 * node + 2);
    int flags =
        sectionFlags(bits >> 14 & 3, EXACT, EXACT_PRIVATE)
            | sectionFlags(bits >> 12 & 3, WILDCARD, WILDCARD_PRIVATE)
            | ((bits >> 11 & 1) == 0 ? 0 : EXCEPTION);
    if (flags != 0 && depth > 0 && isAscii(name)) {
      sink.rule(name, flags);
    }
    for (int child = children; child < children + (bits & 0x7FF); child++) {
      int label = nodes.charAt(3 * child);
      String text = labels.substring(label + 1, label + 1 + labels.charAt(label));
      walk(child, depth == 0 ? text : text + '.' + name, depth + 1, sink);
    }
  }

  private static int sectionFlags(int section, int listed, int inPrivate) {
    return switch (section) {
      case 1 -> listed;
      case 2 -> listed | inPrivate;
      default -> 0;
    };
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
