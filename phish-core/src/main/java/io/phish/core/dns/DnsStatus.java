package io.phish.core.dns;

/** What came of a question. */
public enum DnsStatus {
  /** There are records. */
  FOUND(true),
  /** The name exists and has none of this type (NODATA, RFC 2308, section 2.2). */
  NO_DATA(true),
  /** The name does not exist (NXDOMAIN). */
  NO_SUCH_NAME(true),
  /** The server could not find out (SERVFAIL). */
  SERVER_FAILURE(false),
  /** The server does not want to say (REFUSED, NOTAUTH, NOTIMP). */
  REFUSED(false),
  /** Nobody answered in time. */
  TIMED_OUT(false),
  /** What came is not an answer to the question. */
  MALFORMED(false),
  /**
   * The question never left: the name is of special use (RFC 6761) or the servers are unreachable.
   */
  NOT_SENT(false);

  private final boolean known;

  DnsStatus(boolean known) {
    this.known = known;
  }

  /** Whether something was learnt; if not, the records are unknown and not absent. */
  public boolean isKnown() {
    return known;
  }
}
