package io.phish.core.registration.whois.dialect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was read so far of one record of a reply. */
final class Draft {
  private static final int MAX_VALUES = 64;

  private final Map<Field, Stated> values = new EnumMap<>(Field.class);
  private final Map<Field, List<StatedDate>> dates = new EnumMap<>(Field.class);
  private final Set<String> nameservers = new LinkedHashSet<>();
  private final Set<String> statuses = new LinkedHashSet<>();
  private @Nullable Answer answer;

  /** A value and the rank of the key that it had. */
  record Stated(String value, int rank) {}

  /** A date as written, the rank of its key, and the order that its key tells of. */
  record StatedDate(String value, int rank, DateOrder order) {}

  void offer(Field field, String value, int rank) {
    Stated old = values.get(field);
    if (old == null || rank < old.rank) {
      values.put(field, new Stated(value, rank));
    }
  }

  void offerDate(Field field, StatedDate date) {
    List<StatedDate> list = dates.computeIfAbsent(field, f -> new ArrayList<>());
    if (list.size() < MAX_VALUES) {
      list.add(date);
    }
  }

  void addNameserver(String host) {
    if (nameservers.size() < MAX_VALUES) {
      nameservers.add(host);
    }
  }

  void addStatus(String status) {
    if (statuses.size() < MAX_VALUES) {
      statuses.add(status);
    }
  }

  void answer(Answer value) {
    if (answer == null) {
      answer = value;
    }
  }

  @Nullable String value(Field field) {
    Stated stated = values.get(field);
    return stated == null ? null : stated.value;
  }

  boolean has(Field field) {
    return values.containsKey(field);
  }

  List<StatedDate> dates(Field field) {
    return dates.getOrDefault(field, List.of());
  }

  Set<String> nameservers() {
    return nameservers;
  }

  Set<String> statuses() {
    return statuses;
  }

  /** What a status said that is none of a record, null if none did. */
  @Nullable Answer answer() {
    return answer;
  }

  /** Takes what a later record of the same domain states instead of this, the rest is kept. */
  void merge(Draft later) {
    later.values.forEach(
        (field, stated) -> {
          Stated old = values.get(field);
          if (old == null || stated.rank <= old.rank) {
            values.put(field, stated);
          }
        });
    later.dates.forEach(dates::put);
    if (!later.nameservers.isEmpty()) {
      nameservers.clear();
      nameservers.addAll(later.nameservers);
    }
    statuses.addAll(later.statuses);
    if (later.answer != null) {
      answer = later.answer;
    }
  }
}
