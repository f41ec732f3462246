/** URLs as browsers read them: parser, canonical forms, lexical features and their extractor. */
@org.jspecify.annotations.NullMarked
package io.phish.core.url;
