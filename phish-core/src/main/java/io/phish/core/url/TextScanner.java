package io.phish.core.url;

import io.phish.core.url.FoundUrl.Kind;
import io.phish.core.url.UrlsInText.Options;
import io.phish.subject.Url;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for characters that no URL is without, and from each outward. What was looked at from one
 * of them is not looked at again from the next but for a bounded number of times: the whole is
 * linear in the text. Used for one text.
 */
final class TextScanner {
  /** Top-level domains that are extensions of files, which are named in mail more often. */
  private static final String[] FILE_EXTENSIONS = {"py", "rs", "sh", "md", "zip", "mov"};

  /** The longest IPv6 address with its brackets, an IPv4 address at its end. */
  private static final int MAX_IPV6 = 47;

  private static final String MAILTO = "mailto:";

  private final String source;
  private final char[] text;
  private final int from;
  private final int to;
  private final Options options;
  private final Consumer<FoundUrl> sink;
  private final SchemeRun scheme = new SchemeRun();
  private final Backward backward;
  private final HostRun host;
  private final PathRun path;
  private final LinkTail tail;

  /** Where the last URL found ends. */
  private int linked;

  /** Before this no host starts any more. */
  private int floor;

  private int count;
  private long visited;

  /**
   * A scanner.
   *
   * @param source the text
   * @param text the characters of the text: reading those is twice as fast
   * @param from where to start in it
   * @param to where to stop
   */
  TextScanner(
      String source, char[] text, int from, int to, Options options, Consumer<FoundUrl> sink) {
    this.source = source;
    this.text = text;
    this.from = from;
    this.to = to;
    this.options = options;
    this.sink = sink;
    this.backward = new Backward(text, from);
    this.host = new HostRun(source, text, to);
    this.path = new PathRun(text, to);
    this.tail = new LinkTail(source, text, from, to, host);
    this.linked = from;
    this.floor = from;
  }

  /** Finds so many URLs at most; returns how many. */
  int scan(int max) {
    int i = trigger(text, from, to);
    while (i < to && count < max) {
      i = trigger(text, look(i, text[i]), to);
    }
    return count;
  }

  /**
   * The next character to look around of. Most of the time goes here, so it takes four characters a
   * turn and asks once about them: a wrong guess of a branch costs as much as ten characters.
   */
  private static int trigger(char[] text, int from, int to) {
    int i = from;
    while (i < to) {
      while (i + 5 <= to
          && Triggers.areIdle(text[i], text[i + 1], text[i + 2], text[i + 3], text[i + 4])) {
        i += 4;
      }
      int end = Math.min(to, i + 4);
      while (i < end) {
        if (Triggers.isTrigger(text[i], i + 1 < to ? text[i + 1] : ' ')) {
          return i;
        }
        i++;
      }
    }
    return to;
  }

  /** How many characters were looked at beside the plain run over the text. */
  long visited() {
    return visited + tail.visited;
  }

  /** Looks around a character; where to go on. */
  private int look(int at, char c) {
    return switch (c) {
      case '.' -> isLabel(at - 1) ? host(at, at) : at + 1;
      case ':' -> colon(at, at);
      case '@' -> address(at, 1);
      case '[', '(', '{', '<' -> bracket(at, c);
      default -> Defanged.dot(text, at, to, false) == 0 ? at + 1 : host(at, at);
    };
  }

  private int bracket(int at, char c) {
    if (at + 1 >= to) {
      return to;
    }
    char next = text[at + 1];
    if (next == ':' && at + 2 < to && !isWord(at + 2) && text[at + 2] != ':') {
      int end = colon(at, at + 1);
      if (end > at + 2) {
        return end;
      }
    }
    if (c == '[' && (next == ':' || CodePoints.hex(next) >= 0) && !isWord(at - 1)) {
      int end = ipv6End(at);
      if (end > 0) {
        return finish(at, at, at, end, null, false);
      }
    }
    int space = at > linked && text[at - 1] == ' ' ? 1 : 0;
    if (Defanged.dot(text, at, to, false) != 0) {
      return host(at - space, at);
    }
    int length = Defanged.at(text, at - space, to);
    return length == 0 ? at + 1 : address(at - space, length);
  }

