/** Updates within one instance. */
@org.jspecify.annotations.NullMarked
package io.phish.core.updates;
