package io.phish.core.registration;

import io.phish.core.registration.RegistrationAttempt.Protocol;
import io.phish.core.registration.RegistrationMerge.Merged;
import io.phish.core.registration.RegistrationMerge.Part;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.RdapOutcome;
import io.phish.core.registration.rdap.RdapResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One look-up of one domain, shared by all who wait for it: RDAP, the registrar's RDAP, WHOIS. */
final class Flight {
  /** Of the time, what RDAP may use up where WHOIS may have to be asked as well. */
  private static final double RDAP_SHARE = 0.6;

  /** Completed on a thread of whoever answered last. */
  final CompletableFuture<RegistrationResult> result = new CompletableFuture<>();

  private final String domain;
  private final RdapClient rdap;
  private final @Nullable WhoisSource whois;
  private final FollowRegistrar follow;
  private final LongSupplier nanoTime;
  private final long began;
  private final long deadline;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final List<Part> parts = new ArrayList<>(4);
  private final List<RegistrationAttempt> attempts = new ArrayList<>(4);
  private int waiting;
  private @Nullable Future<?> running;
  private boolean isCancelled;

  /** A server says that there is no such domain, and not in words of RDAP: it may be any server. */
  private boolean isDoubtful;

  Flight(
      String domain,
      RdapClient rdap,
      @Nullable WhoisSource whois,
      FollowRegistrar follow,
      Duration time,
      LongSupplier nanoTime) {
    this.domain = domain;
    this.rdap = rdap;
    this.whois = whois;
    this.follow = follow;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.deadline = began + time.toNanos();
  }

