package io.phish.core.monitor;

import io.phish.core.monitor.Change.Field;
import java.util.EnumSet;
import java.util.Set;

/** Which fields of a name have changed. */
final class Differences {

  private Differences() {}

  static Set<Field> between(Lookalike before, Lookalike now) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    if (!before.addresses().equals(now.addresses())) {
      fields.add(Field.ADDRESSES);
    }
    if (!before.mailServers().equals(now.mailServers())) {
      fields.add(Field.MAIL_SERVERS);
    }
    if (!before.nameServers().equals(now.nameServers())) {
      fields.add(Field.NAME_SERVERS);
    }
    // That it becomes known is no news of the name.
    if (before.created() != null && !before.created().equals(now.created())) {
      fields.add(Field.CREATED);
    }
    return fields;
  }
}
