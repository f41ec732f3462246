/**
 * Hosts that look like those of others: which name a URL imitates, by which trick, and what that is
 * worth.
 */
@NullMarked
package io.phish.core.lookalike;

import org.jspecify.annotations.NullMarked;
