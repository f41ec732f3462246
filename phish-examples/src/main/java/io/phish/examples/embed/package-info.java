/** What a host application writes: the example of the README. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.embed;
