package io.phish.core.monitor;

import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsQuestion;
import io.phish.core.dns.DnsStatus;
import io.phish.core.monitor.MonitorProgress.Phase;
import io.phish.core.name.permutation.Permutation;
import io.phish.core.name.permutation.Permutations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Type;

/**
 * One run, on its own thread: which names there are, which of them are only a wildcard, what
 * records the others have, when they were registered.
 */
final class MonitorRun {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorRun.class);
  private static final Duration PROGRESS = Duration.ofMillis(250);
  private static final int[] RECORDS = {Type.AAAA, Type.MX, Type.NS};

  private final LookalikeMonitor monitor;
  private final Permutations permutations;
  private final MonitorState before;
  private final Consumer<? super MonitorProgress> progress;

  private final Map<Candidate, Records> found = new HashMap<>();
  private final Map<String, DnsStatus> unknown = new LinkedHashMap<>();
  private final Records own = new Records();
  private final Wildcards wildcards = new Wildcards();
  private long asked;
  private long unanswered;
  private boolean listenerFailed;

  MonitorRun(
      LookalikeMonitor monitor,
      Permutations permutations,
      MonitorState before,
      Consumer<? super MonitorProgress> progress) {
    this.monitor = monitor;
    this.permutations = permutations;
    this.before = before;
    this.progress = progress;
  }

  MonitorReport run() throws InterruptedException {
    findNames();
    findWildcards();
    findRecords();
    Instant now = monitor.clock().instant();
    Map<String, Lookalike> registered = registered(now);
    new Ages(monitor, registered, before, unknown.keySet(), this::report).find();
    return report(now, registered);
  }

  private void findNames() throws InterruptedException {
    ask(
        Phase.NAMES,
        candidates(),
        candidate -> Candidate.question(candidate.name(), Type.A),
        (candidate, answer) -> {
          if (answer == null) {
            return;
          }
          asked++;
          if (!answer.status().isKnown()) {
            unanswered(candidate, answer.status());
          } else if (answer.status() != DnsStatus.NO_SUCH_NAME || !answer.aliases().isEmpty()) {
            Records records = new Records();
            records.add(answer);
            found.put(candidate, records);
          }
        });
  }

  /** The permutations, and what is in the state and is none. Read on the resolver's thread. */
  private Iterator<Candidate> candidates() {
    Set<String> former = new HashSet<>(before.lookalikes().keySet());
    long[] number = new long[1];
    Stream<Candidate> now =
        permutations.stream()
            .peek(permutation -> former.remove(permutation.ascii()))
            .map(permutation -> candidate(number[0]++, permutation));
    Stream<Candidate> others =
        Stream.of(0)
            .flatMap(
                later ->
                    before.lookalikes().values().stream()
                        .filter(lookalike -> former.contains(lookalike.name()))
                        .map(lookalike -> candidate(number[0]++, lookalike)));
    return Stream.concat(now, others).iterator();
  }

  private static Candidate candidate(long number, Permutation of) {
    return new Candidate(number, of.ascii(), of.unicode(), of.rule());
  }

  private static Candidate candidate(long number, Lookalike of) {
    return new Candidate(number, of.name(), of.unicode(), of.rule());
  }

  private void findWildcards() throws InterruptedException {
    Set<String> parents = new HashSet<>();
    found.keySet().forEach(candidate -> parents.add(candidate.parent()));
    ask(
        Phase.WILDCARDS,
        wildcards.probes(parents).iterator(),
        probe -> Candidate.question(probe.name(), Type.A),
        wildcards::add);
  }

  /** A question for records of a name. */
  private record Wanted(String name, int type, Records records) {}

  private void findRecords() throws InterruptedException {
    Stream<Wanted> wanted =
        found.entrySet().stream()
            .flatMap(
                entry ->
                    Arrays.stream(RECORDS)
                        .mapToObj(
                            type -> new Wanted(entry.getKey().name(), type, entry.getValue())));
    ask(
        Phase.RECORDS,
        Stream.concat(Stream.of(new Wanted(permutations.ascii(), Type.NS, own)), wanted).iterator(),
        want -> Candidate.question(want.name(), want.type()),
        (want, answer) -> {
          if (answer != null) {
            want.records().add(answer);
          }
        });
  }

  private <T> void ask(
      Phase phase,
      Iterator<T> inputs,
      Function<T, @Nullable DnsQuestion> question,
      BiConsumer<T, @Nullable DnsAnswer> consumer)
      throws InterruptedException {
    var unused =
        monitor
            .resolver()
            .progress(
                PROGRESS,
                now -> report(new MonitorProgress(phase, now.started(), now.answered(), found())))
            .build()
            .resolveAll(inputs, question, consumer);
  }

  private long found() {
    return found.size();
  }

  private void report(MonitorProgress now) {
    try {
      progress.accept(now);
    } catch (RuntimeException e) {
      if (!listenerFailed) {
        listenerFailed = true;
        LOG.warn("a listener for the progress of a run failed; it will not be told of again", e);
      }
    }
  }

  private void unanswered(Candidate candidate, DnsStatus why) {
    unanswered++;
    if (before.lookalikes().containsKey(candidate.name())) {
      unknown.put(candidate.name(), why);
    }
  }

  /** Those that are registered, in their order, and at last those that may be as they were. */
  private Map<String, Lookalike> registered(Instant now) {
    Map<String, Lookalike> registered = new LinkedHashMap<>();
    List<Candidate> sorted = new ArrayList<>(found.keySet());
    sorted.sort(Comparator.comparingLong(Candidate::number));
    for (Candidate candidate : sorted) {
      Records records = records(candidate);
      if (isRegistered(candidate, records)) {
        registered.put(candidate.name(), lookalike(candidate, records, now));
      } else if (isUndecided(candidate, records)) {
        unanswered(candidate, records.failure());
      }
    }
    unknown.keySet().forEach(name -> registered.put(name, former(name)));
    return registered;
  }

  private Records records(Candidate candidate) {
    return Objects.requireNonNull(found.get(candidate));
  }

  private Lookalike former(String name) {
    return Objects.requireNonNull(before.lookalikes().get(name), name);
  }

  private boolean isRegistered(Candidate candidate, Records records) {
    String parent = candidate.parent();
    if (!wildcards.isPossible(parent)) {
      return records.isAnything();
    }
    return records.hasNameServers()
        || (wildcards.isCertain(parent) && records.hasOtherAddresses(wildcards.addresses(parent)));
  }

  /** Of one that is not known to be registered, whether it may be for all that was learnt. */
  private boolean isUndecided(Candidate candidate, Records records) {
    String parent = candidate.parent();
    if (wildcards.isCertain(parent)) {
      return !records.lacksNameServers();
    }
    return !records.isComplete() || (wildcards.isPossible(parent) && records.isAnything());
  }

  private Lookalike lookalike(Candidate candidate, Records records, Instant now) {
    Lookalike last = before.lookalikes().get(candidate.name());
    List<String> nameServers = records.nameServers(last);
    return new Lookalike(
        candidate.name(),
        candidate.unicode(),
        last == null ? candidate.rule() : last.rule(),
        records.addresses(last),
        records.mail(last),
        nameServers,
        own.hasNameServers()
            ? nameServers.equals(own.nameServers(null))
            : last != null && last.sameNameServers(),
        last == null ? null : last.created(),
        last == null ? now : last.firstSeen(),
        now);
  }

  private MonitorReport report(Instant now, Map<String, Lookalike> registered) {
    List<Change> changes = new ArrayList<>();
    for (Lookalike lookalike : registered.values()) {
      Lookalike last = before.lookalikes().get(lookalike.name());
      if (last == null) {
        changes.add(new Change(Change.Kind.NEW, lookalike, null, Set.of()));
      } else {
        Set<Change.Field> fields = Differences.between(last, lookalike);
        if (!fields.isEmpty()) {
          changes.add(new Change(Change.Kind.CHANGED, lookalike, last, fields));
        }
      }
    }
    for (Lookalike last : before.lookalikes().values()) {
      if (!registered.containsKey(last.name())) {
        changes.add(new Change(Change.Kind.GONE, last, last, Set.of()));
      }
    }
    return new MonitorReport(
        new MonitorState(permutations.ascii(), now, registered),
        changes,
        unknown,
        asked,
        unanswered,
        wildcards.found());
  }
}
