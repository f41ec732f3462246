package io.phish.examples.cli;

import io.phish.core.dns.DnsQuestion;
import io.phish.examples.json.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * One question of a list, or why a line of it is none.
 *
 * @param line where it came from, from 1
 * @param question null if the line was rejected
 * @param rejection null if it was not
 */
record DnsInput(long line, @Nullable DnsQuestion question, @Nullable Rejection rejection) {}
