/** What package registries tell about a package. */
@NullMarked
package io.phish.core.packages.registry;

import org.jspecify.annotations.NullMarked;
