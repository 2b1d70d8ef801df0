package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.TOLD_BYTES;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * CAS tokens: numbers that are counted up and never given twice.
 *
 * <p>Either each item keeps the number of its publication, in 8 bytes. Or none does, and a token is
 * made when a client asks for it; a table of fixed size remembers the tokens told last, by the
 * item's hash, until the item is published anew. If another key's token took its place meanwhile,
 * the item has a new token: a compare-and-swap with the old one is refused though nothing changed,
 * which sends the client round its loop once more. It is never let through where something did.
 */
final class Tokens {
  private final Table table;
  private final MemorySegment region;
  private final CuckooMetrics metrics;
  private final boolean kept;
  private final long toldOffset;
  private final int toldMask;
  private long last;

  Tokens(Table table, CuckooLayout layout, CuckooMetrics metrics) {
    this.table = table;
    this.region = table.region;
    this.metrics = metrics;
    this.kept = layout.told() == 0;
    this.toldOffset = layout.toldOffset();
    this.toldMask = layout.told() - 1;
    region.asSlice(toldOffset, (long) layout.told() * TOLD_BYTES).fill((byte) 0);
  }

  /** Gives the item that is to be published from {@code place} a new token. */
  void renew(long place, long hash) {
    if (kept) {
      Bits.putLong(region, table.tokenOffset(place), ++last);
    } else if (Bits.getLong(region, told(hash)) == hash) {
      Bits.putLong(region, told(hash) + Long.BYTES, 0);
    }
  }

  /** The token of an item. */
  long of(long slot) {
    if (kept) {
      return Bits.getLong(region, table.tokenOffset(slot));
    }
    long hash = table.hash(slot);
    long told = told(hash);
    long token = Bits.getLong(region, told + Long.BYTES);
    if (token == 0 || Bits.getLong(region, told) != hash) {
      metrics.tokensForgotten.add(token == 0 ? 0 : 1);
      token = ++last;
      Bits.putLong(region, told, hash);
      Bits.putLong(region, told + Long.BYTES, token);
    }
    return token;
  }

  /** The token that an item keeps; 0 where it keeps none. */
  long kept(long slot) {
    return kept ? Bits.getLong(region, table.tokenOffset(slot)) : 0;
  }

  private long told(long hash) {
    return toldOffset + (hash >>> Header.TAG_WIDTH & toldMask) * TOLD_BYTES;
  }
}
