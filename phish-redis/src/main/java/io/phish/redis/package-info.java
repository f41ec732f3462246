/** What several instances share, over Redis or Valkey. */
@org.jspecify.annotations.NullMarked
package io.phish.redis;
