package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections have yet to send, in pools that are too small for all of them. */
class OutboxTest {
  private static final int BLOCK_BYTES = 8192;
  private static final int BLOCKS = 8;
  private static final int CONNECTIONS = 20;
  private static final int UNSENT_BYTES_MAX = 1 << 14;

  private final Arena arena = Arena.ofConfined();
  private final Region places = Region.map((long) CONNECTIONS * Place.BYTES, Policy.OFF);
  private final MemorySegment store = arena.allocate(1 << 16);
  private final UnpinningProcessor processor = new UnpinningProcessor(store);
  private final ChunkPool pool =
      new ChunkPool(
          arena.allocate(BLOCKS * BLOCK_BYTES),
          BLOCK_BYTES,
          arena.allocate(ChunkPool.rowBytes(BLOCKS, CONNECTIONS), Long.BYTES));

  @AfterEach
  void close() {
    places.close();
    arena.close();
  }

  /** An outbox and what was appended to it and not yet taken: the oracle. */
  private final class Subject {
    final Place place;
    final Outbox out;
    final ArrayDeque<Byte> unsent = new ArrayDeque<>();

    /** Chunks that the kernel may still read, once for each zero-copy send. */
    final List<Integer> read = new ArrayList<>();

    byte next;

    Subject(int slot) {
      place = new Place(places, slot);
      out = 
          new Outbox(
              pool,
              Shards.only(processor),
              place,
              new PatienceClock(0),
              UNSENT_BYTES_MAX,
              2048);
    }

    boolean compose(int bytes) {
      if (!out.ensure(bytes)) {
        return false;
      }
      for (int i = 0; i < bytes; i++) {
        out.memory.set(ValueLayout.JAVA_BYTE, out.position++, next);
        unsent.add(next++);
      }
      return true;
    }

    boolean copy(int bytes) {
      MemorySegment from = fill(bytes);
      return note(out.appendCopied(from, 0, bytes), from, bytes);
    }

    boolean pin(int bytes) {
      processor.pins++;
      if (out.appendPinned(store, 100, bytes, 7)) {
        return note(true, store.asSlice(100), bytes);
      }
      processor.pins--;
      return false;
    }

    private MemorySegment fill(int bytes) {
      byte[] content = new byte[bytes];
      new Random(bytes).nextBytes(content);
      return arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
    }

    private boolean note(boolean appended, MemorySegment from, int bytes) {
      for (int i = 0; appended && i < bytes; i++) {
        unsent.add(from.get(ValueLayout.JAVA_BYTE, i));
      }
      return appended;
    }

    /** Takes so many of the sealed bytes at most, as the kernel would, and compares them. */
    void send(int most) {
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      int chunk = out.seal();
      while (chunk != ChunkTable.NONE && taken.size() < most) {
        MemorySegment memory =
            switch (pool.chunks.source(chunk)) {
              case ChunkTable.STORE -> store;
              case ChunkTable.OWN_PLACE -> place.memory();
              default -> pool.blockMemory();
            };
        long length = Math.min(pool.chunks.length(chunk), most - taken.size());
        taken.writeBytes(
            memory.asSlice(pool.chunks.offset(chunk), length).toArray(ValueLayout.JAVA_BYTE));
        chunk = pool.chunks.next(chunk);
      }
      byte[] expected = new byte[taken.size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = unsent.remove();
      }
      assertArrayEquals(expected, taken.toByteArray());
      out.sent(taken.size());
      assertEquals(unsent.size(), out.unsentBytes());
    }

    /** Sends the first chunk, or a part of it, without a copy, if it is a value. */
    void sendZeroCopy(int most) {
      int chunk = out.seal();
      if (chunk != ChunkTable.NONE && pool.chunks.isPinned(chunk)) {
        pool.chunks.awaitNotification(chunk);
        read.add(chunk);
        send((int) Math.min(most, pool.chunks.length(chunk)));
      }
    }

    /** The kernel has done with one of those, the last first. */
    void notified() {
      if (!read.isEmpty()) {
        int chunk = read.removeLast();
        assertTrue(pool.chunks.isPinned(chunk), "a value was let go that the kernel may read");
        out.notified(chunk);
      }
    }
  }

