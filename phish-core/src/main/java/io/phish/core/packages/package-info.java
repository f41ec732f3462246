/** Which package names are attacks: resemblance, lists, what registries know, and a score. */
@NullMarked
package io.phish.core.packages;

import org.jspecify.annotations.NullMarked;
