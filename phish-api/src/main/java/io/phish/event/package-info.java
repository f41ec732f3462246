/** What a {@link io.phish.event.DetectorListener} hears. */
@org.jspecify.annotations.NullMarked
package io.phish.event;
