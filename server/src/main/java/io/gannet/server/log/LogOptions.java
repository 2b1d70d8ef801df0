package io.gannet.server.log;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.server.config.OptionGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where events are told, and how.
 *
 * @param file absent for stderr
 * @param json whether a line is an object
 */
record LogOptions(Optional<Path> file, boolean json) {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private static final Option FILE =
      Option.text(
          "log-file",
          "FILE",
          "",
          "Where events are told, a line each: refusals, what ran out, who was closed, stalls;"
              + " without it on stderr. SIGHUP opens it anew.");

  private static final Option FORMAT =
      Option.choice(
          "log-format", TEXT, List.of(TEXT, JSON), "How: time, level, event, text; or objects.");

  /** All of them. */
  static final OptionGroup GROUP = new OptionGroup("Log", List.of(FILE, FORMAT));

  static LogOptions from(Settings settings) {
    String file = settings.text(FILE);
    return new LogOptions(
        file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)),
        settings.text(FORMAT).equals(JSON));
  }
}
