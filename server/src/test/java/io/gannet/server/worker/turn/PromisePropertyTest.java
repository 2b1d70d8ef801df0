package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Output;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many compose, promise and fulfil at random, in pools that are too small for them, against a list
 * of what each has answered and promised: what leaves is that, in its order, and nothing is held in
 * the end.
 */
class PromisePropertyTest {
  private static final int BLOCK_BYTES = 8192;
  private static final int BLOCKS = 8;
  private static final int CONNECTIONS = 20;
  private static final int STORE_BYTES = 1 << 16;
  private static final int UNSENT_BYTES_MAX = 1 << 14;
  private static final int SEEDS = 12;
  private static final int STEPS = 15_000;

  private final Arena arena = Arena.ofConfined();
  private final Region places = Region.map((long) CONNECTIONS * Place.BYTES, Policy.OFF);
  private final UnpinningProcessor[] stores = {store(1), store(2), store(3)};
  private final Shards shards = new Shards(stores, 1);
  private final ChunkPool pool =
      new ChunkPool(
          arena.allocate(BLOCKS * BLOCK_BYTES),
          BLOCK_BYTES,
          arena.allocate(ChunkPool.rowBytes(BLOCKS, CONNECTIONS), Long.BYTES));
  private final SentBytes sent = new SentBytes(pool, shards);
  private final PatienceClock patience = new PatienceClock(0);
  private Random random = new Random(0);

  @AfterEach
  void close() {
    places.close();
    arena.close();
  }

  private UnpinningProcessor store(int seed) {
    byte[] content = new byte[STORE_BYTES];
    new Random(seed).nextBytes(content);
    return new UnpinningProcessor(arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
  }

  /** Bytes that were answered, or what was promised: then the ticket, and how many are kept. */
  private static final class Part {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final long sinceNs;
    int ticket = -1;
    int kept;

    Part(long sinceNs) {
      this.sinceNs = sinceNs;
    }

    boolean isHole() {
      return ticket >= 0;
    }
  }

  private final class Subject {
    final Place place;
    final Outbox out;
    final List<Part> parts = new ArrayList<>();

    /** Chunks that the kernel may still read. */
    final List<Integer> read = new ArrayList<>();

    Subject(int slot) {
      place = new Place(places, slot);
      out = new Outbox(pool, shards, place, patience, UNSENT_BYTES_MAX, 2048);
    }

    private Part last() {
      Part part = new Part(0);
      parts.add(part);
      return part;
    }

    private List<Part> holes() {
      return parts.stream().filter(Part::isHole).toList();
    }

    boolean compose(Part part, int bytes) {
      if (!out.ensure(bytes)) {
        return false;
      }
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      MemorySegment.copy(MemorySegment.ofArray(content), 0, out.memory, out.position, bytes);
      out.position += bytes;
      part.bytes.writeBytes(content);
      return true;
    }

    boolean pin(Part part, int bytes) {
      int shard = random.nextInt(stores.length);
      int offset = random.nextInt(STORE_BYTES - bytes);
      stores[shard].pins++;
      if (!out.appendPinned(shard, offset, bytes, offset)) {
        stores[shard].pins--;
        return false;
      }
      note(part, shard, offset, bytes);
      return true;
    }

    boolean copy(Part part, int bytes) {
      int offset = random.nextInt(STORE_BYTES - bytes);
      if (!out.appendCopied(stores[0].memory(), offset, bytes)) {
        return false;
      }
      note(part, 0, offset, bytes);
      return true;
    }

    private void note(Part part, int shard, int offset, int bytes) {
      MemorySegment value = stores[shard].memory().asSlice(offset, bytes);
      part.bytes.writeBytes(value.toArray(ValueLayout.JAVA_BYTE));
    }

    void promise() {
      patience.advance(++nowNs);
      int kept = 1 + random.nextInt(Output.PROMISE_BYTES_MAX);
      int ticket = out.promise(kept);
      assertTrue(ticket >= 0 || out.chunks() > 0, "it held nothing, and is refused");
      if (ticket >= 0) {
        Part part = new Part(patience.nowNs());
        part.ticket = ticket;
        part.kept = kept;
        parts.add(part);
      }
    }

    /** Some promise is fulfilled, if there is room. */
    void fulfil() {
      List<Part> holes = holes();
      if (!holes.isEmpty()) {
        fulfil(holes.get(random.nextInt(holes.size())));
      }
    }

    void fulfil(Part part) {
      switch (random.nextInt(6)) {
        case 0 -> fulfilShort(part, 0);
        case 1 -> fulfilShort(part, part.kept);
        case 2 -> fulfilShort(part, 1 + random.nextInt(part.kept));
        case 3 -> fulfilLong(part, 1 + random.nextInt(Output.ENSURE_BYTES_MAX), 0);
        case 4 -> fulfilLong(part, 0, 1);
        default -> fulfilLong(part, 1 + random.nextInt(300), random.nextInt(3));
      }
    }

    void fulfilShort(Part part, int bytes) {
      assertTrue(out.begin(part.ticket, bytes), "room was kept for it");
      assertTrue(compose(part, bytes));
      end(part);
    }

    private void end(Part part) {
      out.end(part.ticket);
      part.ticket = -1;
    }

    /** A head, and values, or copies of them, behind each other; true if there was room. */
    boolean fulfilLong(Part part, int head, int values) {
      if (!out.begin(part.ticket, head)) {
        return false;
      }
      assertTrue(compose(part, head));
      for (int i = 0; i < values; i++) {
        int bytes = 1 + random.nextInt(5000);
        boolean room = random.nextBoolean() ? pin(part, bytes) : copy(part, bytes);
        if (!room && i == 0) {
          part.bytes.reset();
          out.postpone(part.ticket);
          return false;
        }
      }
      end(part);
      return true;
    }

    private byte[] mayLeave() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Part part : parts) {
        if (part.isHole()) {
          break;
        }
        bytes.writeBytes(part.bytes.toByteArray());
      }
      return bytes.toByteArray();
    }

