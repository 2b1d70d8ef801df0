package io.gannet.engine.mail;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/** What mail can be told. */
public final class MailOptions {
  private static final String AUTO = "auto";

  /** What a worker's rings to all others are to be together, as there are as many as workers. */
  private static final int WORKER_BYTES = 2 << 20;

  private static final int RING_BYTES_MAX = 256 << 10;

  /** Bytes of each ring. */
  public static final Option RING_SIZE =
      Option.choice(
          "mail-ring-size",
          AUTO,
          List.of(
              AUTO, "16k", "32k", "64k", "128k", "256k", "512k", "1m", "2m", "4m", "8m", "16m"),
          "Bytes of the ring from each worker to each other; auto is 256k, less beyond 8 workers.");

  private MailOptions() {}

  /**
   * The capacity that {@link MailRing} takes.
   *
   * @param workers how many there are: each has a ring to each other
   */
  public static int ringBytes(Settings settings, int workers) {
    String choice = settings.text(RING_SIZE);
    if (choice.equals(AUTO)) {
      return Math.min(RING_BYTES_MAX, Integer.highestOneBit(WORKER_BYTES / workers));
    }
    int shift = choice.endsWith("m") ? 20 : 10;
    return Integer.parseInt(choice.substring(0, choice.length() - 1)) << shift;
  }
}
