package io.gannet.server.klog.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.server.klog.DamagedLogException;
import io.gannet.server.klog.LogInput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code gannet klog cat|stat|top|slow|replay FILE…}. */
@Command(
    name = "klog",
    mixinStandardHelpOptions = true,
    description = {
      "Reads command logs, which a server writes with --klog FILE: several files are read one after"
          + " the other, compressed ones too.",
      "Ends with 1 if a file is damaged, after all that is before the damage; with 2 if the words"
          + " are wrong."
    })
public final class KlogCommand {
  /** The word that it is called by. */
  public static final String NAME = "klog";

  private static final int FAILED = 1;

  private final PrintStream out;
  private final PrintStream err;

  private KlogCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** How {@link #cat} writes requests. */
  enum Format {
    pelikan,
    json,
    csv,
    trace
  }

  /** Makes what the logs are told to. */
  private interface Maker {
    Telling to(Writer out) throws IOException;
  }

  /** Runs with the words behind {@code klog}; what it ends with. */
  public static int run(PrintStream out, PrintStream err, List<String> words) {
    CommandLine line = new CommandLine(new KlogCommand(out, err));
    line.setCommandName("gannet klog");
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words.toArray(String[]::new));
  }

  @Command(description = "Prints each request.", mixinStandardHelpOptions = true)
  int cat(
      @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
      @Option(
              names = "--format",
              defaultValue = "pelikan",
              description =
                  "${COMPLETION-CANDIDATES}: Pelikan's lines, JSON lines, comma-separated values,"
                      + " or a trace as replay prints it. [pelikan]")
          Format format,
      @Option(names = "--follow", description = "Goes on with what is written to FILE from now on.")
          boolean follow) {
    if (follow && (files.size() > 1 || format == Format.trace)) {
      throw new ParameterException(
          new CommandLine(this), "--follow goes with one FILE, and with no trace");
    }
    return tell(files, follow, to -> cat(format, to));
  }

  private static Telling cat(Format format, Writer to) throws IOException {
    return switch (format) {
      case pelikan -> new LineText(to);
      case json -> new JsonText(to);
      case csv -> new Columns(to);
      case trace -> new TraceText(to);
    };
  }

  @Command(
      description = "Prints rates, the hit ratio, and how sizes and times are spread.",
      mixinStandardHelpOptions = true)
  int stat(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
    return tell(files, false, StatReport::new);
  }

  @Command(
      description = "Prints the keys that were asked for most.",
      mixinStandardHelpOptions = true)
  int top(
      @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
      @Option(names = "--most", defaultValue = "20", description = "How many. [20]") int most) {
    return tell(files, false, to -> new TopKeys(to, most));
  }

  @Command(
      description = "Prints the requests whose service took longest.",
      mixinStandardHelpOptions = true)
  int slow(
      @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
      @Option(names = "--most", defaultValue = "20", description = "How many. [20]") int most) {
    return tell(files, false, to -> new SlowRequests(to, most));
  }

  @Command(
      description = {
        "Prints a trace for gannet bench replay and gannet bench miss-ratio, in the columns of"
            + " Twitter's.",
        "Who replays it stores what it misses: sets that have filled a miss are told with it."
      },
      mixinStandardHelpOptions = true)
  int replay(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
    return tell(files, false, TraceText::new);
  }

  private int tell(List<Path> files, boolean follow, Maker maker) {
    try (Writer to = new BufferedWriter(new OutputStreamWriter(out, ISO_8859_1))) {
      Telling telling = maker.to(to);
      boolean whole = true;
      do {
        for (Path file : files) {
          whole &= follow ? follow(file, telling, to) : tell(file, telling);
        }
      } while (follow);
      telling.end();
      to.flush();
      return whole && !out.checkError() ? 0 : FAILED;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int failed(IOException e) {
    boolean missing = e instanceof NoSuchFileException;
    err.println("gannet: " + (missing ? e.getMessage() + ": there is no such file" : said(e)));
    return FAILED;
  }

  private static String said(IOException e) {
    return e instanceof DamagedLogException ? e.getMessage() : e.toString();
  }

  /** False if it is damaged, which is told. */
  private boolean tell(Path file, Telling telling) throws IOException {
    try (LogInput log = LogInput.open(file)) {
      telling.all(log);
      return true;
    } catch (DamagedLogException e) {
      err.println("gannet: " + e.getMessage());
      return false;
    }
  }

  /** What is told is shown at once, as long as anyone looks. */
  private boolean follow(Path file, Telling telling, Writer to) throws IOException {
    try (LogInput log = LogInput.follow(file)) {
      new Shown(telling, to).all(log);
      return true;
    } catch (DamagedLogException e) {
      err.println("gannet: " + e.getMessage());
      return false;
    }
  }

  /** Has each request shown before the next is waited for. */
  private final class Shown implements Telling {
    private final Telling telling;
    private final Writer to;

    private Shown(Telling telling, Writer to) {
      this.telling = telling;
      this.to = to;
    }

    @Override
    public void begin(LogInput log) throws IOException {
      telling.begin(log);
      show();
    }

    @Override
    public void request(LogInput log) throws IOException {
      telling.request(log);
      show();
    }

    @Override
    public void lost(LogInput log) throws IOException {
      telling.lost(log);
      show();
    }

    private void show() throws IOException {
      to.flush();
      if (out.checkError()) {
        throw new IOException("what is printed can't be written any more");
      }
    }
  }
}
