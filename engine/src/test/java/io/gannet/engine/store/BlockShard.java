package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A shard of an engine of blocks, by whatever name it calls these, with a background. */
public final class BlockShard extends StoreShard<Store> {
  /** What the background has of a turn. */
  public static final int STEPS_PER_TURN = 64;

  /** Who waits longer waits for ever. */
  public static final int TURNS_MAX = 5_000;

  private static final int FILLER_BYTES = 100;

  private final BlockEngine engine;
  private final int blockBytes;

  BlockShard(BlockEngine engine, int blockBytes, long regionBytes, Layout<Store> layout) {
    super(regionBytes, layout);
    this.engine = engine;
    this.blockBytes = blockBytes;
  }

  /** Blocks that are free. */
  public int free() {
    return (int) stat(engine.noun() + "s_free");
  }

  /** Blocks that are set aside for large items, or part of one and not its first. */
  public int aside() {
    return (int) stat(engine.noun() + "s_aside");
  }

  /** Blocks with a reader. */
  public int read() {
    return (int) stat(engine.readers());
  }

  /** The background's turn. */
  public void turn() {
    store.maintain(STEPS_PER_TURN);
  }

  /** Stores for ever, waiting for a place as long as that takes. */
  public void awaitSet(String key, String value) {
    for (int turn = 0; put(key, value, 0, Store.NEVER) == Store.NO_MEMORY; turn++) {
      assertTrue(turn < TURNS_MAX, "never stored: " + key);
      turn();
    }
  }

  /** Reserves, waiting likewise. */
  public long awaitReservation(String key, int length) {
    long item = reserve(key, length);
    for (int turn = 0; item < 0; turn++) {
      assertTrue(turn < TURNS_MAX, "never reserved: " + key);
      turn();
      item = reserve(key, length);
    }
    return item;
  }

  /** Stores small items that fill so many blocks. */
  public void fill(int blocks) {
    for (int i = 0; i < blocks * blockBytes / (FILLER_BYTES + 20); i++) {
      awaitSet("f" + i, "f".repeat(FILLER_BYTES));
    }
  }
}
