package io.gannet.bench.trace;

import java.util.List;
import java.util.stream.Collectors;

/** The formats that there are. */
public final class TraceFormats {
  /** Every one, the most particular first: the first that recognises a file reads it. */
  public static final List<TraceFormat> ALL =
      List.of(
          new TwitterFormat(), new KeysFormat(), new SegcacheFormat(), new OracleGeneralFormat());

  private TraceFormats() {}

  /**
   * The format of this name.
   *
   * @throws TraceException naming those that there are
   */
  public static TraceFormat named(String name) {
    for (TraceFormat format : ALL) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new TraceException("no trace format " + name, "one of " + names());
  }

  /**
   * The format that a file seems to have.
   *
   * @throws TraceException when none recognises it
   */
  public static TraceFormat of(TraceHead head) {
    for (TraceFormat format : ALL) {
      if (format.recognises(head)) {
        return format;
      }
    }
    throw new TraceException(
        head.fileName() + " looks like no trace format", "name one of them: " + names());
  }

  /** Their names, for messages. */
  public static String names() {
    return ALL.stream().map(TraceFormat::name).collect(Collectors.joining(", "));
  }
}
