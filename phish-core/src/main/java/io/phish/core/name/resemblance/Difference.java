package io.phish.core.name.resemblance;

/**
 * Where a name differs from the one it resembles. Either part may be empty: then the other was put
 * in there or left out.
 *
 * @param from where the differing part starts in the name that was asked about, in UTF-16 units
 * @param to where it ends
 * @param targetFrom where the part starts in the name of the target that stands there instead
 * @param targetTo where that ends
 */
public record Difference(int from, int to, int targetFrom, int targetTo) {}
