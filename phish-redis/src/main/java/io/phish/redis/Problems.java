package io.phish.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.cluster.PartitionSelectorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Names what went wrong, and says what to do about it. */
final class Problems {
  /** As deep as anybody nests causes on purpose. */
  private static final int MAXIMUM_CAUSES = 16;

  private Problems() {}

  /** What a failure of Lettuce is. One of ours is given back as it is. */
  static RedisCallException of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAXIMUM_CAUSES; depth++) {
      RedisCallException known = known(cause);
      if (known != null) {
        return known;
      }
      cause = cause.getCause();
    }
    return new RedisCallException(
        RedisProblem.NOT_CONNECTED, "Redis cannot be reached: " + failure.getMessage(), failure);
  }

  private static @Nullable RedisCallException known(Throwable cause) {
    if (cause instanceof RedisCallException ours) {
      return ours;
    }
    if (cause instanceof RedisCommandExecutionException) {
      String message = String.valueOf(cause.getMessage());
      RedisProblem problem = ofReply(message);
      return new RedisCallException(problem, "Redis refused: " + message + hint(problem), cause);
    }
    if (cause instanceof PartitionSelectorException) {
      return new RedisCallException(
          RedisProblem.CLUSTER_DOWN, "No node of the cluster serves the key", cause);
    }
    if (cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException) {
      return new RedisCallException(
          RedisProblem.TIMED_OUT, "Redis did not answer in time: " + cause.getMessage(), cause);
    }
    if (cause instanceof SSLException || cause instanceof CertificateException) {
      return new RedisCallException(
          RedisProblem.NOT_TRUSTED,
          "No TLS with Redis: " + cause.getMessage() + hint(RedisProblem.NOT_TRUSTED),
          cause);
    }
    String message = cause.getMessage();
    if (message != null && message.startsWith("Request queue size exceeded")) {
      return new RedisCallException(RedisProblem.TOO_MUCH_PENDING, message, cause);
    }
    return null;
  }

  /** What the first word of an error that the server answered means. */
  static RedisProblem ofReply(String message) {
    int space = message.indexOf(' ');
    String code = (space < 0 ? message : message.substring(0, space)).toUpperCase(Locale.ROOT);
    return switch (code) {
      case "NOAUTH", "WRONGPASS" -> RedisProblem.NOT_AUTHENTICATED;
      case "NOPERM" -> RedisProblem.NOT_PERMITTED;
      case "READONLY" -> RedisProblem.READ_ONLY;
      case "OOM" -> RedisProblem.OUT_OF_MEMORY;
      case "MISCONF" -> RedisProblem.NOT_PERSISTED;
      case "NOREPLICAS" -> RedisProblem.NOT_REPLICATED;
      case "LOADING" -> RedisProblem.LOADING;
      case "MASTERDOWN" -> RedisProblem.MASTER_DOWN;
      case "CLUSTERDOWN", "TRYAGAIN" -> RedisProblem.CLUSTER_DOWN;
      case "MOVED", "ASK" -> RedisProblem.ELSEWHERE;
      case "BUSY" -> RedisProblem.BUSY;
      case "WRONGTYPE" -> RedisProblem.WRONG_TYPE;
      default -> message.contains(" AUTH ") ? RedisProblem.NOT_AUTHENTICATED : RedisProblem.REFUSED;
    };
  }

  private static String hint(RedisProblem problem) {
    return switch (problem) {
      case NOT_AUTHENTICATED -> "; check user and password";
      case NOT_PERMITTED -> "; the user needs the commands and keys that the README names";
      case NOT_TRUSTED -> "; check the host's name and, for a private authority, give its CA file";
      case READ_ONLY -> "; this is a replica: name the master, or Sentinel";
      case OUT_OF_MEMORY -> "; raise maxmemory, or let the server evict";
      case ELSEWHERE -> "; this is a node of a cluster: write redis-cluster:// in the URI";
      default -> "";
    };
  }
}
