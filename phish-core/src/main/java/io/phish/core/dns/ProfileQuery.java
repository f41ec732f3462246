package io.phish.core.dns;

import io.phish.core.dns.DnsProfile.Question;
import io.phish.core.name.QueryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Asks all there is to ask of a host at once, so that it takes one round trip. */
final class ProfileQuery {
  /**
   * What the large senders call their keys: Google; Microsoft 365 (two); Mailchimp; SendGrid; and
   * the name that most mail servers propose. A selector can be anything, so a domain without one of
   * these may sign all the same.
   */
  static final List<String> DKIM_SELECTORS =
      List.of("default", "google", "k1", "s1", "selector1", "selector2");

  private final DnsResolver resolver;
  private final Duration timeout;
  private final QueryName host;
  private final @Nullable Name domain;
  private final Map<Question, CompletableFuture<DnsAnswer>> questions =
      new EnumMap<>(Question.class);
  private final Map<String, CompletableFuture<DnsAnswer>> dkim = new LinkedHashMap<>();

  /** A query that is on its way. */
  ProfileQuery(DnsResolver resolver, QueryName host, Duration timeout) {
    this.resolver = resolver;
    this.timeout = timeout;
    this.host = host;
    String registrable = host.registrableDomain();
    this.domain = registrable == null ? null : DnsNames.of(QueryName.parse(registrable));
    Name name = DnsNames.of(host);
    for (Question question : DnsProfile.AT_HOST) {
      ask(question, name);
    }
    if (domain != null) {
      askDomain(name, domain);
    }
  }

  private void askDomain(Name name, Name domain) {
    if (name.equals(domain)) {
      CompletableFuture<DnsAnswer> same = questions.get(Question.NS);
      if (same != null) {
        questions.put(Question.DOMAIN_NS, same);
      }
    } else {
      ask(Question.DOMAIN_NS, domain);
    }
    ask(Question.DOMAIN_CAA, domain);
    ask(Question.DOMAIN_DS, domain);
    ask(Question.DMARC, DnsNames.under("_dmarc", domain));
    String nobody = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
    ask(Question.WILDCARD, DnsNames.under("x" + nobody, domain));
    for (String selector : DKIM_SELECTORS) {
      Name key = DnsNames.under(selector + "._domainkey", domain);
      if (key != null) {
        dkim.put(selector, resolver.resolve(key, Type.TXT, timeout));
      }
    }
  }

  /**
   * Asks.
   *
   * @param name null if it would be longer than a name may be
   */
  private void ask(Question question, @Nullable Name name) {
    if (name != null) {
      questions.put(question, resolver.resolve(name, question.type(), timeout));
    }
  }

  /** Completes when every question has been answered or given up; exceptionally if cancelled. */
  CompletableFuture<DnsProfile> profile() {
    List<CompletableFuture<DnsAnswer>> all = all();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<Question, DnsAnswer> answers = new EnumMap<>(Question.class);
              questions.forEach((question, answer) -> answers.put(question, answer.join()));
              Map<String, DnsAnswer> keys = new LinkedHashMap<>();
              dkim.forEach((selector, answer) -> keys.put(selector, answer.join()));
              return new DnsProfile(host, domain, answers, keys);
            });
  }

  /** Calls back what is on its way. */
  void cancel() {
    for (CompletableFuture<DnsAnswer> question : all()) {
      question.cancel(true);
    }
  }

  private List<CompletableFuture<DnsAnswer>> all() {
    List<CompletableFuture<DnsAnswer>> all = new ArrayList<>(questions.values());
    all.addAll(dkim.values());
    return all;
  }
}
