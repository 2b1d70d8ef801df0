package io.gannet.engine.mail;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/** What mail can be told. */
public final class MailOptions {
  /** Bytes of each ring. */
  public static final Option RING_SIZE =
      Option.choice(
          "mail-ring-size",
          "256k",
          List.of("16k", "32k", "64k", "128k", "256k", "512k", "1m", "2m", "4m", "8m", "16m"),
          "Bytes of the ring from each worker to each other.");

  private MailOptions() {}

  /** The capacity that {@link MailRing} takes. */
  public static int ringBytes(Settings settings) {
    String choice = settings.text(RING_SIZE);
    int shift = choice.endsWith("m") ? 20 : 10;
    return Integer.parseInt(choice.substring(0, choice.length() - 1)) << shift;
  }
}
