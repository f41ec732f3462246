package io.phish.core.name.resemblance;

import java.util.List;

/**
 * That one name resembles another.
 *
 * @param cost how many characters were changed, added, left out or moved
 * @param length how many letters are alike or nearly so: the longer, the less it can be chance
 */
record Match(ResemblanceRule rule, int cost, int length, List<Difference> differences) {}
