/** Trains the models that are shipped with the library, from data that is not. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.training;
