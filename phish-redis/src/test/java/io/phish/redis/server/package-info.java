/** Real servers for tests, and a network between that misbehaves when it is told to. */
@org.jspecify.annotations.NullMarked
package io.phish.redis.server;
