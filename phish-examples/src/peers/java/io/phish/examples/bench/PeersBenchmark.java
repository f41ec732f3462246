package io.phish.examples.bench;

import io.mola.galimatias.GalimatiasParseException;
import io.mola.galimatias.URL;
import io.phish.core.url.ParsedUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.netpreserve.urlcanon.Canonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Parsing a URL and asking for its host, beside other parsers. Phish is asked for the registrable
 * domain as well, which none of the others but OkHttp knows (and is not asked for).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeersBenchmark {
  private final String[] urls = SampleUrls.array(8_192);
  private int next;

  /** Phish: host and registrable domain. */
  @Benchmark
  public void phish(Blackhole hole) {
    ParsedUrl url = ParsedUrl.parse(url());
    hole.consume(url);
    hole.consume(url.host());
    hole.consume(url.registrableDomain());
  }

  /** The JDK: no canonical host, no IDNA, no IPv4 forms. */
  @Benchmark
  public void java_net_uri(Blackhole hole) throws URISyntaxException {
    URI url = new URI(url());
    hole.consume(url);
    hole.consume(url.getHost());
  }

  /** OkHttp 4. */
  @Benchmark
  public void okhttp(Blackhole hole) {
    HttpUrl url = HttpUrl.get(url());
    hole.consume(url);
    hole.consume(url.host());
  }

  /** Galimatias. */
  @Benchmark
  public void galimatias(Blackhole hole) throws GalimatiasParseException {
    URL url = URL.parse(url());
    hole.consume(url);
    hole.consume(url.host());
  }

  /** Urlcanon, which parses and then brings into the form of the URL Standard. */
  @Benchmark
  public void urlcanon(Blackhole hole) {
    org.netpreserve.urlcanon.ParsedUrl url = org.netpreserve.urlcanon.ParsedUrl.parseUrl(url());
    Canonicalizer.WHATWG.canonicalize(url);
    hole.consume(url);
    hole.consume(url.getHost());
  }

  private String url() {
    next = (next + 1) & (urls.length - 1);
    return urls[next];
  }
}
