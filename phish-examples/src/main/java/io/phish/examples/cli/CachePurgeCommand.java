package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.Detector;
import io.phish.ExtractorInfo;
import io.phish.InvalidSubjectException;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.examples.json.SafeJson;
import io.phish.redis.RedisCachePurge;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisLink;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import io.phish.spi.CanonicalForm;
import io.phish.spi.ExtractorDescriptor;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phish cache purge}. */
@Command(
    name = "purge",
    header = "Forgets what was looked up.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Without --extractor and --domain everything that was looked up is forgotten. In Redis, keys of",
      "other programs, other prefixes, and jobs, sessions and limits stay as they are; the server goes",
      "on serving meanwhile. Other instances forget it as well.",
      "",
      "On a terminal it asks first, unless --yes is given.",
      "",
      "Exit codes: 0; 2 if the command line is wrong or the answer was no; 4 if a cache does not",
      "answer: then some entries may be left.",
      "",
      "Examples:",
      "  phish cache purge --redis redis://localhost:6379 --domain example.com",
      "  phish cache purge --redis redis://localhost:6379 --extractor phish.dns --dry-run"
    })
final class CachePurgeCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--extractor",
      paramLabel = "ID",
      description =
          "Only what this extractor looked up, such as phish.dns; may be given several times. Of"
              + " Redis only.")
  private List<String> extractors = List.of();

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description =
          "Only what was looked up of this host and its registrable domain; may be given several"
              + " times.")
  private List<String> domains = List.of();

  @Option(names = "--dry-run", description = "Only say how many entries would be forgotten.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "One JSON object a line and cache.")
  private boolean json;

  @Mixin private CacheOptions caches = new CacheOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  CachePurgeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    caches.requireExisting();
    Set<CacheKey> keys = domains.isEmpty() ? Set.of() : keys();
    if (!dryRun && !yes && streams.interactive() && !isConfirmed()) {
      streams.err().println("phish: nothing was forgotten");
      return ExitCode.USAGE;
    }
    Output output = new Output(streams.out());
    try (JdbcCacheStore local = caches.openLocal()) {
      if (local != null) {
        long count = local(local, keys);
        output.write(() -> print(output, local.name(), count), false);
      }
    }
    if (caches.redis().isGiven()) {
      try (RedisLink link = RedisAnswers.connect(caches.redis());
          RedisCacheStore store = RedisCacheStore.on(link)) {
        long count =
            domains.isEmpty()
                ? sweep(new RedisCachePurge(link, this::isMeant))
                : remove(store, keys);
        output.write(() -> print(output, "redis", count), false);
      }
    }
    output.flush();
    return ExitCode.BENIGN;
  }

  private boolean isConfirmed() throws IOException {
    streams.err().print("Forget " + what() + "? [y/N] ");
    streams.err().flush();
    StringBuilder answer = new StringBuilder();
    for (int c = streams.in().read(); c >= 0 && c != '\n' && answer.length() < 16; ) {
      answer.append((char) c);
      c = streams.in().read();
    }
    String said = answer.toString().strip().toLowerCase(Locale.ROOT);
    return said.equals("y") || said.equals("yes");
  }

  private String what() {
    String by = extractors.isEmpty() ? "everything" : "all that " + String.join(", ", extractors);
    String looked = extractors.isEmpty() ? by + " that was looked up" : by + " looked up";
    return SafeText.escape(
        domains.isEmpty() ? looked : looked + " of " + String.join(", ", domains));
  }

  /** Whether a space is one of those that were asked for, in whatever version. */
  private boolean isMeant(String space) {
    return extractors.isEmpty()
        || extractors.stream().anyMatch(id -> space.equals(id) || space.startsWith(id + '@'));
  }

  /** What is known of the domains is kept under. */
  private Set<CacheKey> keys() {
    Set<CacheKey> keys = new LinkedHashSet<>();
    try (Detector detector = Detector.builder().build()) {
      for (String name : domains) {
        Domain domain = Subject.domain(name);
        CanonicalForm form = new DomainCanonicalizer().canonicalize(domain);
        if (isMeant(DomainLookup.SPACE) && form.registrableDomain() != null) {
          keys.add(CacheKey.of(DomainLookup.SPACE, form.registrableDomain()));
        }
        for (ExtractorInfo info : detector.extractors()) {
          ExtractorDescriptor<?> descriptor = info.descriptor();
          String space = descriptor.cacheSpace();
          if (isMeant(space) && descriptor.subjectType().isInstance(domain)) {
            CacheKey key = descriptor.cachePolicy().key(space, domain, form);
            if (key != null) {
              keys.add(key);
            }
          }
        }
      }
    } catch (InvalidSubjectException e) {
      throw wrong("--domain: " + e.getMessage());
    }
    if (keys.isEmpty()) {
      throw wrong("no extractor that was named keeps anything of a domain");
    }
    return keys;
  }

  private long local(CacheStore store, Set<CacheKey> keys) {
    if (!domains.isEmpty()) {
      return remove(store, keys);
    }
    if (!extractors.isEmpty()) {
      throw wrong("--extractor without --domain is for --redis only");
    }
    long count = count(store);
    if (!dryRun) {
      RedisAnswers.await(store.clear());
    }
    return count;
  }

  private static long count(CacheStore store) {
    // Writing, even nothing, comes after the rows were counted.
    RedisAnswers.await(store.remove(CacheKey.of("none@1", "")));
    return store.statistics().entries();
  }

  private long remove(CacheStore store, Set<CacheKey> keys) {
    Set<CacheKey> found = RedisAnswers.await(store.getAll(new ArrayList<>(keys))).keySet();
    if (!dryRun) {
      // Those that cannot be read as well.
      keys.forEach(key -> RedisAnswers.await(store.remove(key)));
    }
    return found.size();
  }

  private long sweep(RedisCachePurge purge) {
    return RedisAnswers.await(dryRun ? purge.count() : purge.run());
  }

  private void print(Output output, String cache, long count) throws IOException {
    if (json) {
      try (JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer())) {
        generator.writeStartObject();
        generator.writeStringField("cache", cache);
        generator.writeNumberField("entries", count);
        generator.writeBooleanField("dry_run", dryRun);
        generator.writeEndObject();
        generator.writeRaw('\n');
      }
      return;
    }
    String line =
        String.format(
            Locale.ROOT, "%s: %,d entries %s%n", cache, count, dryRun ? "to forget" : "forgotten");
    output.buffer().write(line.getBytes(StandardCharsets.US_ASCII));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
