package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.EppStatus;

/** Takes the statuses out of a value such as {@code ok https://icann.org/epp#ok}. */
final class StatusText {
  private static final int MAX_LENGTH = 60;

  private StatusText() {}

  static void add(String part, Draft record) {
    String text = withoutRemark(part.strip());
    if (text.isEmpty()) {
      return;
    }
    String code = EppStatus.code(text);
    if (code != null) {
      record.addStatus(code);
      return;
    }
    boolean all = true;
    int codes = 0;
    for (String word : text.split("[ ;|]+", 24)) {
      String one = EppStatus.code(word);
      all &= one != null;
      if (one != null) {
        record.addStatus(one);
        codes++;
      }
    }
    if (codes == 0 && !all) {
      record.addStatus(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
    }
  }

  private static String withoutRemark(String text) {
    int end = text.length();
    for (String mark : new String[] {"http:", "https:", "(", " - "}) {
      int at = text.indexOf(mark);
      if (at >= 0 && at < end) {
        end = at;
      }
    }
    return text.substring(0, end).strip();
  }
}
