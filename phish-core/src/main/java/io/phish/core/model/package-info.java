/**
 * Models that turn features into probabilities: tree ensembles, hashed n-grams, and the file format
 * both are kept in; {@link io.phish.core.model.Models} reads what a host trained itself. Everything
 * public here is immutable and safe for any number of threads.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.model;
