package io.gannet.engine.slow;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What may be set of the log of slow requests. */
public final class SlowOptions {
  /** From when on a request is slow. */
  public static final Option THRESHOLD =
      Option.duration(
              "slow-us", "off", TimeUnit.MICROSECONDS, 0, 60_000_000,
              "Notes each request that takes its worker so many microseconds or more (0: each), to"
                  + " be told by stats slow; 10000 is a good beginning. off costs nothing.")
          .or("off");

  /** All of them. */
  public static final List<Option> ALL = List.of(THRESHOLD);

  private SlowOptions() {}

  /** The same in nanoseconds; {@link SlowLog#OFF} if none is. */
  public static long thresholdNs(Settings settings) {
    return settings.isWord(THRESHOLD)
        ? SlowLog.OFF
        : TimeUnit.MICROSECONDS.toNanos(settings.number(THRESHOLD));
  }
}