    /** So much of what may leave does. */
    void send(int most) {
      byte[] expected = mayLeave();
      byte[] taken = sent.send(out, place, most);
      int length = Math.min(most, expected.length);
      assertArrayEquals(Arrays.copyOf(expected, length), taken);
      forget(length);
    }

    private void forget(int length) {
      int left = length;
      while (left > 0) {
        Part part = parts.getFirst();
        byte[] bytes = part.bytes.toByteArray();
        int of = Math.min(left, bytes.length);
        part.bytes.reset();
        part.bytes.write(bytes, of, bytes.length - of);
        left -= of;
        if (part.bytes.size() == 0) {
          parts.removeFirst();
        }
      }
    }

    void sendZeroCopy(int most) {
      int chunk = out.seal();
      if (chunk != out.sendEnd() && pool.chunks.isPinned(chunk)) {
        pool.chunks.awaitNotification(chunk);
        read.add(chunk);
        send((int) Math.min(most, pool.chunks.length(chunk)));
      }
    }

    void notified() {
      if (!read.isEmpty()) {
        out.notified(read.remove(random.nextInt(read.size())));
      }
    }

    void clear() {
      while (!read.isEmpty()) {
        notified();
      }
      out.clear();
      parts.clear();
    }

    void check() {
      long unsent = parts.stream().mapToLong(part -> part.bytes.size()).sum();
      List<Part> holes = holes();
      long kept = holes.stream().mapToLong(part -> part.kept).sum();
      assertEquals(unsent, out.unsentBytes());
      assertEquals(unsent + kept >= UNSENT_BYTES_MAX, out.full());
      assertEquals(holes.size(), out.promises());
      assertEquals(unsent > 0 || !holes.isEmpty(), out.owes());
      if (!holes.isEmpty()) {
        assertEquals(holes.getFirst().sinceNs, out.promisedSinceNs());
      }
    }
  }

  private long nowNs;

  private void step(Subject one) {
    switch (random.nextInt(16)) {
      case 0, 1 -> one.compose(one.last(), 1 + random.nextInt(100));
      case 2 -> one.compose(one.last(), 1 + random.nextInt(4096));
      case 3 -> one.copy(one.last(), 1 + random.nextInt(20_000));
      case 4 -> one.pin(one.last(), 1 + random.nextInt(5000));
      case 5, 6, 7 -> one.promise();
      case 8, 9, 10 -> one.fulfil();
      case 11 -> one.sendZeroCopy(1 + random.nextInt(6000));
      case 12 -> one.notified();
      case 13 -> {
        if (random.nextInt(10) == 0) {
          one.clear();
        }
      }
      default -> one.send(1 + random.nextInt(30_000));
    }
    one.check();
  }

  private void assertAddsUp(List<Subject> subjects) {
    assertEquals(pool.blocksUsed(), subjects.stream().mapToInt(one -> one.out.blocks()).sum());
    assertEquals(pool.chunksUsed(), subjects.stream().mapToInt(one -> one.out.chunks()).sum());
    assertEquals(pool.holes(), subjects.stream().mapToInt(one -> one.out.promises()).sum());
    int pins = Arrays.stream(stores).mapToInt(store -> store.pins).sum();
    assertEquals(pins, subjects.stream().mapToInt(one -> one.out.pins()).sum());
  }

  /** Each gets on by a promise a round, whatever all hold: what is first always has room. */
  private void end(List<Subject> subjects) {
    while (subjects.stream().anyMatch(one -> one.out.promises() > 0)) {
      for (Subject one : subjects) {
        while (!one.read.isEmpty()) {
          one.notified();
        }
        one.send(Integer.MAX_VALUE);
        if (one.out.promises() > 0) {
          Part first = one.holes().getFirst();
          boolean room = one.out.begin(first.ticket, Output.ENSURE_BYTES_MAX);
          assertTrue(room, "all wait for each other");
          assertTrue(one.compose(first, 200) && one.pin(first, 100) && one.compose(first, 5));
          one.end(first);
        }
      }
      assertAddsUp(subjects);
    }
    subjects.forEach(one -> one.send(Integer.MAX_VALUE));
  }

  private void run(int seed) {
    random = new Random(seed);
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      subjects.add(new Subject(i));
    }
    for (int i = 0; i < STEPS; i++) {
      step(subjects.get(random.nextInt(CONNECTIONS)));
      assertAddsUp(subjects);
    }
    end(subjects);
    assertFalse(subjects.stream().anyMatch(one -> one.out.owes()));
    assertEquals(0, pool.holes());
    assertEquals(0, pool.blocksUsed());
    assertEquals(0, pool.chunksUsed());
    assertEquals(0, Arrays.stream(stores).mapToInt(store -> store.pins).sum());
  }

  @Test
  void whatLeavesIsWhatWasAnsweredAndPromisedInItsOrderAndAllIsGivenBack() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        run(seed);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
