package io.phish.core.registration;

import io.phish.core.registration.RegistrationAttempt.Protocol;
import io.phish.core.registration.RegistrationMerge.Part;
import io.phish.core.registration.whois.WhoisAnswer;
import io.phish.core.registration.whois.WhoisClient;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisFailure;
import io.phish.core.registration.whois.WhoisResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** WHOIS by {@link WhoisClient}. */
record WhoisServersSource(WhoisClient client) implements WhoisSource {

  @Override
  public CompletableFuture<Findings> lookUp(String domain, Duration within) {
    if (within.isZero()) {
      return CompletableFuture.completedFuture(
          new Findings(List.of(), List.of(failed("WHOIS", within, "the time was up"))));
    }
    long began = System.nanoTime();
    CompletableFuture<WhoisResult> asked = client.lookup(domain, within);
    CompletableFuture<Findings> findings =
        asked.handle(
            (result, failure) ->
                failure == null
                    ? findings(result)
                    : findings(failure, Duration.ofNanos(System.nanoTime() - began)));
    CompletableFuture<?> unused =
        findings.whenComplete(
            (done, failure) -> {
              if (findings.isCancelled()) {
                asked.cancel(true);
              }
            });
    return findings;
  }

  private static Findings findings(WhoisResult result) {
    List<Part> parts = new ArrayList<>();
    List<RegistrationAttempt> attempts = new ArrayList<>();
    for (WhoisFailure failure : result.failures()) {
      attempts.add(failed(failure.server(), failure.elapsed(), failure.message()));
    }
    boolean isRegistry = true;
    for (WhoisAnswer answer : result.answers()) {
      String server = String.valueOf(answer.reply().server());
      Registration said = answer.registration();
      attempts.add(
          new RegistrationAttempt(Protocol.WHOIS, server, answer.elapsed(), said.state(), null));
      // Whether there is such a domain the registry alone knows.
      if (isRegistry || said.state() == RegistrationState.REGISTERED) {
        parts.add(new Part(server, said));
      }
      isRegistry = false;
    }
    return new Findings(parts, attempts);
  }

  private static Findings findings(Throwable failure, Duration elapsed) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof WhoisException whois)) {
      return new Findings(List.of(), List.of(failed("WHOIS", elapsed, String.valueOf(cause))));
    }
    String server = whois.server() == null ? "WHOIS" : whois.server();
    List<Part> parts =
        whois.reason() == WhoisException.Reason.THROTTLED
            ? List.of(new Part(server, Registration.of(RegistrationState.THROTTLED)))
            : List.of();
    return new Findings(
        parts, List.of(failed(server, elapsed, String.valueOf(whois.getMessage()))));
  }

  private static RegistrationAttempt failed(String server, Duration elapsed, String problem) {
    return new RegistrationAttempt(
        Protocol.WHOIS, server, elapsed, RegistrationState.UNKNOWN, problem);
  }

  @Override
  public void close() {
    client.close();
  }
}
