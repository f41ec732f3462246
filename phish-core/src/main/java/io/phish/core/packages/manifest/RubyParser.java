package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Gemfile} and {@code *.gemspec}. They are programs, and nobody runs them: calls of {@code
 * gem} and {@code add_dependency} with a string count, within blocks of {@code path} and {@code
 * git}.
 */
final class RubyParser {
  private static final List<String> CALLS =
      List.of(
          "gem",
          "spec.add_dependency",
          "spec.add_runtime_dependency",
          "spec.add_development_dependency",
          "s.add_dependency",
          "s.add_runtime_dependency",
          "s.add_development_dependency",
          "gem.add_dependency",
          "gem.add_development_dependency");
  private static final int MAX_BLOCKS = 1000;

  private final Findings out;
  private final Deque<Source> blocks = new ArrayDeque<>();

  private RubyParser(Findings out) {
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    RubyParser parser = new RubyParser(out);
    Iterator<String> lines = content.text().lines().iterator();
    StringBuilder statement = new StringBuilder();
    int begin = 1;
    for (int number = 1; lines.hasNext(); number++) {
      String line = withoutComment(lines.next()).strip();
      if (statement.isEmpty()) {
        begin = number;
      } else {
        statement.append(' ');
      }
      statement.append(line);
      if (!line.endsWith(",") || !lines.hasNext()) {
        parser.read(statement.toString(), begin);
        statement.setLength(0);
      }
    }
  }

  private void read(String statement, int line) {
    if (statement.equals("end") || statement.startsWith("end ")) {
      blocks.poll();
      return;
    }
    Source source = source(statement);
    for (String call : CALLS) {
      String arguments = arguments(statement, call);
      if (arguments != null) {
        gem(arguments, line, source);
        return;
      }
    }
    if (opensBlock(statement) && blocks.size() < MAX_BLOCKS) {
      blocks.push(arguments(statement, "path") != null ? Source.LOCAL : gitOr(statement, source));
    }
  }

  private Source gitOr(String statement, Source otherwise) {
    boolean git = arguments(statement, "git") != null || arguments(statement, "github") != null;
    return git ? Source.URL : otherwise;
  }

  private static boolean opensBlock(String statement) {
    return statement.endsWith(" do")
        || (statement.endsWith("|") && statement.contains(" do |"))
        || statement.startsWith("if ")
        || statement.startsWith("unless ")
        || statement.startsWith("case ");
  }

  private void gem(String arguments, int line, Source source) {
    List<String> strings = leading(arguments);
    if (!strings.isEmpty()) {
      String requirement = String.join(", ", strings.subList(1, strings.size()));
      out.direct(Ecosystem.RUBYGEMS, strings.get(0), requirement, line, source);
    }
  }

  /** Of the options of a gem, else of the block it stands in. */
  private Source source(String statement) {
    if (hasOption(statement, "path")) {
      return Source.LOCAL;
    }
    if (hasOption(statement, "git") || hasOption(statement, "github")) {
      return Source.URL;
    }
    Source block = blocks.peek();
    return block == null ? Source.REGISTRY : block;
  }

  private static boolean hasOption(String statement, String name) {
    return statement.contains(" " + name + ":") || statement.contains(":" + name + " =>");
  }

  /** What stands behind a call with or without brackets, null if it is another. */
  private static @Nullable String arguments(String statement, String call) {
    if (!statement.startsWith(call) || statement.length() == call.length()) {
      return null;
    }
    char next = statement.charAt(call.length());
    return next == ' ' || next == '(' ? statement.substring(call.length() + 1).strip() : null;
  }

  /** The strings that arguments begin with: the name and its versions. */
  private static List<String> leading(String arguments) {
    List<String> strings = new ArrayList<>();
    int at = 0;
    while (at < arguments.length()) {
      char c = arguments.charAt(at);
      if (c == ' ' || c == ',' || c == '[' || c == '(') {
        at++;
      } else if (c == '"' || c == '\'') {
        int end = arguments.indexOf(c, at + 1);
        if (end < 0 || arguments.startsWith("=>", next(arguments, end + 1))) {
          break;
        }
        strings.add(arguments.substring(at + 1, end));
        at = end + 1;
      } else {
        break;
      }
    }
    return strings;
  }

  private static int next(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** A {@code #} within quotes is none. */
  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        return line.substring(0, i);
      }
    }
    return line;
  }
}
