package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks and chunks, taken and given back at random, against what maps and lists say of them. */
class ChunkPoolTest {
  private static final int BLOCK_BYTES = 256;
  private static final int BLOCKS = 16;
  private static final int CONNECTIONS = 12;
  private static final int SHARED_CHUNKS = BLOCKS * 4;
  private static final int OWN_CHUNKS = 4;
  private static final int STEPS = 200_000;

  /** A chunk as it was taken. */
  private record Taken(int source, long offset, long length, long pin) {}

  /** What one connection holds. */
  private static final class Holder {
    final List<Integer> blocks = new ArrayList<>();
    final Map<Integer, Taken> chunks = new HashMap<>();
    int reserved;

    int held() {
      return chunks.size() + reserved;
    }

    int heldOfShared() {
      return Math.max(0, held() - OWN_CHUNKS);
    }
  }

  private final ChunkPool pool =
      new ChunkPool(
          Arena.ofAuto().allocate(BLOCKS * BLOCK_BYTES),
          BLOCK_BYTES,
          Arena.ofAuto().allocate(ChunkPool.rowBytes(BLOCKS, CONNECTIONS), Long.BYTES));
  private final List<Holder> holders = new ArrayList<>();

  /** How many compose in a block or have chunks of it. */
  private final Map<Integer, Integer> uses = new HashMap<>();

  private final Random random = new Random(11);

  ChunkPoolTest() {
    for (int i = 0; i < CONNECTIONS; i++) {
      holders.add(new Holder());
    }
  }

  /** A quarter of what is free, as if taken one after the other. */
  private static boolean allows(int held, int wanted, int free) {
    for (int i = 0; i < wanted; i++) {
      if (free - i < 1 || 4 * (held + i) >= free - i) {
        return false;
      }
    }
    return true;
  }

  private int freeShared() {
    return SHARED_CHUNKS - holders.stream().mapToInt(Holder::heldOfShared).sum();
  }

  private void takeBlock(Holder holder) {
    int held = holder.blocks.size();
    assertEquals(allows(held, 1, BLOCKS - uses.size()), pool.mayTakeBlocks(held, 1));
    if (pool.mayTakeBlocks(held, 1)) {
      int block = pool.takeBlock();
      assertEquals(null, uses.put(block, 1), "it is in use");
      holder.blocks.add(block);
    }
  }

  private void leaveBlock(Holder holder) {
    if (!holder.blocks.isEmpty()) {
      int block = holder.blocks.remove(random.nextInt(holder.blocks.size()));
      pool.leaveBlock(block);
      release(block);
    }
  }

  private void release(int block) {
    uses.computeIfPresent(block, (number, count) -> count == 1 ? null : count - 1);
    assertEquals(!uses.containsKey(block), pool.isFree(block));
  }

  private void reserve(Holder holder, int wanted) {
    int ofShared = Math.max(0, holder.held() + wanted - OWN_CHUNKS) - holder.heldOfShared();
    boolean may = allows(holder.heldOfShared(), ofShared, freeShared());
    assertEquals(may, pool.mayTakeChunks(holder.held(), wanted));
    for (int i = 0; may && i < wanted; i++) {
      pool.reserveChunk(holder.held());
      holder.reserved++;
    }
  }

  private void take(Holder holder) {
    if (holder.reserved == 0) {
      return;
    }
    long length = 1 + random.nextInt(100);
    long offset = random.nextInt(10_000);
    long pin = random.nextInt();
    int chunk;
    Taken taken;
    if (random.nextBoolean()) {
      taken = new Taken(ChunkTable.STORE, offset, length, pin);
      chunk = pool.takePinned(0, offset, length, pin);
    } else {
      boolean own = holder.blocks.isEmpty();
      int source = own ? ChunkTable.OWN_PLACE : holder.blocks.getLast();
      uses.computeIfPresent(source, (number, count) -> count + 1);
      taken = new Taken(source, offset, length, 0);
      chunk = pool.takeComposed(source, offset, length);
    }
    holder.reserved--;
    assertEquals(null, holder.chunks.put(chunk, taken), "it has that one");
  }

  private void free(Holder holder) {
    if (holder.chunks.isEmpty()) {
      return;
    }
    List<Integer> all = List.copyOf(holder.chunks.keySet());
    int chunk = all.get(random.nextInt(all.size()));
    pool.returnChunk(holder.held());
    Taken taken = holder.chunks.remove(chunk);
    assertIs(taken, chunk);
    pool.free(chunk);
    if (taken.source >= 0) {
      release(taken.source);
    }
  }

  private void giveBack(Holder holder) {
    if (holder.reserved > 0) {
      pool.returnChunk(holder.held());
      holder.reserved--;
    }
  }

  private void assertIs(Taken taken, int chunk) {
    ChunkTable chunks = pool.chunks;
    long pin = chunks.isPinned(chunk) ? chunks.pin(chunk) : 0;
    Taken is = new Taken(chunks.source(chunk), chunks.offset(chunk), chunks.length(chunk), pin);
    assertEquals(taken, is);
  }

  private void step(Holder holder) {
    switch (random.nextInt(8)) {
      case 0 -> takeBlock(holder);
      case 1 -> leaveBlock(holder);
      case 2 -> reserve(holder, 1);
      case 3 -> reserve(holder, 2);
      case 4, 5 -> take(holder);
      case 6 -> free(holder);
      default -> giveBack(holder);
    }
    assertEquals(uses.size(), pool.blocksUsed());
    assertEquals(holders.stream().mapToInt(Holder::held).sum(), pool.chunksUsed());
  }

  @Test
  void whateverIsTakenAndGivenBackItIsWhatMapsSayOfIt() {
    for (int i = 0; i < STEPS; i++) {
      step(holders.get(random.nextInt(CONNECTIONS)));
    }
    for (Holder holder : holders) {
      holder.chunks.forEach((chunk, taken) -> assertIs(taken, chunk));
      while (holder.held() > 0 || !holder.blocks.isEmpty()) {
        free(holder);
        giveBack(holder);
        leaveBlock(holder);
      }
    }
    assertEquals(0, pool.blocksUsed());
    assertEquals(0, pool.chunksUsed());
  }

  @Test
  void itsOwnChunksAreThereWhateverOthersHold() {
    for (Holder holder : holders) {
      for (int i = 0; i < SHARED_CHUNKS; i++) {
        reserve(holder, 1);
      }
      assertTrue(holder.held() >= OWN_CHUNKS);
    }
    assertTrue(pool.chunksUsed() > CONNECTIONS * OWN_CHUNKS, "the shared ones are nobody's");
  }

  @Test
  void aBlockIsNotGivenOutWhileSomethingOfItIsUnsent() {
    int block = pool.takeBlock();
    pool.reserveChunk(0);
    int chunk = pool.takeComposed(block, 0, 10);
    pool.leaveBlock(block);
    assertFalse(pool.isFree(block));
    pool.returnChunk(1);
    pool.free(chunk);
    assertTrue(pool.isFree(block));
    assertThrows(AssertionError.class, () -> pool.leaveBlock(block), "given back twice");
  }
}
