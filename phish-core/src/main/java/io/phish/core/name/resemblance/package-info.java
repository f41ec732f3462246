/** Which protected name a name imitates, by which trick, and how sure that is. */
@org.jspecify.annotations.NullMarked
package io.phish.core.name.resemblance;
