package io.phish.core.registration.whois.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one reply once, from the first to the last, and knows at each what it is
 * about: by the heading above it, or by the first key of its paragraph.
 */
final class ReplyReader {
  private static final int MAX_HEADING = 70;
  private static final int SENTENCE_WORDS = 6;

  private final Words words;
  private final Dialect dialect;
  private final List<Line> lines;
  private final Outlook outlook;
  private final RecordWriter writer;

  private Section section = Section.DOMAIN;

  // Whether a heading named the part; if not, the first key of the paragraph did, if anything.
  private boolean headed;
  private boolean named;
  private int headingIndent;
  private int contentIndent;
  private boolean content;
  private boolean afterBlank = true;

  // Objects that begin like the first one, but name no domain, are about somebody else.
  private String firstKey = "";
  private boolean others;

  // The key whose value, or more of it, may be on the next line.
  private @Nullable Key open;
  private String openKey = "";
  private int openIndent;

  ReplyReader(List<Line> lines, Words words, Answers answers, Dialect dialect) {
    this.lines = lines;
    this.words = words;
    this.dialect = dialect;
    this.outlook = new Outlook(lines, words);
    this.writer = new RecordWriter(words, answers);
  }

  RecordWriter read() {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.isBlank()) {
        if (!line.comment() || !headed || content) {
          blank();
        }
      } else if (line.comment()) {
        comment(line);
      } else if (!line.text().startsWith(">>>")) {
        line(line, i);
        afterBlank = false;
      }
    }
    return writer;
  }

  private void blank() {
    afterBlank = true;
    writer.endParagraph();
    if (open != null && (content || !headed)) {
      open = null;
    }
    if (content && !headed) {
      leave();
    }
  }

  private void comment(Line line) {
    Section heading = line.isOpen() ? words.heading(line.key()) : null;
    if (heading != null) {
      enter(heading, line.indent(), line.key());
    }
  }

  private void line(Line line, int at) {
    leaveIfOver(line);
    if (continues(line)) {
      return;
    }
    if (line.hasKey() && keyed(line, at)) {
      return;
    }
    if (heading(line, at) || sentence(line)) {
      return;
    }
    open = null;
    plain(line);
  }

  /** A part ends where the text goes back to the left, or after a blank line. */
  private void leaveIfOver(Line line) {
    if (!headed || !content) {
      return;
    }
    boolean indented = contentIndent > headingIndent;
    if (indented ? line.indent() <= headingIndent : afterBlank) {
      leave();
    }
  }

  /** Nobody's contact data has an expiry, nameservers or, under a heading, a registrar. */
  private void leaveContact(Key key) {
    if (!headed
        || (section != Section.HOLDER && section != Section.CONTACT)
        || (content && contentIndent > headingIndent)) {
      return;
    }
    switch (key.field()) {
      case DOMAIN, EXPIRES, REGISTRAR, NAMESERVER -> leave();
      default -> {}
    }
  }

  private void leave() {
    section = Section.DOMAIN;
    headed = false;
    named = false;
    content = false;
  }

  private void enter(Section value, int indent, String heading) {
    section = others && value == Section.DOMAIN ? Section.CONTACT : value;
    headed = true;
    named = value == Section.DOMAIN && heading.startsWith("domain");
    headingIndent = indent;
    content = false;
    open = null;
  }

  private void addContent(Line line) {
    if (!content) {
      contentIndent = line.indent();
      content = true;
    }
  }

  /** A line that has the value of the key above it, or more of it. */
  private boolean continues(Line line) {
    Key key = open;
    if (key == null) {
      return false;
    }
    boolean more = line.indent() > openIndent || !content;
    switch (key.field()) {
      case NAMESERVER -> {
        if (more && !knows(line) && Hosts.first(line.text()) != null) {
          addContent(line);
          writer.nameservers(line.text());
          return true;
        }
      }
      case STATUS -> {
        if (more && writer.moreStatus(line.text())) {
          return true;
        }
      }
      case CREATED, UPDATED, EXPIRES -> {
        if (!openKey.isEmpty() && !knows(line)) {
          writer.date(key, openKey, line.text());
          open = null;
          return true;
        }
      }
      default -> {
        if (!openKey.isEmpty() && !line.hasKey()) {
          open = null;
          write(key, openKey, line.text());
          return true;
        }
      }
    }
    open = null;
    return false;
  }

  private boolean knows(Line line) {
    return line.hasKey() && find(line.key()) != null;
  }

  private boolean keyed(Line line, int at) {
    if (afterBlank && !headed) {
      paragraph(line, at);
    }
    String value = line.value().startsWith("!") ? "" : line.value();
    Key key = find(line);
    if (value.isEmpty()) {
      return open(line, key, at);
    }
    if (key == null) {
      key = section == Section.DOMAIN && !line.rawKey().startsWith(">") ? guess(line) : null;
    }
    if (key == null) {
      return false;
    }
    leaveContact(key);
    addContent(line);
    if (accepts(key)) {
      write(key, line.rawKey(), value);
    }
    open = key;
    openKey = "";
    openIndent = line.indent();
    return true;
  }

  /** A paragraph is about something else than the domain if its first key says so. */
  private void paragraph(Line line, int at) {
    if (firstKey.isEmpty()) {
      firstKey = line.key();
    } else if (line.key().equals(firstKey) && find(line) == null && !outlook.namesDomain(at)) {
      others = true;
    }
    Section object = words.object(line.key());
    if (object == Section.REGISTRAR && !outlook.aboutRegistrar(at)) {
      object = null;
    }
    if (object == Section.CONTACT && Outlook.isHolder(line.value())) {
      object = Section.HOLDER;
    }
    section = object == null ? Section.DOMAIN : object;
    if (others && section == Section.DOMAIN) {
      section = Section.CONTACT;
    }
  }

  private @Nullable Key find(Line line) {
    Key key = find(line.key());
    if (key != null || line.rawKey().indexOf('/') < 0) {
      return key;
    }
    // In two languages: "Data de registo / Creation Date".
    for (String part : line.rawKey().split("/", 4)) {
      key = find(KeyText.normalise(part, 0, part.length()));
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  private @Nullable Key find(String key) {
    if (key.isEmpty() || dialect.ignored().contains(key)) {
      return null;
    }
    Key own = dialect.keys().get(key);
    if (own != null) {
      return own;
    }
    if (section != Section.DOMAIN || named) {
      Key shared = words.sharedKey(key);
      if (shared != null) {
        return shared;
      }
    }
    Key common = words.key(key);
    return common == null && section == Section.DOMAIN ? afterRegistrar(key) : common;
  }

  /** What an unknown key means if its value looks like it. */
  private static @Nullable Key guess(Line line) {
    Key key = KeyWords.guess(line.key());
    if (key == null) {
      return null;
    }
    boolean fits =
        key.field() == Field.NAMESERVER
            ? Hosts.first(line.value()) != null
            : DateReader.read(line.value(), DateOrder.DAY) != null;
    return fits ? key : null;
  }

  /** An address of a web site in the part on the domain is that of the registrar. */
  private @Nullable Key afterRegistrar(String key) {
    Key shared = words.sharedKey(key);
    return shared != null && shared.field() == Field.URL ? shared : null;
  }

  private boolean accepts(Key key) {
    if (!key.shared() || section == Section.DOMAIN) {
      return true;
    }
    return switch (key.field()) {
      case ORGANIZATION, COUNTRY -> section == Section.HOLDER;
      case REGISTRAR -> section == Section.REGISTRAR;
      case NAME, ORG, URL, EMAIL, PHONE, HOST -> true;
      default -> false;
    };
  }

  /** A key without a value is a heading, or its value is on the next line. */
  private boolean open(Line line, @Nullable Key key, int at) {
    if (heading(line, at)) {
      if (key != null && key.field() == Field.REGISTRAR) {
        return true;
      }
      open = key;
      openKey = key == null || key.field() == Field.ORGANIZATION ? "" : line.rawKey();
      openIndent = line.indent();
      if (openKey.isEmpty() && key != null && key.field() != Field.NAMESERVER) {
        open = null;
      }
      return true;
    }
    if (key != null && accepts(key)) {
      open = key;
      openKey = line.rawKey();
      openIndent = line.indent();
    } else {
      open = null;
    }
    addContent(line);
    return true;
  }

  private boolean heading(Line line, int at) {
    if (line.text().length() > MAX_HEADING
        || !(line.value().isEmpty() || line.value().startsWith("!"))) {
      return false;
    }
    if (!line.hasKey() && !looksLikeHeading(line.text())) {
      return false;
    }
    String heading =
        line.hasKey() ? line.key() : KeyText.normalise(line.text(), 0, line.text().length());
    Section known = words.heading(heading);
    if (known != null && line.text().endsWith("]")) {
      enter(known, line.indent(), heading);
      return true;
    }
    if (known == null && line.hasKey()) {
      Key key = find(line);
      known =
          key != null && key.field() == Field.NAMESERVER
              ? Section.NAMESERVERS
              : HeadingWords.guess(heading);
      if (known == null || !outlook.opensBlock(line, at)) {
        return false;
      }
    } else if (known == null || (line.hasKey() && !outlook.isFollowed(line, at))) {
      return false;
    }
    enter(known, line.indent(), heading);
    return true;
  }

  /** Words at the end of a sentence that was broken into lines are none. */
  private static boolean looksLikeHeading(String text) {
    char last = text.charAt(text.length() - 1);
    return last != '.' && last != ',' && !Character.isLowerCase(text.charAt(0));
  }

  /** "Record created on 22-Apr-2003", or a key and its value in columns. */
  private boolean sentence(Line line) {
    String text = line.text();
    if (section == Section.OTHER) {
      return false;
    }
    int[] ends = new int[SENTENCE_WORDS];
    int count = 0;
    int i = 0;
    while (i < text.length() && count < SENTENCE_WORDS) {
      while (i < text.length() && text.charAt(i) > ' ') {
        i++;
      }
      ends[count++] = i;
      while (i < text.length() && text.charAt(i) <= ' ') {
        i++;
      }
    }
    for (int n = count - 1; n >= 0; n--) {
      if (ends[n] < text.length() && ends[n] < MAX_HEADING && sentence(line, ends[n])) {
        return true;
      }
    }
    return false;
  }

  private boolean sentence(Line line, int end) {
    String text = line.text();
    char last = text.charAt(end - 1);
    if (last == '.' || last == ',' || (isDigit(last) && text.charAt(Math.max(0, end - 3)) > ' ')) {
      return false;
    }
    Key key = find(KeyText.normalise(text, 0, end));
    if (key == null || !accepts(key)) {
      return false;
    }
    boolean column =
        text.charAt(end) == '\t' || (end + 1 < text.length() && text.charAt(end + 1) <= ' ');
    if (!key.sentence() && !column) {
      return false;
    }
    String value = Line.value(text, end);
    boolean fits =
        switch (key.field()) {
          case DOMAIN, NAMESERVER ->
              Hosts.first(value) != null && value.indexOf(" was ") < 0 && value.indexOf(" is ") < 0;
          case CREATED, UPDATED, EXPIRES -> DateReader.read(value, DateOrder.DAY) != null;
          default -> column;
        };
    if (!fits) {
      return false;
    }
    addContent(line);
    write(key, text.substring(0, end), value);
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void plain(Line line) {
    addContent(line);
    String text = line.text();
    switch (section) {
      case NAMESERVERS -> writer.nameservers(text);
      case REGISTRAR -> {
        if (!line.hasKey()) {
          writer.registrarText(text);
        }
      }
      case HOLDER -> {
        if (!line.hasKey()) {
          writer.holderText(text);
        }
      }
      default -> {
        if (dialect.bareHosts()) {
          int blank = text.indexOf(' ');
          if (blank > 0 && text.indexOf(' ', blank + 1) < 0) {
            writer.nameservers(text);
          }
        }
      }
    }
  }

  private void write(Key key, String rawKey, String value) {
    writer.write(key, rawKey, value, section, named);
  }
}
