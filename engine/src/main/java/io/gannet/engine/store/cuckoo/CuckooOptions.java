package io.gannet.engine.store.cuckoo;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.option.Choice;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/**
 * What the cuckoo store can be told.
 *
 * @param slotBytes header, key and value together, a multiple of 8
 * @param cas whether each item keeps its CAS token, for 8 bytes
 * @param eviction what makes room
 */
public record CuckooOptions(int slotBytes, boolean cas, EvictionPolicy eviction) {
  /** The least that a slot may have: a header with all its parts, and 12 bytes. */
  public static final int SLOT_BYTES_MIN = 32;

  /** The most that a slot may have: the length of a value has 12 bits. */
  public static final int SLOT_BYTES_MAX = 1 << Header.VALUE_LENGTH_WIDTH;

  private static final int GRANULE_BYTES = Long.BYTES;

  private static final String ON = "on";

  /** How large a slot is. */
  public static final Option SLOT_SIZE =
      Option.bytes(
          "slot-size",
          "64",
          SLOT_BYTES_MIN,
          SLOT_BYTES_MAX,
          "Bytes of a slot, rounded up to 8: an item's header (8, with CAS 16), key and value.");

  /** Whether tokens are kept. */
  public static final Option CAS =
      Option.choice(
          "cas",
          ON,
          List.of(ON, "off"),
          "Keep a CAS token in each item, for 8 bytes; off: remember only those told lately.");

  /** What makes room. */
  public static final Option EVICTION =
      Option.choice(
          "eviction",
          EvictionPolicy.LFU,
          "Which of 16 items makes room: the least frequently used, the closest to expire, any.");

  /** Every row. */
  public static final List<Option> ALL = List.of(SLOT_SIZE, CAS, EVICTION);

  /** Checks the ranges that the options also have. */
  public CuckooOptions {
    if (slotBytes < SLOT_BYTES_MIN
        || slotBytes > SLOT_BYTES_MAX
        || slotBytes % GRANULE_BYTES != 0) {
      throw new IllegalArgumentException(
          "slot-size " + slotBytes + ": give a multiple of " + GRANULE_BYTES + " from "
              + SLOT_BYTES_MIN + " to " + SLOT_BYTES_MAX);
    }
  }

  /** The defaults. */
  public static CuckooOptions defaults() {
    return new CuckooOptions(64, true, EvictionPolicy.LFU);
  }

  /** The same with another policy, by its name. */
  public CuckooOptions withEviction(String name) {
    return new CuckooOptions(slotBytes, cas, Choice.of(EvictionPolicy.class, name));
  }

  /** As this run is set. */
  public static CuckooOptions from(Settings settings) {
    return new CuckooOptions(
        (int) Bits.alignUp(settings.number(SLOT_SIZE), GRANULE_BYTES),
        settings.text(CAS).equals(ON),
        settings.choice(EVICTION, EvictionPolicy.class));
  }

  /** Bytes of key and value together that fit a slot, if the client stores no flags. */
  public int keyAndValueBytesMax() {
    return slotBytes - Header.BYTES - tokenBytes();
  }

  int tokenBytes() {
    return cas ? Long.BYTES : 0;
  }
}
