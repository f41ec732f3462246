/** Whether an internationalised name can be shown in Unicode without misleading anybody. */
@org.jspecify.annotations.NullMarked
package io.phish.core.name.display;