  /** A host without a scheme, whose first label ends at an offset. */
  private int host(int left, int at) {
    int start = backward.label(left, floor);
    visited += left - start + 1;
    if (start == left || !host.read(start, false, false) || host.nameEnd <= at) {
      visited += host.visited;
      return at + 1;
    }
    visited += host.visited;
    int next = host.nameEnd;
    int sign = next < to ? Defanged.at(text, next, to) : 0;
    if (sign > 0) {
      return address(next, sign);
    }
    if (isSchemeAhead(next)) {
      return next;
    }
    int first = host.underscore ? schemeOfUnderscores(start) : -1;
    if (first >= 0) {
      return host.isRegistrable() || host.isIpv4()
          ? finish(first, host.start, host.start, host.end, scheme.name, true)
          : rejected();
    }
    char before = start > from ? text[start - 1] : ' ';
    boolean relative = before == '/' && isRelative(start);
    boolean fits = relative || !LinkChars.is(before, LinkChars.BEFORE_NO_HOST);
    if (!fits || !(host.isIpv4() ? isAddress() : host.isRegistrable() && isMeant(start))) {
      return rejected();
    }
    return finish(relative ? start - 2 : start, start, start, host.end, null, false);
  }

  private int rejected() {
    floor = Math.max(floor, host.nameEnd);
    return host.nameEnd;
  }

  /** Whether two slashes that begin a URL without its scheme stand before an offset. */
  private boolean isRelative(int start) {
    if (start - 2 < linked || text[start - 2] != '/') {
      return false;
    }
    int at = start - 3;
    return at < from || !(isLabel(at) || ":/.@\\".indexOf(text[at]) >= 0);
  }

  /** {@code http__example.com}: where the scheme starts, the host read behind it; -1 if not so. */
  private int schemeOfUnderscores(int start) {
    for (int i = start + 4; i < start + 8 && i + 2 < host.nameEnd; i++) {
      if (text[i] == '_' && text[i + 1] == '_') {
        if (scheme.find(text, start, i) && scheme.special && scheme.start == start) {
          host.read(i + 2, true, false);
          visited += host.visited;
          return start;
        }
        return -1;
      }
    }
    return -1;
  }

  /** Whether four numbers are an address and no network ({@code 10.0.0.0/8}). */
  private boolean isAddress() {
    int i = host.nameEnd;
    if (i + 1 >= to || text[i] != '/' || !LinkChars.isDigit(text[i + 1])) {
      return true;
    }
    int end = i + 2 < to && LinkChars.isDigit(text[i + 2]) ? i + 3 : i + 2;
    return end < to && (isLabel(end) || "/?#.=&%".indexOf(text[end]) >= 0);
  }

  /** Whether a name with a public suffix is meant as a host: it may be a file, or a sentence. */
  private boolean isMeant(int start) {
    char after = host.nameEnd < to ? text[host.nameEnd] : ' ';
    boolean more = after == '/' || after == '?' || (after == ':' && isDigit(host.nameEnd + 1));
    if (more || (host.forms & Defanged.ALTERED) != 0 || LinkChars.isAt(text, start, to, "www.")) {
      return true;
    }
    if (host.hasCommonSuffix()) {
      return true;
    }
    return after != '('
        && !isTitle(host.lastLabel)
        && (options.fileNames() || !host.endsInOneOf(FILE_EXTENSIONS));
  }

  /** Whether a word has its first letter only in upper case, as at the start of a sentence. */
  private boolean isTitle(int at) {
    return Character.isUpperCase(text[at]) && at + 1 < to && Character.isLowerCase(text[at + 1]);
  }

