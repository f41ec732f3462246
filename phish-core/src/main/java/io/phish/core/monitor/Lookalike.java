package io.phish.core.monitor;

import io.phish.core.name.permutation.PermutationRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registered name that may be taken for another.
 *
 * @param name in A-labels, in lower case, without a trailing dot
 * @param unicode the same in U-labels; the same string if it is ASCII
 * @param rule what was done to the other name
 * @param addresses of hosts, IPv4 before IPv6; each sorted, at most {@link #MAX_RECORDS}
 * @param mailServers as preference and name, {@code 10 mx.example.net}; sorted, at most as many
 * @param nameServers of the name itself; sorted, at most as many
 * @param sameNameServers whether the other name has just these name servers: its owner may have
 *     registered this one as well
 * @param created when it was registered, null if that was not asked for or is not known
 * @param firstSeen when a run found it first
 * @param lastSeen when a run found it last; before the last run if that one could not tell
 */
public record Lookalike(
    String name,
    String unicode,
    PermutationRule rule,
    List<String> addresses,
    List<String> mailServers,
    List<String> nameServers,
    boolean sameNameServers,
    @Nullable LocalDate created,
    Instant firstSeen,
    Instant lastSeen) {
  /** Records of a kind beyond these are left out. */
  public static final int MAX_RECORDS = 32;

  /** Copies the lists. */
  public Lookalike {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unicode, "unicode");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    addresses = List.copyOf(addresses);
    mailServers = List.copyOf(mailServers);
    nameServers = List.copyOf(nameServers);
  }

  /** The same, registered then. */
  Lookalike createdOn(@Nullable LocalDate day) {
    return new Lookalike(
        name,
        unicode,
        rule,
        addresses,
        mailServers,
        nameServers,
        sameNameServers,
        day,
        firstSeen,
        lastSeen);
  }
}
