package io.phish.core.dns.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;

/**
 * Lets what is written for dnsjava, such as its {@code LookupSession}, send over a transport. Only
 * the timeout can be set: retransmission, TCP, EDNS and cookies are the transport's affair, and
 * signed messages (TSIG) are refused. Safe for any number of threads.
 *
 * <p>dnsjava's own hook for that, {@code IoClientFactory}, is in a package that its module does not
 * export.
 */
public final class TransportResolver implements Resolver {
  private final DnsTransport transport;
  private volatile Duration timeout;

  /**
   * A resolver over a transport, which it does not close.
   *
   * @param timeout for each question, above 0
   */
  public TransportResolver(DnsTransport transport, Duration timeout) {
    this.transport = Objects.requireNonNull(transport, "transport");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query) {
    int id = query.getHeader().getID();
    return transport
        .send(query, timeout)
        .thenApply(
            reply -> {
              reply.getHeader().setID(id);
              return reply;
            });
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    // Whatever depends on it is to run there, and not on a thread of the transport.
    return sendAsync(query).thenApplyAsync(reply -> reply, executor);
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  @Override
  public void setTimeout(Duration time) {
    timeout = Objects.requireNonNull(time, "time");
  }

  @Override
  public void setPort(int port) {
    throw unsupported("port");
  }

  @Override
  public void setTCP(boolean flag) {
    throw unsupported("tcpOnly");
  }

  @Override
  public void setIgnoreTruncation(boolean flag) {
    if (flag) {
      throw unsupported("truncation");
    }
  }

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
    throw unsupported("payload");
  }

  @Override
  public void setTSIGKey(TSIG key) {
    throw unsupported("TSIG");
  }

  private static UnsupportedOperationException unsupported(String setting) {
    return new UnsupportedOperationException(setting + " is a setting of the transport");
  }
}
