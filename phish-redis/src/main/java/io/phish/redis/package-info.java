/**
 * What several instances share, over Redis or Valkey: one node, Sentinel or Cluster. {@link
 * io.phish.redis.RedisOptions} says where it is, {@link io.phish.redis.RedisLink} holds the
 * connections, and everything else is built on a link.
 */
@org.jspecify.annotations.NullMarked
package io.phish.redis;
