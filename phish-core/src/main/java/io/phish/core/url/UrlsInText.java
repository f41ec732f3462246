package io.phish.core.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds the URLs, hosts and mail addresses that stand in a text or in the source of a page, as
 * people write them and as mail programs make links of them.
 *
 * <p>A URL may stand without its scheme if its host ends in a public suffix ({@code example.com/x},
 * {@code www.example.co.uk}); it may be an IPv4 address, an IPv6 address in brackets, or a mail
 * address. Punctuation and brackets of the sentence around it are no part of it. Defanged forms
 * ({@code hxxp}, {@code [.]}, {@code (dot)}, {@code [at]} …) are put right. A host with a label
 * that starts or ends with a hyphen or underscore is not taken: no program makes a link of it.
 *
 * <p>Takes time linear in the text; safe for any number of threads; throws nothing, whatever the
 * text is. Every URL found that browsers open (http, https, ws, wss, ftp) can be parsed.
 */
public final class UrlsInText {

  private UrlsInText() {}

  /**
   * What is looked for.
   *
   * @param maxUrls after how many to stop, at least 1
   * @param fileNames whether a bare {@code name.zip} is a host where it may as well be the name of
   *     a file: py, rs, sh, md, zip and mov are both. With a scheme, a path, a port or {@code www.}
   *     it is a host in any case. Mail programs differ here
   */
  public record Options(int maxUrls, boolean fileNames) {
    private static final Options DEFAULTS = new Options(10_000, false);

    /** Checks the bounds. */
    public Options {
      if (maxUrls < 1) {
        throw new IllegalArgumentException("maxUrls is " + maxUrls + "; give at least 1");
      }
    }

    /** 10,000 URLs, and no file names. */
    public static Options defaults() {
      return DEFAULTS;
    }

    /** These with another limit. */
    public Options withMaxUrls(int max) {
      return new Options(max, fileNames);
    }

    /** These with or without file names. */
    public Options withFileNames(boolean names) {
      return new Options(maxUrls, names);
    }
  }

  /** The URLs of a plain text, in their order; a snippet of a page does no harm. */
  public static List<FoundUrl> find(String text) {
    return find(text, Options.defaults());
  }

  /** The URLs of a plain text, in their order. */
  public static List<FoundUrl> find(String text, Options options) {
    Objects.requireNonNull(text, "text");
    List<FoundUrl> found = new ArrayList<>();
    new TextScanner(text, text.toCharArray(), 0, text.length(), options, found::add)
        .scan(options.maxUrls());
    return found;
  }

  /**
   * The URLs of the source of a page, in the order of the source. Character references are decoded;
   * the offsets are those of the source.
   *
   * <p>Beside what stands in its text, in scripts, in styles and in comments, an absolute URL that
   * is the whole value of an attribute such as {@code href}, {@code src} or {@code action} is found
   * whatever its host, as browsers open it all the same. A value that is relative has no host.
   */
  public static List<FoundUrl> findInHtml(String html) {
    return findInHtml(html, Options.defaults());
  }

  /** As {@link #findInHtml(String)}. */
  public static List<FoundUrl> findInHtml(String html, Options options) {
    Objects.requireNonNull(html, "html");
    List<FoundUrl> found = new ArrayList<>();
    new HtmlScanner(html, options, found::add).scan();
    return found;
  }
}
