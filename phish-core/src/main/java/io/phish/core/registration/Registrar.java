package io.phish.core.registration;

import org.jspecify.annotations.Nullable;

/**
 * Who sold a domain. What is not stated is null; something is stated.
 *
 * @param name as written
 * @param ianaId in the IANA registrar ids registry, above 0
 * @param url of its web site, as written
 * @param abuseEmail where abuse is reported
 * @param abusePhone where abuse is reported
 */
public record Registrar(
    @Nullable String name,
    @Nullable Integer ianaId,
    @Nullable String url,
    @Nullable String abuseEmail,
    @Nullable String abusePhone) {}
