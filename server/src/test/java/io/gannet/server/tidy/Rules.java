package io.gannet.server.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What every source file has to keep to. A rule answers with its offences. */
final class Rules {
  static final int COLUMNS_MAX = 100;
  static final int FILE_LINES_MAX = 500;
  static final int METHOD_LINES_MAX = 70;

  private static final Set<String> BANNED_WORDS =
      Set.of("Manager", "Helper", "Util", "Utils", "Impl", "Base", "Handler");
  private static final Pattern RESTRICTED =
      Pattern.compile(
          "\\b(?:reinterpret|downcallHandle|upcallStub|libraryLookup|enableNativeAccess)\\s*\\("
              + "|\\bSystem\\s*\\.\\s*load(?:Library)?\\s*\\(");

  private static final Pattern THREAD =
      Pattern.compile("\\b(?:Thread|Executor\\w*|synchronized|\\w*Lock)\\b");

  private Rules() {}

  static List<String> lineLength(JavaSource source) {
    return lines(source, line -> line.length() > COLUMNS_MAX, "more than 100 columns");
  }

  static List<String> blanks(JavaSource source) {
    List<String> offences = lines(source, line -> line.indexOf('\t') >= 0, "a tab");
    offences.addAll(lines(source, line -> line.matches(".*\\s"), "a blank at the line's end"));
    return offences;
  }

  private static List<String> lines(JavaSource source, Predicate<String> wrong, String what) {
    List<String> offences = new ArrayList<>();
    int number = 0;
    for (String line : source.lines()) {
      number++;
      if (wrong.test(line)) {
        offences.add(source.path() + ":" + number + ": " + what);
      }
    }
    return offences;
  }

  static List<String> typeNames(JavaSource source) {
    List<String> offences = new ArrayList<>();
    for (String type : source.types()) {
      for (String word : type.split("(?=[A-Z])")) {
        if (BANNED_WORDS.contains(word)) {
          offences.add(source.path() + ": " + type + " says " + word + ", not what it is");
        }
      }
    }
    return offences;
  }

  static List<String> arrows(JavaSource source) {
    List<String> offences = new ArrayList<>();
    for (String name : new TreeSet<>(source.names())) {
      String why = Rooms.whyForbidden(source.packageName(), name);
      if (why != null) {
        offences.add(source.path() + ": uses " + name + ": " + why);
      }
    }
    return offences;
  }

  static List<String> nativeAccess(JavaSource source) {
    boolean may = Rooms.isIn(source.packageName(), "io.gannet.ffi");
    return may
        ? List.of()
        : lines(
            JavaSource.of(source.path(), source.code()),
            line -> RESTRICTED.matcher(line).find(),
            "a restricted method; only ffi has native access");
  }

  static List<String> threads(JavaSource source) {
    return Rooms.isTurn(source.packageName())
        ? lines(
            JavaSource.of(source.path(), source.code()),
            line -> THREAD.matcher(line).find(),
            "the turn knows no thread")
        : List.of();
  }

  static List<String> size(JavaSource source, Set<String> allowed) {
    List<String> offences = new ArrayList<>();
    int lines = source.lines().size();
    if (lines > FILE_LINES_MAX && !allowed.contains(source.path())) {
      offences.add(source.path() + ": " + lines + " lines");
    }
    for (JavaSource.Method method : source.methods()) {
      String name = source.path() + "#" + method.name();
      if (method.lines() > METHOD_LINES_MAX && !allowed.contains(name)) {
        offences.add(name + ": " + method.lines() + " lines, from line " + method.line());
      }
    }
    return offences;
  }
}
