package io.gannet.server.tidy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java file as the rules see it.
 *
 * @param path for messages
 * @param text all of it
 * @param code the same without comments, strings and characters, line for line
 */
record JavaSource(String path, String text, String code) {
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "/\\*.*?\\*/"
              + "|//[^\\n]*"
              + "|\"\"\".*?\"\"\""
              + "|\"(?:\\\\.|[^\"\\\\\\n])*\""
              + "|'(?:\\\\.|[^'\\\\\\n])+'",
          Pattern.DOTALL);
  private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s+([\\w.]+)\\s*;");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
  private static final Pattern NAME = Pattern.compile("\\b[a-z]\\w*(?:\\s*\\.\\s*\\w+)+");
  private static final Pattern METHOD_HEAD =
      Pattern.compile("(\\w+)\\s*\\(.*\\)\\s*(?:throws\\s[\\w\\s,.]+)?$", Pattern.DOTALL);

  /** A method's name, and the lines from its head's last to its closing brace. */
  record Method(String name, int line, int lines) {}

  private record Block(boolean isType, String method, int line) {}

  static JavaSource of(String path, String text) {
    Matcher matcher = COMMENT_OR_LITERAL.matcher(text);
    return new JavaSource(path, text, matcher.replaceAll(found -> blank(found.group())));
  }

  private static String blank(String comment) {
    String lines = comment.replaceAll("[^\\n]", "");
    boolean literal = comment.startsWith("\"") || comment.startsWith("'");
    return Matcher.quoteReplacement((literal ? "\"\"" : " ") + lines);
  }

  String packageName() {
    Matcher matcher = PACKAGE.matcher(code);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The names of the types declared. */
  List<String> types() {
    List<String> types = new ArrayList<>();
    for (Matcher matcher = TYPE.matcher(code); matcher.find(); ) {
      types.add(matcher.group(1));
    }
    return types;
  }

  /** Every dotted name that is used, imported or written out: {@code java.util.List.of}. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    String body = PACKAGE.matcher(code).replaceFirst("");
    for (Matcher matcher = NAME.matcher(body); matcher.find(); ) {
      names.add(matcher.group().replaceAll("\\s", ""));
    }
    return names;
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** The methods with a body, those of inner types too, but not lambdas. */
  List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    Deque<Block> open = new ArrayDeque<>();
    int line = 1;
    int headStart = 0;
    for (int i = 0; i < code.length(); i++) {
      switch (code.charAt(i)) {
        case '\n' -> line++;
        case ';' -> headStart = i + 1;
        case '{' -> {
          open.push(block(code.substring(headStart, i), open.peek(), line));
          headStart = i + 1;
        }
        case '}' -> {
          Block closed = open.pop();
          if (closed.method() != null) {
            methods.add(new Method(closed.method(), closed.line(), line - closed.line() + 1));
          }
          headStart = i + 1;
        }
        default -> { }
      }
    }
    return methods;
  }

  private static Block block(String head, Block outer, int line) {
    if (TYPE.matcher(head).find()) {
      return new Block(true, null, line);
    }
    Matcher method = METHOD_HEAD.matcher(head.strip());
    boolean inType = outer != null && outer.isType();
    return new Block(false, inType && method.find() ? method.group(1) : null, line);
  }
}
