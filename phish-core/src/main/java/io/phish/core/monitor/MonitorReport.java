package io.phish.core.monitor;

import io.phish.core.dns.DnsStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has found.
 *
 * @param state what is known now, for the next run
 * @param changes since the state before; every name if there was none. In the order of the
 *     permutations, then those that are gone
 * @param unknown names that were registered before, and of which this run could not learn whether
 *     they still are, with the reason; the state has them as they were. Unmodifiable
 * @param asked how many names were asked for
 * @param unanswered for how many of them nobody could say whether they exist, those of {@link
 *     #unknown} included: more may be registered than the state has
 * @param wildcards what has an answer for any name under it, sorted; a name there counts only if it
 *     has name servers or addresses of its own
 */
public record MonitorReport(
    MonitorState state,
    List<Change> changes,
    Map<String, DnsStatus> unknown,
    long asked,
    long unanswered,
    List<String> wildcards) {

  /** Copies the collections. */
  public MonitorReport {
    changes = List.copyOf(changes);
    unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    wildcards = List.copyOf(wildcards);
  }
}
