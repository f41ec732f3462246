/** Verdicts as JSON, for every host that speaks it. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.json;
