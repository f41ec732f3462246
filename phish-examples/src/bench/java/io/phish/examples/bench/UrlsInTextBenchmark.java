package io.phish.examples.bench;

import io.phish.core.url.UrlsInText;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The URLs in texts of 2 KB, per character, beside autolink-java with every kind of link switched
 * on. That gives offsets only; what Phish finds beyond it (hosts without {@code www.}, defanged
 * forms, IPv6) and does (public suffixes, the URL itself) is included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class UrlsInTextBenchmark {
  private static final int LENGTH = 2_048;

  private static final String[] WORDS = {
    "the",
    "account",
    "was",
    "updated,",
    "please",
    "see",
    "(as",
    "before)",
    "of",
    "March",
    "and",
    "then",
    "your",
    "order",
    "number",
    "12",
    "is",
    "on",
    "its",
    "way:",
    "we",
    "hope",
    "you",
    "like",
    "it.",
    "Kind",
    "regards",
    "from",
    "everybody",
    "here",
    "-",
    "today",
    "at",
    "9:30",
    "or",
    "later"
  };

  /** How many links a text has: one in a letter, some in a newsletter, lists of them. */
  @Param({"1", "4", "16"})
  private int links;

  private final LinkExtractor autolink =
      LinkExtractor.builder().linkTypes(EnumSet.allOf(LinkType.class)).build();
  private final String[] texts = new String[256];
  private int next;

  /** Writes the texts. */
  @Setup
  public void write() {
    SplittableRandom random = new SplittableRandom(20261120);
    SampleUrls urls = new SampleUrls(20261120);
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(random, urls);
    }
  }

  private String text(SplittableRandom random, SampleUrls urls) {
    StringBuilder text = new StringBuilder(LENGTH + 256);
    int done = 0;
    while (text.length() < LENGTH) {
      if (text.length() >= (long) LENGTH * done / links + LENGTH / links / 4 && done < links) {
        done++;
        text.append(
            switch (random.nextInt(8)) {
              case 0 -> "joe.user" + random.nextInt(100) + "@example.org";
              case 1 -> "www.example" + random.nextInt(100) + ".com/offers";
              default -> urls.next();
            });
      } else {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      text.append(' ');
    }
    return text.substring(0, LENGTH);
  }

  /** Phish. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int phish() {
    return UrlsInText.find(text()).size();
  }

  /** The same texts by autolink-java. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int autolink() {
    int count = 0;
    for (LinkSpan link : autolink.extractLinks(text())) {
      count += link.getEndIndex() - link.getBeginIndex();
    }
    return count;
  }

  private String text() {
    next = (next + 1) & (texts.length - 1);
    return texts[next];
  }
}
