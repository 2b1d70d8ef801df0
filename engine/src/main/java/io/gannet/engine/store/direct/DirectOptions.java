package io.gannet.engine.store.direct;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/**
 * What the direct-mapped store can be told.
 *
 * @param slotBytes header, key and value together
 */
public record DirectOptions(int slotBytes) {
  private static final int SLOT_BYTES_MIN = 64;
  private static final int SLOT_BYTES_MAX = 2 << 20;

  /** How large a slot is. */
  public static final Option SLOT_SIZE =
      Option.bytes(
          "slot-size",
          "1KiB",
          SLOT_BYTES_MIN,
          SLOT_BYTES_MAX,
          "Bytes of a slot: an item's header (" + Slots.HEADER_BYTES + "), key and value.");

  /** Every row. */
  public static final List<Option> ALL = List.of(SLOT_SIZE);

  /** Checks the range that the option also has. */
  public DirectOptions {
    if (slotBytes < SLOT_BYTES_MIN || slotBytes > SLOT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "slot-size " + slotBytes + ": give " + SLOT_BYTES_MIN + " to " + SLOT_BYTES_MAX);
    }
  }

  /** As this run is set. */
  public static DirectOptions from(Settings settings) {
    return new DirectOptions((int) settings.number(SLOT_SIZE));
  }

  /** Bytes of key and value together that fit a slot. */
  public int keyAndValueBytesMax() {
    return slotBytes - Slots.HEADER_BYTES;
  }
}
