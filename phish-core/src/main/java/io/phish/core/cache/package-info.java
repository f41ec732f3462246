/**
 * Where observations are kept: in memory, in a database that JDBC reaches, or in several stores one
 * behind the other.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.cache;
