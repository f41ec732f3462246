/**
 * Ask a {@link io.phish.Detector} about a {@link io.phish.subject.Subject}, get a {@link
 * io.phish.Verdict}.
 */
@org.jspecify.annotations.NullMarked
package io.phish;
