package io.gannet.bench.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in the user's words. */
final class Mistakes {
  private static final String DEBUG_VARIABLE = "GANNET_DEBUG";

  private Mistakes() {}

  /** The words were wrong. */
  static int ofWords(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    return misused(line, e instanceof UnmatchedArgumentException u ? unknown(u) : e.getMessage());
  }

  private static String unknown(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0);
    List<String> near = e.getSuggestions();
    Set<String> modes = e.getCommandLine().getSubcommands().keySet();
    if (!word.startsWith("-") && !modes.isEmpty()) {
      return "unknown mode " + word + "; there are " + String.join(", ", modes);
    }
    String what = word.startsWith("-") ? "unknown option " : "not expected here: ";
    return what + word + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
  }

  /** The words were right, but what they asked for failed. */
  static int ofRun(Exception e, CommandLine line, ParseResult result) {
    if (e instanceof Misuse) {
      return misused(line, e.getMessage());
    }
    PrintWriter err = line.getErr();
    boolean told = e instanceof RuntimeException && e.getMessage() != null;
    say(err, told ? e.getMessage() : e.toString());
    if (System.getenv(DEBUG_VARIABLE) != null) {
      e.printStackTrace(err);
    } else if (!told) {
      say(err, DEBUG_VARIABLE + "=1 shows where");
    }
    return ExitCode.SOFTWARE;
  }

  private static int misused(CommandLine line, String message) {
    say(line.getErr(), message);
    say(line.getErr(), "try: ./" + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static void say(PrintWriter err, String message) {
    err.println("gannet: " + message.replace("\n", "\ngannet: "));
  }
}
