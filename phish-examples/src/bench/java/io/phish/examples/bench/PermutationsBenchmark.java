package io.phish.examples.bench;

import io.phish.core.name.permutation.Permutation;
import io.phish.core.name.permutation.Permutations;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The next permutation of a name, each name from its start again when it has no more. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets the name first
public class PermutationsBenchmark {
  /** Short, long, with a hyphen, not ASCII. */
  @Param({"github.com", "login.microsoftonline.com", "t-online.de", "m\u00FCller.de"})
  private String name;

  private Iterator<Permutation> permutations = Permutations.of("a.com").iterator();

  /** One permutation. */
  @Benchmark
  public Permutation next() {
    while (!permutations.hasNext()) {
      permutations = Permutations.of(name).iterator();
    }
    return permutations.next();
  }
}
