package io.gannet.bench.trace;

import java.util.List;
import java.util.stream.Collectors;

/** The formats that there are. */
public final class TraceFormats {
  /** Every one, the most particular first: the first that recognises a file reads it. */
  public static final List<TraceFormat> ALL =
      List.of(
          new TwitterFormat(), new KeysFormat(), new SegcacheFormat(), new OracleGeneralFormat());

  private static final byte[] UTF_16_LITTLE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16_BIG = {(byte) 0xfe, (byte) 0xff};
  private static final int SHOWN_MAX = 80;

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
        head.fileName() + " looks like no trace format: " + beginning(head),
        "name one of them: " + names());
  }

  /** Whether any does. */
  static boolean isRecognised(TraceHead head) {
    return ALL.stream().anyMatch(format -> format.recognises(head));
  }

  private static String beginning(TraceHead head) {
    if (head.bytes().length == 0) {
      return "it is empty";
    }
    if (head.begins(UTF_16_LITTLE) || head.begins(UTF_16_BIG)) {
      return "it is text in UTF-16 (iconv -f UTF-16 -t UTF-8)";
    }
    String line = head.firstLine();
    return head.isText()
        ? "it begins with '" + line.substring(0, Math.min(line.length(), SHOWN_MAX)) + "'"
        : "it is neither text nor records of a width that is known";
  }

  /** Their names, for messages. */
  public static String names() {
    return ALL.stream().map(TraceFormat::name).collect(Collectors.joining(", "));
  }
}
