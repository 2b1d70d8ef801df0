package io.gannet.bench.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * {@code gannet bench [MODE] [OPTIONS]}, {@code gannet certify}, {@code gannet doctor} and {@code
 * gannet simulate}.
 */
public final class Main {
  private static final List<String> PROGRAMS = List.of("bench", "certify", "doctor", "simulate");

  private Main() {}

  /** Ends with 0 when it measured, 1 when that failed, 2 when the words were wrong. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** The same without the end of the process. The first word names the program. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    if (args.length == 0 || !PROGRAMS.contains(args[0])) {
      err.println("gannet: the first word is one of " + String.join(", ", PROGRAMS));
      return CommandLine.ExitCode.USAGE;
    }
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    return commandLine(args[0], List.of(args)).setOut(out).setErr(err).execute(rest);
  }

  private static CommandLine commandLine(String program, List<String> words) {
    Object command = switch (program) {
      case "certify" -> new CertifyCommand();
      case "doctor" -> new DoctorCommand();
      case "simulate" -> new SimulateCommand();
      default -> new BenchCommand();
    };
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setStopAtPositional(program.equals("certify")); // what follows is the server's
    line.setParameterExceptionHandler(Mistakes::ofWords);
    line.setExecutionExceptionHandler(Mistakes::ofRun);
    HelpLayout.apply(line);
    CommandWords.remember(words);
    return line;
  }
}
