/**
 * What every implementation of the extension interfaces must keep, as JUnit tests to be inherited,
 * and what it takes to call one without a detector. Needs nothing but JUnit Jupiter beside
 * phish-api.
 */
@org.jspecify.annotations.NullMarked
package io.phish.contract;
