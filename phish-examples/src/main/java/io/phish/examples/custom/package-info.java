/** What a third party writes: an extractor of its own. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.custom;
