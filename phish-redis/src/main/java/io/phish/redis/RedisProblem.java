package io.phish.redis;

/** Why Redis did not do what it was asked for. */
public enum RedisProblem {
  /** There is no connection, or it was lost while the answer was awaited. Tried again meanwhile. */
  NOT_CONNECTED,
  /** No answer within the time that was set. What was asked for may still be done. */
  TIMED_OUT,
  /** Not asked: it failed so often of late that it is left alone until it is seen to be well. */
  LEFT_ALONE,
  /** Not asked: too much is waiting for an answer already. */
  TOO_MUCH_PENDING,
  /** The server wants a password, or another one ({@code NOAUTH}, {@code WRONGPASS}). */
  NOT_AUTHENTICATED,
  /** The user may not do this or not with this key ({@code NOPERM}). */
  NOT_PERMITTED,
  /** The server's certificate is not to be trusted, or it does not speak TLS. */
  NOT_TRUSTED,
  /** The server is a replica ({@code READONLY}): the master moved. */
  READ_ONLY,
  /** The server has no memory left for writes ({@code OOM}). Reading goes on. */
  OUT_OF_MEMORY,
  /** The server cannot write its log to disk and takes no writes ({@code MISCONF}). */
  NOT_PERSISTED,
  /** Too few replicas follow the master for it to take writes ({@code NOREPLICAS}). */
  NOT_REPLICATED,
  /** The server reads its data from disk ({@code LOADING}). */
  LOADING,
  /** The server is a replica without its master ({@code MASTERDOWN}). */
  MASTER_DOWN,
  /** The cluster does not serve this key now ({@code CLUSTERDOWN}, {@code TRYAGAIN}). */
  CLUSTER_DOWN,
  /**
   * The key is on another node ({@code MOVED}, {@code ASK}): the server is one of a cluster, which
   * the URI does not say, or the cluster's nodes do not agree.
   */
  ELSEWHERE,
  /** The server runs a script that does not end ({@code BUSY}). */
  BUSY,
  /** Something is under the key that is of another kind ({@code WRONGTYPE}). */
  WRONG_TYPE,
  /** Any other error the server answered. */
  REFUSED,
  /** The link is closed. */
  CLOSED;

  /** Whether it is the whole server that is unwell, so that the next call would fail alike. */
  boolean concernsAll() {
    return switch (this) {
      case NOT_AUTHENTICATED, LOADING, MASTER_DOWN, CLUSTER_DOWN, BUSY -> true;
      default -> false;
    };
  }
}
