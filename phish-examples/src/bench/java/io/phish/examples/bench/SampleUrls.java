package io.phish.examples.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/** URLs like those in mail and web logs, the same ones in every run. */
final class SampleUrls {
  private static final String[] WORDS = {
    "account", "blog", "cart", "download", "example", "forum", "help", "image", "index", "invoice",
    "login", "mail", "news", "order", "pay", "photo", "profile", "search", "secure", "shop",
    "static", "support", "update", "user", "verify", "video", "wiki", "www"
  };
  private static final String[] SUFFIXES = {
    "com", "org", "net", "co.uk", "de", "top", "xyz", "info"
  };

  private final SplittableRandom random;

  SampleUrls(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static String[] array(int count) {
    SampleUrls urls = new SampleUrls(20261120);
    String[] array = new String[count];
    for (int i = 0; i < count; i++) {
      array[i] = urls.next();
    }
    return array;
  }

  String next() {
    StringBuilder url = new StringBuilder(96);
    url.append(random.nextInt(5) == 0 ? "http://" : "https://");
    int shape = random.nextInt(100);
    if (shape < 3) {
      url.append(random.nextInt(1, 224)).append('.').append(random.nextInt(256));
      url.append('.').append(random.nextInt(256)).append('.').append(random.nextInt(256));
    } else {
      for (int labels = random.nextInt(2); labels >= 0; labels--) {
        url.append(word()).append('.');
      }
      url.append(shape < 6 ? "xn--mnchen-3ya" : word() + random.nextInt(10_000)).append('.');
      url.append(SUFFIXES[random.nextInt(SUFFIXES.length)]);
    }
    for (int segments = random.nextInt(5); segments > 0; segments--) {
      url.append('/').append(word());
    }
    if (random.nextInt(3) == 0) {
      url.append(".html");
    }
    if (random.nextInt(3) == 0) {
      url.append('?').append(word()).append('=');
      url.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
    }
    return url.toString();
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
