package io.phish.core.url;

import io.phish.core.name.NameHash;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What pieces of paths and queries say, found by hash without a string. Immutable. */
final class Vocabulary {
  /** What sites have for their visitors. */
  static final int CONTENT = 1;

  /** A parameter that holds the address to go on to. */
  static final int REDIRECT = 2;

  /** A parameter, or its first word, that says where a visitor came from. */
  static final int TRACKING = 4;

  /** The default file of a folder, without its extension. */
  static final int INDEX = 8;

  /** Extensions of files. */
  static final int SCRIPT = 16;

  static final int PAGE = 32;
  static final int PROGRAM = 64;
  static final int DOCUMENT = 128;
  static final int EXTENSION = SCRIPT | PAGE | PROGRAM | DOCUMENT;

  /** No piece is longer. */
  static final int MAX_LENGTH = 20;

  private final long[] hashes;
  private final byte[] bits;

  Vocabulary(Collection<String> content, Collection<String> redirect, Collection<String> tracking) {
    Map<String, Integer> pieces = new HashMap<>();
    put(pieces, CONTENT, content);
    put(pieces, REDIRECT, redirect);
    put(pieces, TRACKING, tracking);
    put(pieces, INDEX, List.of("index", "default", "home", "main"));
    put(
        pieces,
        SCRIPT,
        words("php php3 php4 php5 php7 phtml asp aspx ashx jsp jspx cgi pl do action cfm"));
    put(pieces, PAGE, words("html htm shtml xhtml"));
    put(
        pieces,
        PROGRAM,
        words(
            "exe msi dll scr bat cmd ps1 vbs js jar apk ipa dmg pkg deb rpm zip rar 7z gz tgz tar"
                + " iso img lnk hta chm"));
    put(
        pieces,
        DOCUMENT,
        words(
            "pdf doc docx xls xlsx ppt pptx odt rtf txt csv xml json jpg jpeg png gif svg webp ico"
                + " mp3 mp4 avi mov rss atom epub"));
    hashes = new long[Integer.highestOneBit(pieces.size()) * 4];
    bits = new byte[hashes.length];
    pieces.forEach(
        (piece, bit) -> {
          long hash = NameHash.of(piece);
          int slot = (int) hash & hashes.length - 1;
          while (hashes[slot] != 0) {
            slot = slot + 1 & hashes.length - 1;
          }
          hashes[slot] = hash;
          bits[slot] = (byte) (int) bit;
        });
  }

  private static List<String> words(String words) {
    return List.of(words.split(" ", -1));
  }

  private static void put(Map<String, Integer> pieces, int bit, Collection<String> words) {
    for (String word : words) {
      pieces.merge(word, bit, (a, b) -> a | b);
    }
  }

  /** The bits of the piece of this {@link NameHash} in lower case, 0 if it is none. */
  int get(long hash) {
    for (int slot = (int) hash & hashes.length - 1;
        hashes[slot] != 0;
        slot = slot + 1 & hashes.length - 1) {
      if (hashes[slot] == hash) {
        return bits[slot] & 0xFF;
      }
    }
    return 0;
  }
}
