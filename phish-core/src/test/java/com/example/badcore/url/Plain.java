package com.example.badcore.url;

import io.phish.subject.Url;

/** A capability that uses what the table allows it. */
public final class Plain {
  com.example.badcore.name.Plain name = new com.example.badcore.name.Plain();
  Class<Url> type = Url.class;
}
