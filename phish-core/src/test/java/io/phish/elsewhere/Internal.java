package io.phish.elsewhere;

/** Stands for what another module does not export. */
public final class Internal {}
