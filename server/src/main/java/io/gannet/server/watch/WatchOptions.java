package io.gannet.server.watch;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/**
 * How much may be on its way to those who watch; each is rounded up to a power of two.
 *
 * @param workerBytes of what each worker has told and no line is made of
 * @param watcherBytes of lines that each watcher has not taken
 */
public record WatchOptions(int workerBytes, int watcherBytes) {
  private static final long KIB = 1L << 10;
  private static final long GIB = 1L << 30;

  /** The least of both: a few of the longest lines. */
  private static final int BYTES_MIN = 4096;

  /** How much may wait to be made lines of. */
  public static final Option WORKER_SIZE =
      Option.bytes(
          "watch-ring-size", "1MiB", KIB, GIB,
          "Bytes of events of each worker that wait to be told, while somebody watches; beyond that"
              + " they are not told, but counted.");

  /** How many lines may wait. */
  public static final Option WATCHER_SIZE =
      Option.bytes(
          "watch-buffer-size", "256KiB", KIB, GIB,
          "Bytes of lines that wait for one who watches to read; beyond that they are skipped, and"
              + " how many is told.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(WORKER_SIZE, WATCHER_SIZE);

  /** Of a server that nobody can watch. */
  public static final WatchOptions NONE = new WatchOptions(BYTES_MIN, BYTES_MIN);

  /** Reads this room's options. */
  public static WatchOptions from(Settings settings) {
    return new WatchOptions(
        capacity(settings.number(WORKER_SIZE)), capacity(settings.number(WATCHER_SIZE)));
  }

  private static int capacity(long bytes) {
    return Integer.highestOneBit(2 * (int) Math.max(BYTES_MIN, bytes) - 1);
  }
}
