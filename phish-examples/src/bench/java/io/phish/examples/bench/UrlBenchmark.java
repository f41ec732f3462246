package io.phish.examples.bench;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.Verdict;
import io.phish.core.url.ParsedUrl;
import io.phish.core.url.UrlFeatures;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.spi.FeatureVector;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.ServiceLoader;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One URL after the other: parsing it, beside {@link URI} which does less (no IDNA, no IPv4 forms,
 * no registrable domain), and the whole way to its verdict.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class UrlBenchmark {
  private final String[] urls = SampleUrls.array(8_192);
  private final AnalysisOptions options = AnalysisOptions.defaults();
  private final UrlFeatures features = new UrlFeatures();
  private final ParsedUrl[] parsed =
      Arrays.stream(urls).map(ParsedUrl::parse).toArray(ParsedUrl[]::new);
  private Canonicalizer<Url> parser;
  private Detector detector;
  private int next;

  /** Finds the parser and makes a detector that remembers no verdict. */
  @Setup
  public void open() {
    parser = parserOf(Url.class);
    detector = Detector.builder().verdictCache(0, Duration.ofMinutes(1)).build();
  }

  /** Ends the detector. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** Checks and parses. */
  @Benchmark
  public CanonicalForm parse() {
    return parser.canonicalize(Subject.url(url()));
  }

  /** The features of a URL that is parsed already, n-grams included. */
  @Benchmark
  public FeatureVector features() {
    next = (next + 1) & (parsed.length - 1);
    return features.extract(parsed[next]);
  }

  /** Parses with the JDK. */
  @Benchmark
  public URI parse_with_java_net_uri() throws URISyntaxException {
    return new URI(url());
  }

  /** Checks, parses, extracts and scores, with every extractor there is, off-line. */
  @Benchmark
  public Verdict analyze() {
    return detector.analyze(Subject.url(url()), options).join();
  }

  private String url() {
    next = (next + 1) & (urls.length - 1);
    return urls[next];
  }

  @SuppressWarnings("unchecked") // a canonicalizer says what it parses
  private static <S extends Subject> Canonicalizer<S> parserOf(Class<S> type) {
    return ServiceLoader.load(Canonicalizer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(candidate -> candidate.subjectType() == type)
        .map(candidate -> (Canonicalizer<S>) candidate)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody parses " + type));
  }
}
