package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.EppStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what the lines of a reply state into the records that they belong to. */
final class RecordWriter {
  private static final int MAX_RECORDS = 50;
  private static final int MAX_DATES = 200;
  private static final int MAX_WRITES = 2_000;
  private static final int MAX_VALUE = 200;
  private static final int WEAK = 4;
  private static final int FROM_TEXT = 2;

  private final Words words;
  private final Answers answers;
  private final List<Draft> records = new ArrayList<>();
  private final List<String> dateTexts = new ArrayList<>();

  private Draft record = new Draft();
  private int writes;
  private boolean ofHost;

  // Whether a paragraph before this one told when it was changed.
  private boolean changed;

  RecordWriter(Words words, Answers answers) {
    this.words = words;
    this.answers = answers;
    records.add(record);
  }

  List<Draft> records() {
    return records;
  }

  /** All dates of the reply as written, whatever they are of. */
  List<String> dateTexts() {
    return dateTexts;
  }

  void write(Key key, String rawKey, String value, Section section, boolean named) {
    writes++;
    if (writes > MAX_WRITES) {
      return;
    }
    if (key.field() == Field.SERVER) {
      begin();
      ofHost = true;
      return;
    }
    if (key.field() != Field.DNSSEC && words.isAbsent(value)) {
      return;
    }
    if (ofHost && key.field() != Field.DOMAIN) {
      return;
    }
    switch (key.field()) {
      case DOMAIN -> domain(value, key.rank());
      case CREATED, UPDATED, EXPIRES -> date(key, rawKey, value);
      case NAMESERVER -> nameservers(value);
      case STATUS -> status(value);
      case NAME, ORG, URL, EMAIL, PHONE, HOST -> shared(key.field(), value, section, named);
      case ORGANIZATION -> organization(value, key.rank());
      case REGISTRAR -> record.offer(Field.REGISTRAR, shorten(value), key.rank());
      default -> record.offer(key.field(), shorten(value), key.rank());
    }
  }

  void endParagraph() {
    changed |= !record.dates(Field.UPDATED).isEmpty();
  }

  private void begin() {
    changed = false;
    if (records.size() < MAX_RECORDS) {
      record = new Draft();
      records.add(record);
    }
  }

  private void domain(String value, int rank) {
    String domain = Hosts.first(value);
    if (domain == null) {
      domain = singleLabel(value);
    }
    if (domain == null) {
      return;
    }
    if (rank <= Key.RANK && (record.has(Field.DOMAIN) || ofHost) && isFull(domain)) {
      begin();
      ofHost = false;
    }
    record.offer(Field.DOMAIN, domain, rank);
  }

  /** The same name again in the same record is no new record unless something was said of it. */
  private boolean isFull(String domain) {
    return ofHost
        || !domain.equals(record.value(Field.DOMAIN))
        || record.has(Field.REGISTRAR)
        || !record.nameservers().isEmpty()
        || !record.dates(Field.CREATED).isEmpty();
  }

  private static @Nullable String singleLabel(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!Character.isLetterOrDigit(value.charAt(i)) && value.charAt(i) != '-') {
        return null;
      }
    }
    return value.length() > 63 ? null : value.toLowerCase(Locale.ROOT);
  }

  void date(Key key, String rawKey, String value) {
    if (ofHost) {
      return;
    }
    if (dateTexts.size() < MAX_DATES) {
      dateTexts.add(value);
    }
    Field field = key.field();
    if (field == Field.UPDATED && key.shared() && changed) {
      return;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (field == Field.UPDATED && lower.endsWith("(assigned)")) {
      field = Field.CREATED;
    }
    record.offerDate(
        field, new Draft.StatedDate(shorten(value), key.rank(), orderTold(rawKey, lower)));
  }

  /** A key or a value may tell its form: "Creation Date (dd/mm/yyyy)". */
  private static DateOrder orderTold(String rawKey, String value) {
    String told = rawKey.toLowerCase(Locale.ROOT) + ' ' + value;
    if (told.contains("dd/mm") || told.contains("jj/mm") || told.contains("dd-mm")) {
      return DateOrder.DAY;
    }
    return told.contains("mm/dd") || told.contains("mm-dd-y") ? DateOrder.MONTH : DateOrder.UNKNOWN;
  }

  void nameservers(String value) {
    if (ofHost) {
      return;
    }
    for (String host : Hosts.nameservers(value)) {
      record.addNameserver(host);
    }
  }

  private void status(String value) {
    if (value.regionMatches(true, 0, "ok-until", 0, 8)) {
      record.offerDate(Field.EXPIRES, new Draft.StatedDate(value, WEAK, DateOrder.UNKNOWN));
      record.addStatus("ok");
      return;
    }
    Answer answer = answers.ofStatus(value);
    if (answer != null) {
      record.answer(answer);
      return;
    }
    int bracket = value.indexOf('(');
    if (bracket > 0
        && value.length() > bracket + 4
        && Character.isDigit(value.charAt(bracket + 1))) {
      record.offerDate(
          Field.EXPIRES, new Draft.StatedDate(value.substring(bracket), WEAK, DateOrder.UNKNOWN));
    }
    for (String part : value.split(",", MAX_RECORDS)) {
      StatusText.add(part, record);
    }
  }

  /** Takes another line of a status, if it begins with one of EPP. */
  boolean moreStatus(String text) {
    int blank = text.indexOf(' ');
    String code = EppStatus.code(blank < 0 ? text : text.substring(0, blank));
    if (code == null || ofHost) {
      return false;
    }
    record.addStatus(code);
    return true;
  }

  private void shared(Field field, String value, Section section, boolean named) {
    if (section == Section.REGISTRAR) {
      switch (field) {
        case ORG -> record.offer(Field.REGISTRAR, shorten(value), 0);
        case NAME -> record.offer(Field.REGISTRAR, shorten(value), 1);
        case URL -> record.offer(Field.REGISTRAR_URL, shorten(value), Key.RANK);
        case EMAIL -> record.offer(Field.ABUSE_EMAIL, shorten(value), WEAK);
        case PHONE -> record.offer(Field.ABUSE_PHONE, shorten(value), WEAK);
        default -> {}
      }
    } else if (section == Section.HOLDER) {
      if (field == Field.ORG) {
        organization(value, 1);
      } else if (field == Field.NAME) {
        organization(value, Key.RANK);
      }
    } else if (section == Section.NAMESERVERS) {
      if (field == Field.HOST || field == Field.NAME) {
        nameservers(value);
      }
    } else if (section == Section.DOMAIN) {
      if (named && field == Field.NAME) {
        domain(value, Key.RANK);
      } else if (field == Field.URL && record.has(Field.REGISTRAR)) {
        record.offer(Field.REGISTRAR_URL, shorten(value), WEAK);
      }
    }
  }

  private void organization(String value, int rank) {
    if (value.equalsIgnoreCase("not assigned")) {
      record.answer(Answer.UNREGISTERED);
      return;
    }
    record.offer(Field.ORGANIZATION, shorten(value), rank);
  }

  /** A line without a key under a heading on the registrar: the first is the name. */
  void registrarText(String text) {
    if (!ofHost && !words.isAbsent(text)) {
      record.offer(Field.REGISTRAR, shorten(text), FROM_TEXT);
    }
  }

  /** A line without a key under a heading on the holder: the first is the name. */
  void holderText(String text) {
    if (!ofHost && !words.isAbsent(text)) {
      record.offer(Field.ORGANIZATION, shorten(text), WEAK);
    }
  }

  private static String shorten(String value) {
    return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
  }
}
