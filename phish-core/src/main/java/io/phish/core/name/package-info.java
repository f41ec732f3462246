/** What can be said of a name without asking anybody: public suffixes and lists of domains. */
@org.jspecify.annotations.NullMarked
package io.phish.core.name;
