package io.phish.examples.bench;

import io.phish.core.model.NgramModel;
import io.phish.core.url.UrlFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The n-grams of the shipped models alone, of host and path of one URL after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class NgramBenchmark {
  private final String[] urls = RealUrls.array(8_192);
  private final int[] hosts = new int[urls.length];
  private final int[] paths = new int[urls.length];
  private NgramModel full;
  private NgramModel permissive;
  private int next;

  /** Reads the models and finds hosts and paths. */
  @Setup
  public void open() throws IOException {
    full = read("url-ngrams.phm");
    permissive = read("url-permissive-ngrams.phm");
    for (int i = 0; i < urls.length; i++) {
      hosts[i] = urls[i].indexOf("://") + 3;
      int path = urls[i].indexOf('/', hosts[i]);
      paths[i] = path < 0 ? urls[i].length() : path;
    }
  }

  private static NgramModel read(String name) throws IOException {
    try (InputStream in = UrlFeatures.class.getResourceAsStream(name)) {
      return NgramModel.read(Objects.requireNonNull(in, name), name);
    }
  }

  /** The tables of the full model. */
  @Benchmark
  public double full() {
    return score(full);
  }

  /** The smaller ones of the permissive model. */
  @Benchmark
  public double permissive() {
    return score(permissive);
  }

  private double score(NgramModel model) {
    next = (next + 1) & (urls.length - 1);
    String url = urls[next];
    int path = paths[next];
    return model.host(url, hosts[next], path) + model.path(url, path, url.length());
  }
}
