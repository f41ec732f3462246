package io.phish.core.name.resemblance;

import java.util.List;

/**
 * That one name resembles another.
 *
 * @param slip the rule that the slip follows, where words were added as well; else the rule
 * @param cost how many characters were changed, added, left out or moved
 */
record Match(ResemblanceRule rule, ResemblanceRule slip, int cost, List<Difference> differences) {

  Match(ResemblanceRule rule, int cost, List<Difference> differences) {
    this(rule, rule, cost, differences);
  }
}
