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
  /** How large a slot is. */
  public static final Option SLOT_SIZE =
      Option.bytes(
          "slot-size",
          "1KiB",
          64,
          2 << 20,
          "Bytes of a slot: an item's header (" + Slots.HEADER_BYTES + "), key and value.");

  /** Every row. */
  public static final List<Option> ALL = List.of(SLOT_SIZE);

  /** As this run is set. */
  public static DirectOptions from(Settings settings) {
    return new DirectOptions((int) settings.number(SLOT_SIZE));
  }

  /** Bytes of key and value together that fit a slot. */
  public int keyAndValueBytesMax() {
    return slotBytes - Slots.HEADER_BYTES;
  }
}
