package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockListsTest {
  private static final int BLOCKS = 16;
  private static final long PREVIOUS = 8;
  private static final long NEXT = 12;
  private static final int STEPS = 10_000;

  private final BlockHeaders headers =
      new BlockHeaders(MemorySegment.ofArray(new long[BLOCKS * 8]), 0);
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void aChainKeepsItsOrderWhereverItIsCut() {
    Chain chain = new Chain(headers, PREVIOUS, NEXT);
    List<Integer> expected = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Integer block = random.nextInt(BLOCKS);
      if (expected.remove(block)) {
        chain.remove(block);
      } else if (random.nextBoolean()) {
        expected.addFirst(block);
        chain.prepend(block);
      } else {
        expected.addLast(block);
        chain.append(block);
      }
      assertEquals(expected, forwards(chain), "seed " + seed);
      assertEquals(expected.reversed(), backwards(expected), "seed " + seed);
    }
  }

  private static List<Integer> forwards(Chain chain) {
    List<Integer> blocks = new ArrayList<>();
    for (int b = chain.first(); b != NONE && blocks.size() <= BLOCKS; b = chain.next(b)) {
      blocks.add(b);
    }
    return blocks;
  }

  private List<Integer> backwards(List<Integer> chain) {
    List<Integer> blocks = new ArrayList<>();
    int block = chain.isEmpty() ? NONE : chain.getLast();
    for (; block != NONE && blocks.size() <= BLOCKS; block = headers.getInt(block, PREVIOUS)) {
      blocks.add(block);
    }
    return blocks;
  }

  @Test
  void theBlockFreedLastIsTakenFirst() {
    FreeBlocks free = new FreeBlocks(headers, PREVIOUS, NEXT);
    Deque<Integer> expected = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      if (expected.size() < BLOCKS && random.nextBoolean()) {
        int block = random.nextInt(BLOCKS);
        if (!expected.contains(block)) {
          expected.push(block);
          free.push(block);
        }
      } else {
        assertEquals(expected.isEmpty() ? NONE : expected.pop(), free.pop(), "seed " + seed);
      }
      assertEquals(expected.size(), free.count(), "seed " + seed);
    }
  }
}
