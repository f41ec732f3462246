/** The face of the engine: applications reach it through {@link io.phish.Detector#builder}. */
@org.jspecify.annotations.NullMarked
package io.phish.core;