  /** A mail address, whose at sign is so long. */
  private int address(int at, int length) {
    int start = backward.local(at, linked);
    visited += at - start + 1;
    boolean mailto = false;
    if (start >= linked + MAILTO.length()) {
      int before = start - MAILTO.length();
      mailto = LinkChars.isAt(text, before, to, MAILTO) && !isWord(before - 1);
    }
    if (start == at || !host.read(at + length, length > 1, false)) {
      return at + length;
    }
    visited += host.visited;
    boolean fits = mailto ? host.isSound() : host.isRegistrable();
    if (!fits || host.endsInNumber()) {
      floor = at + length;
      return floor;
    }
    int end = host.nameEnd;
    if (mailto && end < to && text[end] == '?') {
      path.read(end, Math.min(to, end + Url.MAX_LENGTH / 2), ' ');
      visited += path.visited;
      end = path.end;
    }
    boolean defanged = length > 1 || (host.forms & Defanged.ALTERED) != 0;
    int first = mailto ? start - MAILTO.length() : start;
    return found(addressUrl(start, at, end, defanged), first, end, defanged, Kind.ADDRESS);
  }

  private String addressUrl(int start, int at, int end, boolean defanged) {
    if (!defanged) {
      return MAILTO.concat(source.substring(start, end));
    }
    StringBuilder url = new StringBuilder(MAILTO).append(source, start, at).append('@');
    host.end = host.nameEnd;
    host.writeTo(url);
    return url.append(source, host.nameEnd, end).toString();
  }

  /** A URL whose scheme ends at an offset, with its colon there or a character later. */
  private int colon(int schemeEnd, int colon) {
    boolean bracketed = colon > schemeEnd;
    int i = colon + 1;
    if (!bracketed && isPlain(i)) {
      visited += 2;
      return behindSlashes(schemeEnd, i + 2, 2, false);
    }
    if (bracketed && i < to && "])}".indexOf(text[i]) >= 0) {
      i++;
      bracketed = false;
    }
    int slashes = 0;
    boolean odd = colon > schemeEnd;
    for (int length; (length = Defanged.slash(text, i, to)) > 0; i += length) {
      slashes++;
      odd |= text[i] != '/';
    }
    visited += i - colon;
    if (slashes == 0 && LinkChars.isAt(text, i, to, "__")) {
      i += 2;
      slashes = 2;
      odd = true;
    }
    if (slashes == 0) {
      return colon + 1;
    }
    if (bracketed && i < to && "])}".indexOf(text[i]) >= 0) {
      i++;
    }
    return behindSlashes(schemeEnd, i, slashes, odd || slashes != 2);
  }

  /** Whether two slashes and what a host may begin with stand at an offset, as nearly always. */
  private boolean isPlain(int at) {
    return at + 2 < to
        && text[at] == '/'
        && text[at + 1] == '/'
        && LinkChars.is(text[at + 2], LinkChars.LABEL);
  }

  private int behindSlashes(int schemeEnd, int after, int slashes, boolean odd) {
    boolean known = scheme.find(text, linked, schemeEnd);
    visited += scheme.visited;
    if (!known || after >= to || (slashes != 2 && !scheme.special)) {
      return after;
    }
    return authority(after, slashes, odd);
  }

  private int authority(int after, int slashes, boolean odd) {
    int start = after;
    boolean altered = odd || scheme.defanged;
    if (text[start] == '[' && ipv6End(start) < 0 && isLabel(start + 1)) {
      start++;
      altered = true;
    }
    int ipv6 = readHost(start);
    int user = ipv6 > 0 ? -1 : userEnd(start, host.labels == 0 ? start : host.nameEnd);
    int hostStart = user < 0 ? start : user;
    if (user >= 0) {
      ipv6 = readHost(user);
      if (ipv6 == 0 && host.labels == 0) {
        hostStart = start;
        readHost(start);
      }
    }
    if (ipv6 > 0) {
      return finish(scheme.start, start, hostStart, ipv6, scheme.name, altered);
    }
    if (host.labels == 0) {
      return after;
    }
    if (host.labels == 1 && user < 0) {
      if (isSchemeAhead(host.nameEnd)) {
        return host.nameEnd;
      }
      int bare = bareIpv6End(start);
      if (bare > 0) {
        String url = scheme.name + "://[" + source.substring(start, bare) + "]";
        return LinkTail.isParsed(url) ? found(url, scheme.start, bare, true, Kind.URL) : bare;
      }
    }
    boolean sound = host.isSound() && !host.hasBadUnderscore();
    if (!sound || (slashes != 2 && !host.isRegistrable() && !host.isIpv4())) {
      return rejected();
    }
    return finish(scheme.start, start, hostStart, host.end, scheme.name, altered);
  }

