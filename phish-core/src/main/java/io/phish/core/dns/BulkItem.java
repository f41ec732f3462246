package io.phish.core.dns;

import io.phish.core.dns.transport.DnsExchange;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.DnsTransportException;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import io.phish.core.dns.transport.NioTransport;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/** One input of a bulk run, and what came back. Written before it is handed over, read after. */
final class BulkItem<T> {
  final T input;
  final long number;
  private final BulkRun<T> run;
  private final @Nullable DnsQuestion question;
  private byte @Nullable [] wire;
  private @Nullable Message message;
  private Reason failure = Reason.TIMED_OUT;

  BulkItem(BulkRun<T> run, T input, @Nullable DnsQuestion question, long number) {
    this.run = run;
    this.input = input;
    this.question = question;
    this.number = number;
  }

  /** Asks; an item without a question is done. */
  void send(DnsTransport transport, Duration timeout) {
    if (question == null) {
      run.done(this);
    } else if (transport instanceof NioTransport nio) {
      nio.submit(new Exchange(question, timeout));
    } else {
      Record record = Record.newRecord(question.name(), question.type(), DClass.IN);
      var unused = transport.send(Message.newQuery(record), timeout).whenComplete(this::completed);
    }
  }

  private void completed(@Nullable Message reply, @Nullable Throwable error) {
    message = reply;
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    failure = cause instanceof DnsTransportException known ? known.reason() : Reason.UNREACHABLE;
    run.done(this);
  }

  /** Null if nothing was asked. The reply is parsed here, and not on the transport's thread. */
  @Nullable DnsAnswer answer() {
    if (question == null) {
      return null;
    }
    if (wire != null) {
      return DnsAnswers.of(question.name(), question.type(), wire);
    }
    return message == null
        ? DnsAnswers.failed(question.name(), question.type(), failure)
        : DnsAnswers.of(question.name(), question.type(), message);
  }

  private final class Exchange extends DnsExchange {
    Exchange(DnsQuestion question, Duration timeout) {
      super(question.name(), question.type(), timeout);
    }

    @Override
    protected boolean onReply(byte[] reply) {
      wire = reply;
      run.done(BulkItem.this);
      return true;
    }

    @Override
    protected void onFailure(Reason reason) {
      failure = reason;
      run.done(BulkItem.this);
    }

    @Override
    protected boolean isCancelled() {
      return run.isAborted() || super.isCancelled();
    }
  }
}
