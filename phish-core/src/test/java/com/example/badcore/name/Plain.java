package com.example.badcore.name;

/** A helper that does nothing wrong. */
public final class Plain {}
