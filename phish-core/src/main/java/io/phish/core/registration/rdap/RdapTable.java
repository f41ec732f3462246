package io.phish.core.registration.rdap;

import io.phish.core.http.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of servers in use, kept up to date from a file or a URL. Whatever goes wrong with a new
 * one, the last good one stays. Safe for any number of threads.
 */
public final class RdapTable {
  /**
   * How often a new table is looked for: registries change their servers within days, not hours.
   */
  public static final Duration DEFAULT_INTERVAL = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(RdapTable.class);
  private static final Duration FETCH_TIME = Duration.ofSeconds(30);

  private final @Nullable URI url;
  private final @Nullable Path file;
  private final UnaryOperator<RdapBootstrap> change;
  private final long interval;
  private final LongSupplier nanoTime;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile RdapBootstrap current;
  private volatile long checked;
  private volatile boolean everChecked;
  private volatile @Nullable String etag;
  private volatile @Nullable String lastModified;
  private volatile @Nullable FileTime read;

  private RdapTable(
      RdapBootstrap first,
      @Nullable URI url,
      @Nullable Path file,
      UnaryOperator<RdapBootstrap> change,
      Duration interval,
      LongSupplier nanoTime) {
    this.current = change.apply(first);
    this.url = url;
    this.file = file;
    this.change = change;
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
  }

  /** What came of looking for a new table. */
  public enum Refresh {
    /** There is a new one. */
    UPDATED,
    /** The one in use is the newest. */
    UNCHANGED
  }

  /** A table that stays as it is. */
  public static RdapTable of(RdapBootstrap bootstrap) {
    return new RdapTable(
        Objects.requireNonNull(bootstrap, "bootstrap"),
        null,
        null,
        UnaryOperator.identity(),
        DEFAULT_INTERVAL,
        System::nanoTime);
  }

  /**
   * A table from a file, read again when it changes.
   *
   * @param change what is altered in every table that is read: servers of one's own
   * @throws MalformedRdapException if it is no such table
   * @throws IOException if it cannot be read
   */
  public static RdapTable of(Path file, UnaryOperator<RdapBootstrap> change) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    RdapBootstrap first = RdapBootstrap.parse(octets(file));
    RdapTable table =
        new RdapTable(first, null, file, change, Duration.ofMinutes(1), System::nanoTime);
    table.read = time;
    table.checked = System.nanoTime();
    table.everChecked = true;
    return table;
  }

  /**
   * The bundled table until one was fetched.
   *
   * @param url of a file such as IANA's {@code dns.json}
   * @param change as for {@link #of(Path, UnaryOperator)}
   * @param interval how often a new one is looked for, above 0
   */
  public static RdapTable of(URI url, UnaryOperator<RdapBootstrap> change, Duration interval) {
    return of(url, change, interval, System::nanoTime);
  }

  static RdapTable of(
      URI url, UnaryOperator<RdapBootstrap> change, Duration interval, LongSupplier nanoTime) {
    return new RdapTable(RdapBootstrap.bundled(), url, null, change, interval, nanoTime);
  }

  /** One octet more than is allowed is enough to refuse it. */
  private static byte[] octets(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Json.MAX_LENGTH + 1);
    }
  }

  /** The table in use. */
  public RdapBootstrap current() {
    return current;
  }

  /** Looks for a new table behind the scenes if it is time to. */
  void refreshIfDue(RdapClient client) {
    if ((url == null && file == null)
        || (everChecked && nanoTime.getAsLong() - checked < interval)
        || refreshing.get()) {
      return;
    }
    CompletableFuture<Refresh> unused =
        refresh(client)
            .whenComplete(
                (result, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "The table of RDAP servers stays as it is: {}",
                        String.valueOf(RdapServer.unwrap(failure).getMessage()));
                  }
                });
  }

  /**
   * Looks for a new table now.
   *
   * @param client whose connections are used
   * @return fails with a {@link MalformedRdapException} if the new table is none, and with an
   *     {@link IOException} if there is none to be had; the one in use stays
   */
  public CompletableFuture<Refresh> refresh(RdapClient client) {
    if (!refreshing.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(Refresh.UNCHANGED);
    }
    CompletableFuture<Refresh> result = file == null ? fetch(client) : reread(file);
    return result.whenComplete(
        (refresh, failure) -> {
          checked = nanoTime.getAsLong();
          everChecked = true;
          refreshing.set(false);
        });
  }

  private CompletableFuture<Refresh> reread(Path source) {
    try {
      FileTime time = Files.getLastModifiedTime(source);
      if (time.equals(read)) {
        return CompletableFuture.completedFuture(Refresh.UNCHANGED);
      }
      current = change.apply(RdapBootstrap.parse(octets(source)));
      read = time;
      return CompletableFuture.completedFuture(Refresh.UPDATED);
    } catch (IOException | MalformedRdapException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Refresh> fetch(RdapClient client) {
    Http http = client.http();
    if (url == null || http == null) {
      return CompletableFuture.completedFuture(Refresh.UNCHANGED);
    }
    Map<String, String> conditions = new HashMap<>();
    if (etag != null) {
      conditions.put("If-None-Match", etag);
    }
    if (lastModified != null) {
      conditions.put("If-Modified-Since", lastModified);
    }
    CompletableFuture<Reply> exchange = Reply.ask(http, url, conditions, FETCH_TIME.toNanos());
    var alarm = http.schedule(() -> exchange.cancel(true), FETCH_TIME.toNanos());
    return exchange.whenComplete((reply, failure) -> alarm.cancel(false)).thenCompose(this::take);
  }

  private CompletableFuture<Refresh> take(Reply reply) {
    if (reply.status() == 304) {
      return CompletableFuture.completedFuture(Refresh.UNCHANGED);
    }
    if (reply.status() != 200) {
      return CompletableFuture.failedFuture(
          new IOException(reply.source() + " answered " + reply.status()));
    }
    try {
      current = change.apply(RdapBootstrap.parse(reply.body()));
    } catch (MalformedRdapException e) {
      return CompletableFuture.failedFuture(e);
    }
    etag = reply.header("ETag");
    lastModified = reply.header("Last-Modified");
    return CompletableFuture.completedFuture(Refresh.UPDATED);
  }
}
