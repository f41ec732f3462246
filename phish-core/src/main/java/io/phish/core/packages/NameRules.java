package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Subject;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names registries have, which of them are equal, and whose they are. */
final class NameRules {
  static final int NPM_LENGTH = 214;
  static final int CRATE_LENGTH = 64;
  static final int NUGET_LENGTH = 100;

  /** Hosts of code whose first path element is a user; other hosts belong to one owner. */
  private static final Set<String> GO_CODE_HOSTS =
      Set.of(
          "github.com",
          "gitlab.com",
          "bitbucket.org",
          "codeberg.org",
          "gitee.com",
          "git.sr.ht",
          "gopkg.in");

  private NameRules() {}

  /** As {@link Ecosystem#canonical}. */
  static String canonical(Ecosystem ecosystem, String name) {
    Subject.packageName(ecosystem.id(), name); // length, controls, surrogates
    return switch (ecosystem) {
      case PYPI -> pypi(name);
      case NPM -> npm(name);
      case CARGO -> crate(name);
      case MAVEN -> maven(name);
      case RUBYGEMS -> gem(name);
      case GO -> go(name);
      case NUGET -> nuget(name);
    };
  }

  private static String pypi(String name) {
    require(Ecosystem.PYPI, name, 0, name.length(), "._-");
    requireAlphanumeric(Ecosystem.PYPI, name, 0, "begin");
    requireAlphanumeric(Ecosystem.PYPI, name, name.length() - 1, "end");
    StringBuilder canonical = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && c != '_' && c != '.') {
        canonical.append(lower(c));
      } else if (canonical.charAt(canonical.length() - 1) != '-') {
        canonical.append('-');
      }
    }
    return canonical.toString();
  }

  private static String npm(String name) {
    requireLength(Ecosystem.NPM, name, NPM_LENGTH);
    int start = 0;
    if (name.charAt(0) == '@') {
      int slash = name.indexOf('/');
      if (slash < 0) {
        throw refusal(name.length() - 1, "name has a scope and nothing behind it");
      }
      npmPart(name, 1, slash, "scope");
      start = slash + 1;
    }
    npmPart(name, start, name.length(), "name");
    if (name.equalsIgnoreCase("node_modules") || name.equalsIgnoreCase("favicon.ico")) {
      throw refusal(0, "name is one that npm keeps for itself");
    }
    return name;
  }

  private static void npmPart(String name, int from, int to, String what) {
    if (from == to) {
      throw refusal(Math.min(from, name.length() - 1), what + " is empty");
    }
    // The marks are those of names from before 2017: what no URL has to escape.
    require(Ecosystem.NPM, name, from, to, "._-~!*'()");
    if (name.charAt(from) == '.' || name.charAt(from) == '_') {
      throw refusal(
          from, what + " begins with '" + name.charAt(from) + "' at " + from + ", as none may");
    }
  }

  private static String crate(String name) {
    requireLength(Ecosystem.CARGO, name, CRATE_LENGTH);
    require(Ecosystem.CARGO, name, 0, name.length(), "-_");
    if (!isLetter(name.charAt(0))) {
      throw refusal(0, "name begins with " + shown(name, 0) + " and must with a letter");
    }
    return name.replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static String maven(String name) {
    String mark = name.indexOf(':') >= 0 ? ":" : "/";
    int colon = name.indexOf(mark);
    if (colon < 1 || colon == name.length() - 1) {
      throw refusal(Math.max(colon, 0), "name is not of the form group:artifact");
    }
    require(Ecosystem.MAVEN, name, 0, colon, "._-");
    require(Ecosystem.MAVEN, name, colon + 1, name.length(), "._-");
    return name.substring(0, colon) + ':' + name.substring(colon + 1);
  }

  private static String gem(String name) {
    require(Ecosystem.RUBYGEMS, name, 0, name.length(), "._-");
    if (!isLetter(name.charAt(0)) && !isDigit(name.charAt(0))) {
      throw refusal(0, "name begins with '" + name.charAt(0) + "', as none may");
    }
    for (int i = 0; i < name.length(); i++) {
      if (isLetter(name.charAt(i))) {
        return name;
      }
    }
    throw refusal(0, "name has no letter");
  }

  private static String nuget(String name) {
    requireLength(Ecosystem.NUGET, name, NUGET_LENGTH);
    require(Ecosystem.NUGET, name, 0, name.length(), "._-");
    for (int i = 0; i < name.length(); i++) {
      boolean separator = name.charAt(i) == '.' || name.charAt(i) == '-';
      if (separator && (i == 0 || i == name.length() - 1 || isDotOrDash(name.charAt(i - 1)))) {
        throw refusal(
            i, "name has '" + name.charAt(i) + "' at " + i + ", where no word ends and begins");
      }
    }
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isDotOrDash(char c) {
    return c == '.' || c == '-';
  }

  private static String go(String name) {
    require(Ecosystem.GO, name, 0, name.length(), "-._~/!");
    String path = name.indexOf('!') < 0 ? name : goUnescaped(name);
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        goElement(path, start, i);
        start = i + 1;
      }
    }
    return path;
  }

  private static void goElement(String path, int from, int to) {
    if (from == to) {
      throw refusal(Math.min(from, path.length() - 1), "module path has an empty element");
    }
    if (path.charAt(from) == '.' || path.charAt(to - 1) == '.') {
      throw refusal(from, "element of the module path at " + from + " begins or ends with a dot");
    }
    if (from == 0 && path.charAt(0) == '-') {
      throw refusal(0, "module path begins with '-'");
    }
    int major = goMajor(path, to);
    if (to == path.length() && from > 0 && major == from - 1 && isBadMajor(path, from)) {
      throw refusal(from, "major version suffix at " + from + " must be /v2 or above");
    }
  }

  private static boolean isBadMajor(String path, int from) {
    return path.charAt(from + 1) == '0' || path.substring(from + 1).equals("1");
  }

  /** The escape of the module cache and of proxies. */
  private static String goUnescaped(String name) {
    StringBuilder path = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '!') {
        path.append(c);
      } else if (i + 1 < name.length() && name.charAt(i + 1) >= 'a' && name.charAt(i + 1) <= 'z') {
        path.append((char) (name.charAt(++i) - 'a' + 'A'));
      } else {
        throw refusal(i, "module path has '!' at " + i + " and no lower-case letter behind it");
      }
    }
    return path.toString();
  }

  /** Where the suffix {@code /vN} begins that ends here; the end if there is none. */
  private static int goMajor(String path, int end) {
    int i = end;
    while (i > 0 && isDigit(path.charAt(i - 1))) {
      i--;
    }
    return i < end && i >= 2 && path.charAt(i - 1) == 'v' && path.charAt(i - 2) == '/'
        ? i - 2
        : end;
  }

  /**
   * What a name is called in lists of popular ones: Go modules go by their path in lower case (as
   * in package URLs) and without the major version, gopkg.in's included.
   */
  static String popularKey(Ecosystem ecosystem, String canonical) {
    if (ecosystem != Ecosystem.GO) {
      return canonical;
    }
    String path = canonical.substring(0, goMajor(canonical, canonical.length()));
    if (path.startsWith("gopkg.in/")) {
      int dot = path.lastIndexOf(".v");
      path = dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
    }
    return path.toLowerCase(Locale.ROOT);
  }

  /**
   * Whose a name is, where the name says so: npm's scope with its {@code @}, Maven's group, of a Go
   * module the host or on a host of code the user there.
   */
  static @Nullable String owner(Ecosystem ecosystem, String name) {
    return switch (ecosystem) {
      case NPM -> name.startsWith("@") && name.indexOf('/') > 1 ? before(name, '/') : null;
      case MAVEN -> name.indexOf(':') > 0 ? before(name, ':') : null;
      case GO -> goOwner(name);
      case PYPI, CARGO, RUBYGEMS, NUGET -> null;
    };
  }

  private static @Nullable String goOwner(String path) {
    String host = before(path, '/').toLowerCase(Locale.ROOT);
    if (!GO_CODE_HOSTS.contains(host)) {
      return host.indexOf('.') > 0 ? host : null;
    }
    int second = path.indexOf('/', host.length() + 1);
    return second < 0 ? null : path.substring(0, second).toLowerCase(Locale.ROOT);
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static void requireLength(Ecosystem ecosystem, String name, int length) {
    if (name.length() > length) {
      throw new InvalidSubjectException(
          "package",
          Code.TOO_LONG,
          length,
          "name has " + name.length() + " characters, " + ecosystem.title() + " allows " + length);
    }
  }

  private static void require(Ecosystem ecosystem, String name, int from, int to, String marks) {
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !isDigit(c) && marks.indexOf(c) < 0) {
        throw refusal(
            i,
            "name has "
                + shown(name, i)
                + " at "
                + i
                + "; "
                + ecosystem.title()
                + " has ASCII letters, digits and "
                + marks);
      }
    }
  }

  private static void requireAlphanumeric(Ecosystem ecosystem, String name, int at, String verb) {
    if (!isLetter(name.charAt(at)) && !isDigit(name.charAt(at))) {
      throw refusal(
          at,
          "name "
              + verb
              + "s with '"
              + name.charAt(at)
              + "' at "
              + at
              + "; on "
              + ecosystem.title()
              + " it must "
              + verb
              + " with a letter or digit");
    }
  }

  /** A character as a message can have it. */
  private static String shown(String name, int at) {
    int c = name.codePointAt(at);
    return c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format(Locale.ROOT, "U+%04X", c);
  }

  private static InvalidSubjectException refusal(int offset, String message) {
    return new InvalidSubjectException("package", Code.INVALID_NAME, offset, message);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