  private Subject[] subjects() {
    Subject[] subjects = new Subject[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      subjects[i] = new Subject(i);
    }
    return subjects;
  }

  private void assertNothingIsHeld() {
    assertEquals(0, pool.blocksUsed());
    assertEquals(0, pool.chunksUsed());
    assertEquals(0, processor.pins);
  }

  /** What each says that it holds is what is gone from the pools. */
  private void assertAddsUp(Subject[] subjects) {
    int blocks = 0;
    int chunks = 0;
    int pins = 0;
    for (Subject one : subjects) {
      blocks += one.out.blocks();
      chunks += one.out.chunks();
      pins += one.out.pins();
      assertEquals(one.unsent.size() >= UNSENT_BYTES_MAX, one.out.full());
    }
    assertEquals(pool.blocksUsed(), blocks);
    assertEquals(pool.chunksUsed(), chunks);
    assertEquals(processor.pins, pins);
  }

  @Test
  void anyMixOfRepliesComesInOrderAndAllIsGivenBack() {
    Random random = new Random(42);
    Subject[] subjects = subjects();
    for (int i = 0; i < 100_000; i++) {
      Subject one = subjects[random.nextInt(CONNECTIONS)];
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> one.compose(1 + random.nextInt(100));
        case 3 -> one.compose(1 + random.nextInt(4096));
        case 4 -> one.copy(1 + random.nextInt(20_000));
        case 5 -> one.pin(1 + random.nextInt(5000));
        case 6 -> one.sendZeroCopy(1 + random.nextInt(6000));
        case 7 -> one.notified();
        default -> one.send(1 + random.nextInt(30_000));
      }
      assertAddsUp(subjects);
    }
    for (Subject one : subjects) {
      one.send(Integer.MAX_VALUE);
      while (!one.read.isEmpty()) {
        one.notified();
      }
    }
    assertNothingIsHeld();
  }

  @Test
  void oneThatIsFullHasSoMuchUnsentAndNoLess() {
    Subject one = subjects()[0];
    for (int bytes = 0; bytes < UNSENT_BYTES_MAX; bytes += 4096) {
      assertFalse(one.out.full(), "with " + bytes);
      assertTrue(one.pin(4096));
    }
    assertTrue(one.out.full());
    one.send(1);
    assertFalse(one.out.full());
    one.out.clear();
  }

  @Test
  void whoHoldsNothingCanAlwaysAnswerWhateverOthersHold() {
    Subject[] subjects = subjects();
    for (int i = 1; i < CONNECTIONS; i++) {
      boolean more = true;
      while (more) {
        more = subjects[i].compose(4096) && subjects[i].pin(3000);
      }
    }
    Subject last = subjects[0];
    for (int i = 0; i < 3; i++) {
      assertTrue(last.compose(100) && last.pin(3000) && last.compose(100), "it held nothing");
      last.send(Integer.MAX_VALUE);
    }
    assertEquals(0, last.out.chunks());
  }

  @Test
  void oneThatHasTakenItsShareIsRefusedAndGoesOnWhenSomeIsSent() {
    Subject greedy = subjects()[0];
    while (greedy.compose(4096)) {
      assertTrue(greedy.out.blocks() <= BLOCKS / 2, "it takes all");
    }
    assertTrue(pool.blocksUsed() < BLOCKS, "nothing is left for others");
    greedy.send(Integer.MAX_VALUE);
    assertTrue(greedy.compose(4096));
    greedy.out.clear();
    assertNothingIsHeld();
  }

  @Test
  void aCopyIsWholeOrNotAtAll() {
    Subject one = subjects()[0];
    assertFalse(one.copy(BLOCKS * BLOCK_BYTES));
    assertEquals(0, one.out.unsentBytes());
    assertTrue(one.copy(BLOCK_BYTES));
    one.send(Integer.MAX_VALUE);
    assertNothingIsHeld();
  }

  @Test
  void aConnectionThatClosesGivesBackWhatItHeld() {
    Subject one = subjects()[0];
    assertTrue(one.compose(50) && one.pin(2000) && one.compose(50));
    one.out.clear();
    assertNothingIsHeld();
  }
}
