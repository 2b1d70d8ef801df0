package io.gannet.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.option.Settings;
import io.gannet.server.config.OptionGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells events, one line each: time, level, the event's name, which a program can look for, and a
 * text for people.
 *
 * <pre>
 *   2026-11-29T18:50:12.123Z warn connections_rejected 17 clients were refused: …
 *   {"time":"2026-11-29T18:50:12.123Z","level":"warn","event":"connections_rejected","text":"17 …"}
 * </pre>
 *
 * <p>journald knows the time, and takes the level from a number before the line (sd-daemon(3)). Any
 * thread of control; whoever tells waits for the write.
 */
public final class EventLog implements AutoCloseable {
  /** What a server is told of it. */
  public static final OptionGroup OPTIONS = LogOptions.GROUP;

  /** Set by systemd where stderr is journald's. */
  private static final String JOURNAL = "JOURNAL_STREAM";

  private final Optional<Path> file;
  private final boolean json;
  private final boolean journal;
  private final Supplier<Instant> clock;
  private PrintStream out;

  private EventLog(
      Optional<Path> file,
      boolean json,
      boolean journal,
      PrintStream out,
      Supplier<Instant> clock) {
    this.file = file;
    this.json = json;
    this.journal = journal;
    this.out = out;
    this.clock = clock;
  }

  /**
   * The log that the options name.
   *
   * @param err where events are told if there is no file
   * @throws IOException if it can't be written to
   */
  public static EventLog open(Settings settings, PrintStream err) throws IOException {
    LogOptions options = LogOptions.from(settings);
    boolean isFile = options.file().isPresent();
    boolean journal = !isFile && System.getenv(JOURNAL) != null;
    PrintStream out = isFile ? opened(options.file().get()) : err;
    return new EventLog(options.file(), options.json(), journal, out, Instant::now);
  }

  /** As text, to a stream that stays its owner's. */
  public static EventLog on(PrintStream out, Supplier<Instant> clock) {
    return new EventLog(Optional.empty(), false, false, out, clock);
  }

  private static PrintStream opened(Path file) throws IOException {
    return new PrintStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true,
        UTF_8);
  }

  /** Tells an event; further lines of its text, as of a stack, are indented. */
  public synchronized void tell(Severity severity, String event, String text) {
    out.println(json ? object(severity, event, text) : line(severity, event, text));
  }

  /** Lines of a text that say where a thread was: the innermost calls, so many at most. */
  public static String stack(StackTraceElement[] frames, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(max, frames.length); i++) {
      text.append("\n    ").append(frames[i]);
    }
    return text.toString();
  }

  private String line(Severity severity, String event, String text) {
    String before = journal ? "<" + severity.priority + ">" : time() + " " + severity.word() + " ";
    return before + event + " " + text;
  }

  private String time() {
    return clock.get().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private String object(Severity severity, String event, String text) {
    StringWriter line = new StringWriter();
    try (JsonGenerator object = new JsonFactory().createGenerator(line)) {
      object.writeStartObject();
      object.writeStringField("time", time());
      object.writeStringField("level", severity.word());
      object.writeStringField("event", event);
      object.writeStringField("text", text);
      object.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no string is too long to be written to
    }
    return line.toString();
  }

  /**
   * Opens the file anew, as whoever has moved it away wants; says why if it can't, and goes on with
   * the one that it has.
   *
   * @return the file, if there is one
   */
  public synchronized Optional<Path> reopen() {
    if (file.isEmpty()) {
      return file;
    }
    try {
      PrintStream next = opened(file.get());
      out.close();
      out = next;
    } catch (IOException e) {
      tell(Severity.ERROR, "log_reopen", "this file stays: " + e);
    }
    return file;
  }

  @Override
  public synchronized void close() {
    if (file.isPresent()) {
      out.close();
    }
  }
}
