/** The packages that manifests, lock files and bills of materials name, and in which line. */
@NullMarked
package io.phish.core.packages.manifest;

import org.jspecify.annotations.NullMarked;
