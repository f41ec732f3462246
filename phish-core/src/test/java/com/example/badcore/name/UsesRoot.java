package com.example.badcore.name;

import com.example.badcore.BadRoot;

/** Nothing knows the root. */
public final class UsesRoot {
  BadRoot root = new BadRoot();
}
