package io.phish.redis;

import io.lettuce.core.ScriptOutputType;
import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A job queue over Redis Streams that any number of processes share. Needs Redis 6.2 or a Valkey.
 *
 * <p>Each step of a job is one script and one round trip: it happened, or it did not. Steps of
 * single jobs that come while others are under way share one, so a call may take twice as long as
 * the command timeout until it fails. Time is the server's; if its clock is set forward leases run
 * out early, and jobs may be done twice.
 *
 * <p><b>What is kept when the server dies</b> is what it wrote down before. "Taken" is what {@link
 * #enqueue} said of a job:
 *
 * <ul>
 *   <li>{@code appendonly yes} with {@code appendfsync always}: every job that was taken, and every
 *       result that was, as far as the disk keeps its word; the server answers only when it has
 *       written. A lease is kept too, so no job begins twice on this account.
 *   <li>{@code appendfsync everysec}, the usual: the same if only the process dies, for it had
 *       handed everything to the system before it answered. If the machine dies, what was in the
 *       last second or two is lost: jobs that were taken then are gone, though their taking was
 *       told, and jobs that were done then are done again.
 *   <li>{@code appendfsync no}: the same as everysec if the process dies; if the machine does, what
 *       the system had not written yet, on Linux up to about half a minute.
 *   <li>No append-only file: whatever was since the last snapshot; without one everything.
 *   <li>A failover to a replica, by Sentinel or in a cluster: what had not reached the replica, as
 *       replication is not waited for. An old master that is cut off may go on taking jobs, all of
 *       which are lost, until it hears of the new one; {@code min-replicas-to-write 1} with {@code
 *       min-replicas-max-lag 10} bounds that to ten seconds, and then it refuses them. {@code WAIT}
 *       after taking a job would tell that a replica has it, and not that this replica becomes the
 *       master, so it makes a loss less likely and does not exclude it; it is not used here.
 * </ul>
 *
 * <p>So a job is done <i>at least once</i>, never exactly once, and that only as far as the server
 * remembers it: a worker that dies between its work and its word does one job in vain, which is
 * done again after the lease. Memory must not be reclaimed by eviction: {@code maxmemory-policy
 * noeviction}. If the data are wiped the queue goes on empty, and workers hear that what they had
 * is lost. Finished jobs are kept for {@link JobQueueSettings#keepFinished}, however many they are:
 * about 250 octets each, and the result.
 *
 * <p>Who waits in {@link #lease} is woken over a connection of its own that blocks at the server,
 * and who waits in {@link #awaitFinished} by a message; both also ask once a second, for a notice
 * may be lost with a connection.
 */
public final class RedisJobQueue implements JobQueue {
  private static final int MAX_BATCH = 1_000;

  /** Jobs in one script: what comes between is served, as a script keeps the server to itself. */
  private static final int CHUNK = 250;

  /** Octets in one script, unless a single job has more. */
  private static final int CHUNK_OCTETS = 1 << 20;

  private final String name;
  private final JobQueueSettings settings;
  private final RedisLink link;
  private final boolean ownsLink;
  private final RedisCalls calls;
  private final byte[] meta;
  private final String prefix;
  private final JobWaits waits;
  private final JobEnds ends;
  private final Coalescer<NewJob, EnqueueOutcome> enqueueing;
  private final Coalescer<Settlement, SettleOutcome> settling;
  private final Coalescer<String, Optional<JobStatus>> telling;
  private volatile boolean isClosed;

  private RedisJobQueue(RedisLink link, boolean ownsLink, String name, JobQueueSettings settings) {
    this.name = RedisKeys.checked(name, "name");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.link = link;
    this.ownsLink = ownsLink;
    this.calls = link.calls("queue", link.options().commandTimeout());
    this.prefix = new String(link.keys().tagged("queue", name, ""), StandardCharsets.UTF_8);
    this.meta = octets(prefix + "meta");
    this.waits =
        new JobWaits(link, calls, octets(prefix + "wake"), settings.lease(), this::giveBack);
    this.enqueueing = new Coalescer<>(CHUNK, this::enqueueEach);
    this.settling = new Coalescer<>(CHUNK, this::settleEach);
    this.telling = new Coalescer<>(CHUNK, this::tellOf);
    this.ends = new JobEnds(link, octets(prefix + "ended"), this::ended, telling::ask);
  }

  /**
   * A queue with a link of its own, which is closed with it.
   *
   * @param name 1 to 64 characters from {@code [A-Za-z0-9._-]}; processes that use the same share
   *     the queue
   * @throws IllegalArgumentException if the name is malformed
   */
  public static RedisJobQueue open(RedisOptions options, String name, JobQueueSettings settings) {
    RedisKeys.checked(name, "name"); // before there is anything to close
    return new RedisJobQueue(RedisLink.open(options), true, name, settings);
  }

  /**
   * A queue on a link that others may use too. The link is not closed with it.
   *
   * @param name as for {@link #open}
   * @throws IllegalArgumentException if the name is malformed
   */
  public static RedisJobQueue on(RedisLink link, String name, JobQueueSettings settings) {
    return new RedisJobQueue(Objects.requireNonNull(link, "link"), false, name, settings);
  }

  /** The link this queue uses. */
  public RedisLink link() {
    return link;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JobQueueSettings settings() {
    return settings;
  }

  @Override
  public CompletionStage<EnqueueOutcome> enqueue(NewJob job) {
    return enqueueing.ask(job);
  }

  @Override
  public CompletionStage<List<EnqueueOutcome>> enqueueAll(List<NewJob> jobs) {
    return enqueueEach(jobs);
  }

  private CompletableFuture<List<EnqueueOutcome>> enqueueEach(List<NewJob> jobs) {
    return inChunks(
        jobs,
        job -> job.payload().length,
        JobScripts.ENQUEUE,
        args(settings.capacity()),
        (job, args) -> {
          args.add(octets(job.id()));
          args.add(octets(job.priority()));
          args.add(octets(millis(job.delay())));
          args.add(job.payload());
        },
        (job, answer) -> JobAnswers.enqueued(job, answer, settings.capacity()));
  }

  @Override
  public CompletionStage<LeasedJobs> lease(String worker, int max, Duration wait) {
    checkBatch(max);
    if (wait.isNegative() || worker.isEmpty()) {
      throw new IllegalArgumentException(
          worker.isEmpty() ? "worker has no name" : "wait " + wait + " is negative");
    }
    return waits.until(wait, () -> leaseNow(worker, max));
  }

  private CompletableFuture<JobAnswers.Leased> leaseNow(String worker, int max) {
    List<byte[]> args = args(worker);
    args.add(octets(max));
    args.add(octets(settings.lease().toMillis()));
    args.add(octets(settings.maxDeliveries()));
    args.add(octets(settings.keepDead().toMillis()));
    args.add(octets(settings.maxDead()));
    return run(JobScripts.LEASE, args).thenApply(answer -> JobAnswers.leased(answer, worker));
  }

  private void giveBack(LeasedJobs leased) {
    List<Settlement> releases = new ArrayList<>();
    leased.leases().forEach(lease -> releases.add(new Settlement.Release(lease)));
    settleAll(releases);
  }

  @Override
  public CompletionStage<List<Renewal>> renew(List<JobLease> leases) {
    return inChunks(
        leases,
        lease -> 0,
        JobScripts.RENEW,
        args(),
        (lease, args) -> {
          args.add(octets(lease.job().id()));
          args.add(octets(lease.token()));
        },
        (lease, answer) -> JobAnswers.renewal(answer));
  }

  @Override
  public CompletionStage<SettleOutcome> settle(Settlement settlement) {
    return settling.ask(settlement);
  }

  @Override
  public CompletionStage<List<SettleOutcome>> settleAll(List<Settlement> settlements) {
    return settleEach(settlements);
  }

  private CompletableFuture<List<SettleOutcome>> settleEach(List<Settlement> settlements) {
    List<byte[]> fixed = args(settings.keepFinished().toMillis());
    fixed.add(octets(settings.keepDead().toMillis()));
    fixed.add(octets(settings.maxDead()));
    fixed.add(octets(settings.maxDeliveries()));
    return inChunks(
        settlements,
        each -> each instanceof Settlement.Success success ? success.result().length : 0,
        JobScripts.SETTLE,
        fixed,
        RedisJobQueue::add,
        (settlement, answer) -> JobAnswers.settled(answer));
  }

  private static void add(Settlement settlement, List<byte[]> args) {
    String kind = "X";
    byte[] text = {};
    Duration delay = Duration.ZERO;
    if (settlement instanceof Settlement.Success success) {
      kind = "S";
      text = success.result();
    } else if (settlement instanceof Settlement.Failure failure) {
      kind = "F";
      text = octets(failure.cause());
    } else if (settlement instanceof Settlement.Retry retry) {
      kind = "R";
      text = octets(retry.cause());
      delay = retry.delay();
    }
    JobLease lease = settlement.lease();
    args.add(octets(kind + millis(delay)));
    args.add(octets(lease.job().id()));
    args.add(octets(lease.token()));
    args.add(octets(lease.job().attempt()));
    args.add(octets(lease.worker()));
    args.add(text);
  }

  @Override
  public CompletionStage<CancelOutcome> cancel(String id) {
    List<byte[]> args = args(settings.keepFinished().toMillis());
    args.add(octets(id));
    return run(JobScripts.CANCEL, args)
        .thenApply(
            answer ->
                switch (JobAnswers.text(answer.get(0))) {
                  case "?" -> CancelOutcome.UNKNOWN;
                  case "Q" -> CancelOutcome.WAS_QUEUED;
                  case "R" -> CancelOutcome.WAS_RUNNING;
                  default -> CancelOutcome.WAS_FINISHED;
                });
  }

  @Override
  public CompletionStage<Optional<JobStatus>> status(String id) {
    return telling.ask(id);
  }

  @Override
  public CompletionStage<Map<String, JobStatus>> statuses(Collection<String> ids) {
    List<String> asked = List.copyOf(new LinkedHashSet<>(ids));
    List<CompletableFuture<List<Optional<JobStatus>>>> found = new ArrayList<>();
    for (int from = 0; from < asked.size(); from += CHUNK) {
      found.add(tellOf(asked.subList(from, Math.min(asked.size(), from + CHUNK))));
    }
    return all(found)
        .thenApply(
            statuses -> {
              Map<String, JobStatus> map = new LinkedHashMap<>();
              statuses.forEach(
                  some ->
                      some.forEach(each -> each.ifPresent(status -> map.put(status.id(), status))));
              return map;
            });
  }

  private CompletableFuture<List<Optional<JobStatus>>> tellOf(List<String> ids) {
    return run(JobScripts.STATUS, args(ids.toArray()))
        .thenCompose(
            records -> {
              List<CompletableFuture<Optional<JobStatus>>> statuses = new ArrayList<>();
              for (int i = 0; i < ids.size(); i++) {
                statuses.add(tellOf(ids.get(i), JobAnswers.record(ids.get(i), records.get(i))));
              }
              return all(statuses);
            });
  }

  private CompletableFuture<Optional<JobStatus>> tellOf(String id, @Nullable JobRecord known) {
    if (known == null || !known.isResultElsewhere()) {
      return CompletableFuture.completedFuture(Optional.ofNullable(known).map(JobRecord::status));
    }
    byte[] key = octets(prefix + "r:" + id);
    return calls
        .call(wire -> wire.async().get(key))
        // If it is gone, the rest would be in a moment.
        .thenApply(result -> Optional.ofNullable(result).map(known::with));
  }

  @Override
  public CompletionStage<Optional<JobStatus>> awaitFinished(String id, Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait " + wait + " is negative");
    }
    return ends.await(id, wait);
  }

  private CompletableFuture<List<String>> ended(List<String> ids) {
    return run(JobScripts.AWAIT, args(ids.toArray()))
        .thenApply(over -> over.stream().map(JobAnswers::text).toList());
  }

  @Override
  public CompletionStage<List<JobStatus>> deadLetters(int skip, int max) {
    checkBatch(max);
    if (skip < 0) {
      throw new IllegalArgumentException("skip " + skip + " is negative");
    }
    return run(JobScripts.DEAD_LETTERS, args(max, skip))
        .thenCompose(ids -> statuses(ids.stream().map(JobAnswers::text).toList()))
        .thenApply(
            statuses ->
                // One may have been revived meanwhile.
                statuses.values().stream().filter(each -> each.state() == JobState.DEAD).toList());
  }

  @Override
  public CompletionStage<Boolean> revive(String id) {
    return run(JobScripts.REVIVE, args(id))
        .thenApply(answer -> JobAnswers.number(answer.get(0)) == 1);
  }

  @Override
  public CompletionStage<JobQueueStatistics> statistics() {
    return run(JobScripts.STATISTICS, args())
        .thenApply(answer -> JobAnswers.statistics(name, answer, settings.capacity()));
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the job queue is closed");
  }

  @Override
  public void close() {
    isClosed = true;
    waits.close();
    ends.close();
    if (ownsLink) {
      link.close();
    }
  }

  private CompletableFuture<List<Object>> run(RedisScript script, List<byte[]> values) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    return calls.eval(
        script, ScriptOutputType.MULTI, new byte[][] {meta}, values.toArray(byte[][]::new));
  }

  /** Sends one script for so many at a time, one behind the other without waiting in between. */
  private <T, R> CompletableFuture<List<R>> inChunks(
      List<T> all,
      Function<T, Integer> size,
      RedisScript script,
      List<byte[]> fixed,
      BiConsumer<T, List<byte[]>> arguments,
      BiFunction<T, Object, R> result) {
    List<CompletableFuture<List<R>>> answers = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      List<byte[]> args = new ArrayList<>(fixed);
      int to = from;
      int octets = 0;
      while (to < all.size() && to - from < CHUNK && octets < CHUNK_OCTETS) {
        octets += size.apply(all.get(to));
        arguments.accept(all.get(to), args);
        to++;
      }
      List<T> chunk = List.copyOf(all.subList(from, to));
      answers.add(
          run(script, args)
              .thenApply(
                  answer ->
                      IntStream.range(0, chunk.size())
                          .mapToObj(i -> result.apply(chunk.get(i), answer.get(i)))
                          .toList()));
      from = to;
    }
    return all(answers).thenApply(lists -> lists.stream().flatMap(List::stream).toList());
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  private List<byte[]> args(Object... values) {
    List<byte[]> args = new ArrayList<>();
    args.add(octets(prefix));
    for (Object value : values) {
      args.add(octets(value));
    }
    return args;
  }

  private static void checkBatch(int max) {
    if (max < 1 || max > MAX_BATCH) {
      throw new IllegalArgumentException("max " + max + " is not 1 to " + MAX_BATCH);
    }
  }

  /** A delay of less than a millisecond is one all the same. */
  private static long millis(Duration delay) {
    return delay.plusNanos(999_999).toMillis();
  }

  private static byte[] octets(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
