/** What can be analysed: URLs, domains, mails, texts, pages, package names, events. */
@org.jspecify.annotations.NullMarked
package io.phish.subject;
