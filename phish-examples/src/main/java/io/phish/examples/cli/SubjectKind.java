package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Email;
import io.phish.subject.PackageName;
import io.phish.subject.Page;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of subject that the command line takes. */
enum SubjectKind {
  URL(0) {
    @Override
    Subject parse(String value) {
      return Subject.url(value);
    }
  },
  DOMAIN(0) {
    @Override
    Subject parse(String value) {
      return Subject.domain(value);
    }
  },
  EMAIL(Email.MAX_LENGTH) {
    @Override
    Subject parse(String value) {
      return Subject.email(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Subject parse(byte[] content) {
      return Subject.email(content);
    }
  },
  TEXT(4 * Text.MAX_LENGTH) {
    @Override
    Subject parse(String value) {
      return Subject.text(value);
    }
  },
  PAGE(4 * Page.MAX_LENGTH) {
    @Override
    Subject parse(String value) {
      return Subject.page(value, null);
    }
  },
  PACKAGE(0) {
    @Override
    Subject parse(String value) {
      return packageName(value);
    }
  };

  private final int maxFileSize;

  SubjectKind(int maxFileSize) {
    this.maxFileSize = maxFileSize;
  }

  /**
   * The subject that a text stands for.
   *
   * @throws InvalidSubjectException if it stands for none
   */
  abstract Subject parse(String value);

  /** The subject that the content of a file is; malformed UTF-8 is replaced by U+FFFD. */
  Subject parse(byte[] content) {
    return parse(new String(content, StandardCharsets.UTF_8));
  }

  /** Whether it is mostly a file; {@code @file} is read then. */
  boolean isDocument() {
    return maxFileSize > 0;
  }

  /** The most octets a file can have and still be a subject. */
  int maxFileSize() {
    return maxFileSize;
  }

  /** As in {@link Subject#kind}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@code type/name@version}, or the same after {@code pkg:} (a package URL, whose percent escapes
   * are decoded and whose qualifiers and subpath are left out). The version is optional; an
   * {@code @} at the start of a name or after a slash is part of the name, an npm scope.
   */
  private static Subject packageName(String text) {
    boolean purl = text.startsWith("pkg:");
    String id = purl ? text.substring(4) : text;
    int slash = id.indexOf('/');
    if (slash < 1 || slash == id.length() - 1) {
      throw new InvalidSubjectException(
          "package",
          Code.MALFORMED,
          Math.max(slash, 0),
          "package has no ecosystem or no name; write pypi/requests or pkg:pypi/requests@2.32.0");
    }
    String name = id.substring(slash + 1);
    if (purl) {
      name = withoutQualifiers(name);
    }
    int at = name.lastIndexOf('@');
    boolean versioned = at > 0 && name.charAt(at - 1) != '/' && at < name.length() - 1;
    String version = versioned ? name.substring(at + 1) : null;
    name = versioned ? name.substring(0, at) : name;
    return new PackageName(
        id.substring(0, slash).toLowerCase(Locale.ROOT),
        purl ? decoded(name) : name,
        purl && version != null ? decoded(version) : version);
  }

  private static String withoutQualifiers(String name) {
    int end = name.length();
    for (char mark : new char[] {'#', '?'}) {
      int at = name.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return name.substring(0, end);
  }

  private static String decoded(String text) {
    try {
      // A plus is a plus in a package URL, unlike in a form.
      return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidSubjectException(
          "package",
          Code.MALFORMED,
          Math.max(text.indexOf('%'), 0),
          "package URL has a malformed percent escape");
    }
  }

  /** A kind by its {@link #id}. */
  static final class Converter implements ITypeConverter<SubjectKind> {
    @Override
    public SubjectKind convert(String text) {
      for (SubjectKind kind : values()) {
        if (kind.id().equalsIgnoreCase(text)) {
          return kind;
        }
      }
      throw new TypeConversionException(
          "'"
              + text
              + "' is no kind; write one of "
              + Arrays.stream(values()).map(SubjectKind::id).collect(Collectors.joining(", ")));
    }
  }
}