  /** One more waits. Not if all who did have left. */
  boolean join() {
    lock.lock();
    try {
      if (isCancelled) {
        return false;
      }
      waiting++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** One waits no more; when nobody does, the look-up ends. */
  void leave() {
    Future<?> step;
    lock.lock();
    try {
      if (--waiting > 0 || isCancelled) {
        return;
      }
      isCancelled = true;
      step = running;
    } finally {
      lock.unlock();
    }
    if (step != null) {
      step.cancel(true);
    }
    result.cancel(false);
  }

  private void running(Future<?> step) {
    boolean late;
    lock.lock();
    try {
      running = step;
      late = isCancelled;
    } finally {
      lock.unlock();
    }
    if (late) {
      step.cancel(true);
    }
  }

  private Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
  }

  void start() {
    Duration remaining = remaining();
    Duration share =
        whois == null ? remaining : Duration.ofNanos((long) (remaining.toNanos() * RDAP_SHARE));
    ask(rdap.lookUp(domain, share), this::onRegistry);
  }

  private void ask(CompletableFuture<RdapOutcome> question, Next next) {
    long asked = nanoTime.getAsLong();
    CompletableFuture<?> unused =
        question.whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                guarded(() -> next.with(outcome, Duration.ofNanos(nanoTime.getAsLong() - asked)));
              } else if (!question.isCancelled()) {
                result.completeExceptionally(failure);
              }
            });
    running(question);
  }

  /** Takes an outcome and how long it took. */
  private interface Next {
    void with(RdapOutcome outcome, Duration elapsed);
  }

  @SuppressWarnings("CatchingUnchecked") // or those who wait would wait for ever
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void onRegistry(RdapOutcome outcome, Duration elapsed) {
    note(outcome, elapsed);
    if (outcome instanceof RdapOutcome.Found found) {
      String link = found.response().registrarLink();
      if (link != null && follow.wants(found.response().registration())) {
        follow(link, found.source());
      } else {
        finish();
      }
    } else if (outcome instanceof RdapOutcome.NotFound none && isReserved(none.response())) {
      finish();
    } else if (whois == null) {
      finish();
    } else {
      askWhois(whois);
    }
  }

  private static boolean isReserved(@Nullable RdapResponse response) {
    return response != null && response.registration().state() == RegistrationState.RESERVED;
  }

  private void follow(String link, URI from) {
    URI target;
    try {
      target = from.resolve(new URI(link));
    } catch (URISyntaxException e) {
      failed(Protocol.RDAP, link, Duration.ZERO, "the link to the registrar is no URL");
      finish();
      return;
    }
    ask(
        rdap.follow(target, domain, remaining()),
        (outcome, elapsed) -> {
          // What a registrar does not know says nothing: the registry does.
          if (outcome instanceof RdapOutcome.NotFound) {
            failed(Protocol.RDAP, source(outcome), elapsed, "the registrar does not know it");
          } else {
            note(outcome, elapsed);
          }
          finish();
        });
  }

  private void askWhois(WhoisSource source) {
    CompletableFuture<WhoisSource.Findings> question = source.lookUp(domain, remaining());
    CompletableFuture<?> unused =
        question.whenComplete(
            (findings, failure) -> {
              if (failure == null) {
                guarded(() -> onWhois(findings));
              } else if (!question.isCancelled()) {
                result.completeExceptionally(failure);
              }
            });
    running(question);
  }

  private void onWhois(WhoisSource.Findings findings) {
    lock.lock();
    try {
      parts.addAll(findings.parts());
      attempts.addAll(findings.attempts());
    } finally {
      lock.unlock();
    }
    finish();
  }

  private static String source(RdapOutcome outcome) {
    return String.valueOf(outcome.source());
  }

  private void note(RdapOutcome outcome, Duration elapsed) {
    if (outcome instanceof RdapOutcome.Found found) {
      said(source(outcome), elapsed, found.response().registration());
    } else if (outcome instanceof RdapOutcome.NotFound none) {
      RdapResponse words = none.response();
      RegistrationState state =
          isReserved(words) ? RegistrationState.RESERVED : RegistrationState.UNREGISTERED;
      said(source(outcome), elapsed, Registration.builder(state).domain(domain).build());
      lock.lock();
      try {
        isDoubtful = words == null;
      } finally {
        lock.unlock();
      }
    } else if (outcome instanceof RdapOutcome.Throttled) {
      said(source(outcome), elapsed, Registration.of(RegistrationState.THROTTLED));
    } else if (outcome instanceof RdapOutcome.Failed failed) {
      failed(Protocol.RDAP, source(outcome), elapsed, failed.message());
    } else if (outcome instanceof RdapOutcome.NoServer none) {
      failed(Protocol.RDAP, "." + none.tld(), elapsed, "no RDAP server is known");
    }
  }

  private void said(String source, Duration elapsed, Registration registration) {
    lock.lock();
    try {
      parts.add(new Part(source, registration));
      attempts.add(
          new RegistrationAttempt(Protocol.RDAP, source, elapsed, registration.state(), null));
    } finally {
      lock.unlock();
    }
  }

  private void failed(Protocol protocol, String source, Duration elapsed, String problem) {
    lock.lock();
    try {
      attempts.add(
          new RegistrationAttempt(protocol, source, elapsed, RegistrationState.UNKNOWN, problem));
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    result.complete(soFar());
  }

  /** What is known by now. */
  RegistrationResult soFar() {
    lock.lock();
    try {
      Merged merged = RegistrationMerge.merge(believed());
      return new RegistrationResult(
          domain,
          named(merged.registration()),
          merged.sources(),
          attempts,
          Duration.ofNanos(nanoTime.getAsLong() - began));
    } finally {
      lock.unlock();
    }
  }

  /** Without an answer that is in doubt and that nobody confirms. */
  private List<Part> believed() {
    boolean confirmed =
        parts.stream()
            .skip(1)
            .anyMatch(p -> p.registration().state() == RegistrationState.UNREGISTERED);
    return isDoubtful && !confirmed ? parts.subList(1, parts.size()) : parts;
  }

  private Registration named(Registration said) {
    if (said.domain() != null || said.state() == RegistrationState.UNKNOWN) {
      return said;
    }
    return new Registration(
        said.state(),
        domain,
        said.id(),
        said.created(),
        said.updated(),
        said.expires(),
        said.registrar(),
        said.nameservers(),
        said.statuses(),
        said.signed(),
        said.registrantOrganization(),
        said.registrantCountry(),
        said.hidden(),
        said.referral());
  }
}
