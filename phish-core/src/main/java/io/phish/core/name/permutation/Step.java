package io.phish.core.name.permutation;

/** A part of a rule that gives a few thousand candidates at most. */
@FunctionalInterface
interface Step {
  void run(Sink sink);
}
