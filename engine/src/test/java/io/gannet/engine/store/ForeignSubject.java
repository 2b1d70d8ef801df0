package io.gannet.engine.store;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.seg.SegForeign;
import io.gannet.engine.store.slab.SlabForeign;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/**
 * An engine whose items other threads may read, with one of its policies.
 *
 * @param name of the engine, and its policy
 * @param maker makes a store of it that is shared
 */
public record ForeignSubject(String name, Maker maker) {
  /** Bytes of a block, of which a test's region has some dozens. */
  public static final int BLOCK_BYTES = 4096;

  /** Lays a store out. */
  public interface Maker {
    Shared make(MemorySegment region, CoarseClock clock, long hashSeed, Sequences sequences);
  }

  /** A store, how to read it step by step, and which tokens its readers tell. */
  public record Shared(Store store, Readers readers, Tokens tokens) {}

  /** Makes readers. */
  public interface Readers {
    /**
     * One that lets somebody work between any two of its steps.
     *
     * @param careful false if it believes what it has read without another look at it
     */
    ForeignReader reader(Runnable work, boolean careful);
  }

  /** Which tokens a reader may tell. */
  public interface Tokens {
    /** Fails of one that it may not; {@code known} if a client may know the key's. */
    void check(long cas, boolean known);
  }

  /** Every one. */
  public static Stream<ForeignSubject> all() {
    return Stream.concat(SegForeign.all(), SlabForeign.all());
  }

  @Override
  public String toString() {
    return name;
  }
}
