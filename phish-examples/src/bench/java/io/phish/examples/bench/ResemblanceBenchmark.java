package io.phish.examples.bench;

import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ResemblanceIndex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One host after the other against an index of made-up hosts: half of those asked about are a slip
 * away from a protected one, half are like none on purpose.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class ResemblanceBenchmark {
  private static final int QUERIES = 1 << 14;
  private static final String[] SYLLABLES = {
    "ba", "co", "di", "fu", "ge", "ho", "jin", "ka", "lo", "mar", "net", "or", "pay", "qui", "ra",
    "sun", "tek", "ul", "ven", "wi", "xo", "ya", "zen", "shop", "bank", "data", "max", "pro", "soft"
  };
  private static final String[] SUFFIXES = {
    ".com", ".com", ".com", ".net", ".org", ".co.uk", ".de"
  };

  /** How many names are protected. */
  @Param({"20000", "200000"})
  private int names;

  private ResemblanceIndex index;
  private List<ProtectedName> protectedNames;
  private NameQuery[] queries;
  private int next;

  /** Makes the names up and builds the index. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(20261121);
    Set<String> hosts = new LinkedHashSet<>();
    while (hosts.size() < names) {
      hosts.add(host(random));
    }
    protectedNames = new ArrayList<>(names);
    for (String host : hosts) {
      protectedNames.add(ProtectedName.of(host, NameKind.DOMAIN, protectedNames.size() + 1));
    }
    index = ResemblanceIndex.of(protectedNames);
    queries = new NameQuery[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      queries[i] =
          NameQuery.domain(
              i % 2 == 0
                  ? host(random)
                  : slip(protectedNames.get(random.nextInt(names)).name(), random));
    }
  }

  private static String host(SplittableRandom random) {
    StringBuilder host = new StringBuilder();
    for (int syllables = 2 + random.nextInt(4); syllables > 0; syllables--) {
      host.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      if (syllables > 1 && random.nextInt(12) == 0) {
        host.append('-');
      }
    }
    host.append((char) ('a' + random.nextInt(26))).append((char) ('a' + random.nextInt(26)));
    return host + SUFFIXES[random.nextInt(SUFFIXES.length)];
  }

  private static String slip(String host, SplittableRandom random) {
    int at = random.nextInt(host.indexOf('.'));
    String letter = String.valueOf((char) ('a' + random.nextInt(26)));
    return host.substring(0, at) + letter + host.substring(at + random.nextInt(2));
  }

  /** All names that one resembles. */
  @Benchmark
  public int find() {
    next = (next + 1) & (QUERIES - 1);
    return index.find(queries[next]).size();
  }

  /** The whole index. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 3)
  @Measurement(iterations = 5)
  public ResemblanceIndex indexOfAll() {
    return ResemblanceIndex.of(protectedNames);
  }
}
