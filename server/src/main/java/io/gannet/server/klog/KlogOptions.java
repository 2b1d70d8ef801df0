package io.gannet.server.klog;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether, and how, requests are logged.
 *
 * @param file where; absent if they are not
 * @param sample one request of so many is
 * @param ringBytes bytes of each worker's ring to who writes
 * @param fileBytesMax a file that is longer is followed by another
 * @param fileSecMax so is one that is older; 0 for never
 * @param kept how many of those before it are kept; 0 for all
 * @param packed whether those are compressed
 */
public record KlogOptions(
    Optional<Path> file,
    int sample,
    int ringBytes,
    long fileBytesMax,
    long fileSecMax,
    int kept,
    boolean packed) {
  private static final long MIB = 1L << 20;
  private static final long YEAR_SEC = 366L * 86_400;

  /** Nothing is logged. */
  public static final KlogOptions NONE =
      new KlogOptions(Optional.empty(), 1, 0, 0, 0, 0, false);

  /** Where. */
  public static final Option FILE =
      Option.text(
          "klog", "FILE", "", "Logs every request there, in binary: gannet klog cat reads it.");

  /** Which. */
  public static final Option SAMPLE =
      Option.number("klog-sample", "1", 1, 1_000_000_000, "Logs one request of so many.");

  /** How much may wait to be written. */
  public static final Option RING_SIZE =
      Option.choice(
          "klog-ring-size",
          "4m",
          List.of("64k", "128k", "256k", "512k", "1m", "2m", "4m", "8m", "16m", "32m", "64m"),
          "Bytes of what each worker has logged and is not written yet; beyond that requests are"
              + " not logged, but counted.");

  /** How long a file grows. */
  public static final Option SIZE =
      Option.bytes("klog-size", "1GiB", MIB, 1L << 40, "A log that is longer is rotated.");

  /** How old it gets. */
  public static final Option AGE =
      Option.number(
          "klog-age", "0", 0, YEAR_SEC, "So is one that is older, in seconds; 0 for never.");

  /** How many there are. */
  public static final Option KEEP =
      Option.number("klog-keep", "8", 0, 1_000_000, "Rotated logs that are kept; 0 for all.");

  /** How they are. */
  public static final Option GZIP =
      Option.onOff("klog-gzip", false, "Compresses rotated logs.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(FILE, SAMPLE, RING_SIZE, SIZE, AGE, KEEP, GZIP);

  /** Reads this room's options. */
  public static KlogOptions from(Settings settings) {
    String file = settings.text(FILE);
    return new KlogOptions(
        file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)),
        (int) settings.number(SAMPLE),
        ringBytes(settings.text(RING_SIZE)),
        settings.number(SIZE),
        settings.number(AGE),
        (int) settings.number(KEEP),
        settings.on(GZIP));
  }

  /** What a start tells. */
  @Override
  public String toString() {
    String which = sample == 1 ? "every request" : "one request of " + sample;
    return which + ", to " + file.map(Path::toString).orElse("nowhere");
  }

  private static int ringBytes(String choice) {
    int shift = choice.endsWith("m") ? 20 : 10;
    return Integer.parseInt(choice.substring(0, choice.length() - 1)) << shift;
  }
}
