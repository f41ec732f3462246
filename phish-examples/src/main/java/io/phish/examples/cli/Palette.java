package io.phish.examples.cli;

import io.phish.Label;

/** Colours of a terminal (ECMA-48, select graphic rendition), or none. */
record Palette(boolean colour) {

  String label(Label label, String text) {
    return switch (label) {
      case PHISHING -> paint("1;31", text);
      case SUSPICIOUS -> paint("1;33", text);
      case BENIGN -> paint("1;32", text);
      case UNKNOWN -> paint("1;35", text);
    };
  }

  String error(String text) {
    return paint("31", text);
  }

  /** What moves a verdict towards phishing, or away from it. */
  String weight(double weight, String text) {
    return paint(weight < 0 ? "32" : "31", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
  }
}
