package io.gannet.ffi.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a C compiler for the values of expressions. Which of them the headers do not know is learned
 * from its errors: every expression stands on a line of its own.
 *
 * <p>The system property {@code gannet.abi.include} names a directory of other, newer headers.
 */
final class CCompiler {
  private static final Pattern ERROR = Pattern.compile("ask\\.c:(\\d+):.*error:.*");
  private static final String INCLUDE = System.getProperty("gannet.abi.include");
  private static final int TIMEOUT_SEC = 30;

  private final Path directory;

  CCompiler(Path directory) {
    this.directory = directory;
  }

  static boolean installed() {
    try {
      return new ProcessBuilder("gcc", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The values of those {@code expressions} that these headers know.
   *
   * @param includes lines to begin with
   */
  Map<String, Long> values(List<String> includes, List<String> expressions) {
    var numbered = new TreeMap<Integer, String>();
    expressions.forEach(expression -> numbered.put(numbered.size(), expression));
    Path source = write(includes, numbered);
    String errors = run("gcc", "-fsyntax-only", "-fmax-errors=0", source.toString());
    for (int line : linesOf(errors)) {
      numbered.remove(line - 1 - includes.size());
    }
    write(includes, numbered);
    Path program = directory.resolve("ask");
    String unexpected = run("gcc", "-w", "-O0", "-o", program.toString(), source.toString());
    if (!Files.exists(program)) {
      throw new AssertionError(unexpected);
    }
    String output = run(program.toString());
    var values = new TreeMap<String, Long>();
    output.lines().map(line -> line.split(" ")).forEach(words ->
        values.put(numbered.get(Integer.parseInt(words[0])), Long.parseLong(words[1])));
    return values;
  }

  /** Line includes.size() + 1 + n holds expression n, if it is there. */
  private Path write(List<String> includes, SequencedMap<Integer, String> numbered) {
    List<String> lines = new ArrayList<>(includes);
    int end = numbered.isEmpty() ? 0 : numbered.lastEntry().getKey() + 1;
    for (int i = 0; i < end; i++) {
      String expression = numbered.get(i);
      lines.add(expression == null ? "" : "long long ask" + i + "(void) { return (long long)("
          + expression + "); }");
    }
    lines.add("extern int printf(const char *, ...);");
    lines.add("int main(void) {");
    numbered.keySet().forEach(i -> lines.add("printf(\"%d %lld\\n\", " + i + ", ask" + i + "());"));
    lines.add("}");
    try {
      Files.deleteIfExists(directory.resolve("ask"));
      return Files.write(directory.resolve("ask.c"), lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TreeSet<Integer> linesOf(String errors) {
    var lines = new TreeSet<Integer>();
    Matcher matcher = ERROR.matcher(errors);
    while (matcher.find()) {
      lines.add(Integer.parseInt(matcher.group(1)));
    }
    return lines;
  }

  private String run(String... command) {
    try {
      List<String> words = new ArrayList<>(List.of(command));
      if (INCLUDE != null && command[0].equals("gcc")) {
        words.add("-I" + INCLUDE);
      }
      Path output = directory.resolve("output");
      Process process = new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
      if (!process.waitFor(TIMEOUT_SEC, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hangs: " + words);
      }
      return Files.readString(output);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
