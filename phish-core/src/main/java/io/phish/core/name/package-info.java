/**
 * What can be said of a name without asking anybody: public suffixes, what it looks like, and lists
 * of domains.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.name;
