/** The names that somebody may register to be taken for a domain, and those it may stand for. */
@org.jspecify.annotations.NullMarked
package io.phish.core.name.permutation;
