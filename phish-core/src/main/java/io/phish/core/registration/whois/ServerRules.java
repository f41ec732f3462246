package io.phish.core.registration.whois;

import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.RateLimit.Window;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server is to be asked.
 *
 * @param format of the question, {@code %s} standing for the name
 * @param charset of its replies where they are not UTF-8, null if that is not known
 * @param windows how often it may be asked
 */
record ServerRules(String format, @Nullable Charset charset, List<Window> windows) {
  private static final String NAME = "%s";

  /** Of servers of which nothing is known: nobody minds twice a second, and once on average. */
  static final ServerRules USUAL = new ServerRules(NAME, null, RateLimit.parse("2/s,60/m,1000/h"));

  /** The question, without the end of the line. */
  String line(String name) {
    int at = format.indexOf(NAME);
    return format.substring(0, at) + name + format.substring(at + NAME.length());
  }

  ServerRules withWindows(List<Window> other) {
    return new ServerRules(format, charset, other);
  }

  /** How many questions a nanosecond the tightest window allows in the short run. */
  double perNano() {
    return windows.stream()
        .mapToDouble(window -> window.calls() / (double) window.length().toNanos())
        .max()
        .orElse(0);
  }
}
