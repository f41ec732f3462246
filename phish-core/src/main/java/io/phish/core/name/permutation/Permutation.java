package io.phish.core.name.permutation;

/**
 * A name that may be taken for another.
 *
 * @param rule what was done to the other; the first rule that gives this name
 * @param ascii the name in A-labels, in lower case, without a trailing dot; valid by UTS 46 with
 *     all its checks
 * @param unicode the same in U-labels; the same string if it is ASCII
 * @param registrable false if the registry of its top-level domain is known to refuse its letters;
 *     true says only that nothing is known against them
 */
public record Permutation(
    PermutationRule rule, String ascii, String unicode, boolean registrable) {}
