package com.example.badcore.dns;

import com.example.badcore.url.Plain;

/** Not even an array of it. */
public final class UsesArray {
  Plain[] urls = {};
}