  /** Reads a host behind a scheme; the end of an IPv6 address, 0 for any other host. */
  private int readHost(int start) {
    host.labels = 0;
    if (start < to && text[start] == '[') {
      return Math.max(0, ipv6End(start));
    }
    host.read(start, true, true);
    visited += host.visited;
    if ((host.forms & Defanged.COMMA) != 0 && !host.isRegistrable() && !host.isIpv4()) {
      host.read(start, true, false);
    }
    return 0;
  }

  /** Behind the at sign of a user name and password; -1 for none. */
  private int userEnd(int start, int next) {
    // Behind a colon without a port, or what is no host, brackets are none of the sentence.
    boolean password = next + 1 < to && text[next] == ':' && !isDigit(next + 1);
    boolean permissive = password || host.labels == 0 || host.ragged;
    int user = -1;
    int i = next;
    while (i < to) {
      char c = text[i];
      if (c == '@') {
        user = i + 1;
      } else if (!LinkChars.is(c, LinkChars.USER) && !(permissive && "&;,()[]{}".indexOf(c) >= 0)) {
        break;
      }
      i++;
    }
    visited += i - next;
    return user > start + 1 ? user : -1;
  }

  /** Reads what is behind a host, and reports the URL; see {@link LinkTail#read}. */
  private int finish(
      int start, int user, int hostStart, int hostEnd, @Nullable String written, boolean altered) {
    tail.altered = altered;
    if (!tail.read(start, user, hostStart, hostEnd, written)) {
      floor = Math.max(floor, hostEnd);
      return hostEnd;
    }
    found(tail.url, start, tail.end, tail.altered, written == null ? Kind.HOST : Kind.URL);
    linked = tail.resume(start);
    floor = linked;
    return linked;
  }

  private int found(String url, int start, int end, boolean defanged, Kind kind) {
    sink.accept(new FoundUrl(url, start, end, defanged, kind));
    count++;
    linked = end;
    floor = end;
    return end;
  }

  /** Where an IPv6 address in brackets ends; -1 if there is none. */
  private int ipv6End(int at) {
    int colons = 0;
    int limit = Math.min(to, at + MAX_IPV6);
    int i = at + 1;
    while (i < limit && (CodePoints.hex(text[i]) >= 0 || text[i] == ':' || text[i] == '.')) {
      colons += text[i] == ':' ? 1 : 0;
      i++;
    }
    visited += i - at;
    boolean closed = i < limit && text[i] == ']' && colons > 1;
    return closed && LinkTail.isParsed("http://" + source.substring(at, i + 1)) ? i + 1 : -1;
  }

  /** Where an IPv6 address ends that stands behind a scheme without brackets; -1 for none. */
  private int bareIpv6End(int start) {
    int colons = 0;
    int i = start;
    int limit = Math.min(to, start + MAX_IPV6);
    while (i < limit && (CodePoints.hex(text[i]) >= 0 || text[i] == ':')) {
      colons += text[i] == ':' ? 1 : 0;
      i++;
    }
    visited += i - start;
    return colons > 1 && !isWord(i) ? i : -1;
  }

  private boolean isSchemeAhead(int at) {
    if (at >= to || text[at] != ':') {
      return false;
    }
    int first = Defanged.slash(text, at + 1, to);
    return first > 0 && Defanged.slash(text, at + 1 + first, to) > 0;
  }

  private boolean isDigit(int at) {
    return at < to && LinkChars.isDigit(text[at]);
  }

  /** Whether an ASCII letter or digit stands at an offset. */
  private boolean isWord(int at) {
    return at >= from && at < to && LinkChars.is(text[at], LinkChars.ALPHANUMERIC);
  }

  /** Whether a character of a label stands at an offset. */
  private boolean isLabel(int at) {
    if (at < from || at >= to) {
      return false;
    }
    char c = text[at];
    return c < 128
        ? LinkChars.is(c, LinkChars.LABEL)
        : LinkChars.isWideLabel(
            Character.isLowSurrogate(c)
                ? Character.codePointBefore(text, at + 1)
                : Character.codePointAt(text, at));
  }
}
