/** What registries and registrars say of a domain, whoever was asked. */
@org.jspecify.annotations.NullMarked
package io.phish.core.registration;
