package io.gannet.engine.block;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.MissCause;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What a reader on another thread does in any store of blocks: it looks which slots of a key's two
 * buckets may be its, has each item looked at by the engine that knows items, and then whether the
 * owner was at work there meanwhile.
 *
 * <pre>
 *   sequences, buckets, flush ──► slot ──► item ──► sequences
 *                                  ^         |
 *                                  +---------+ another key's
 * </pre>
 *
 * What is read in between may be anything, until the last step says that it was not: so each place
 * is to be held against the region, each word is read once, and what is looked at is at most
 * {@value TwoChoices#CHOICES} slots.
 */
public abstract class BlockReader extends ForeignReader {
  /** The item is another key's. */
  protected static final int OTHER = -1;

  protected final MemorySegment region;
  protected final long regionBytes;
  protected final Sequences sequences;
  protected final TwoChoices slots;
  private final Ghosts ghosts;

  /** What was stored before this is flushed; as of the begin of the read. */
  protected long deadBefore;

  /**
   * A reader.
   *
   * @param tagWidth bits of a hash in a slot
   * @param ghosts what the owner remembers
   */
  protected BlockReader(
      MemorySegment region, BlockLayout blocks, int tagWidth, Sequences sequences,
      Ghosts ghosts) {
    this.ghosts = ghosts;
    this.region = region;
    this.regionBytes = region.byteSize();
    this.sequences = sequences;
    this.slots = new TwoChoices(region, blocks.indexEnd(), sequences.buckets(), tagWidth);
  }

  @Override
  public final int read(Key key, int nowSec, MemorySegment to, long at, int room) {
    long reuse = sequences.reuse();
    long stripe = sequences.stripe(key.hash);
    if (Sequences.isOdd(stripe)) {
      return UNKNOWN;
    }
    slots.follow(sequences.buckets());
    deadBefore = sequences.deadBefore();
    step();
    int answer = look(key, nowSec, to, at, room);
    step();
    VarHandle.acquireFence();
    return sequences.stripe(key.hash) == stripe && sequences.reuse() == reuse
        ? follow(key, answer)
        : UNKNOWN;
  }

  /** Of some keys the owner is to know each request. */
  private int follow(Key key, int answer) {
    if (!ghosts.sampling.has(key.hash)) {
      return answer;
    }
    toNote = true;
    return answer == MISS ? FORWARD : answer;
  }

  /** Between any two steps the owner may do anything: tests let it. */
  protected void step() {}

  private int look(Key key, int nowSec, MemorySegment to, long at, int room) {
    int answer = look(slots.first(key.hash), key, nowSec, to, at, room);
    if (answer != OTHER) {
      return answer;
    }
    step();
    answer = look(slots.second(key.hash), key, nowSec, to, at, room);
    return answer == OTHER ? miss(ghosts.cause(key.hash)) : answer;
  }

  private int miss(MissCause cause) {
    missCause = cause;
    return MISS;
  }

  /** An item is there, but it has expired or was flushed. */
  protected final int missOf(boolean flushed, int deadlineSec) {
    return miss(ghosts.causeOf(flushed, deadlineSec));
  }

  private int look(long bucket, Key key, int nowSec, MemorySegment to, long at, int room) {
    int answer = OTHER;
    long matches = slots.matches(bucket, key.hash);
    for (; matches != 0 && answer == OTHER; matches &= matches - 1) {
      step();
      long position = bucket + Long.numberOfTrailingZeros(matches);
      long slot = slots.slot(position);
      VarHandle.acquireFence();
      if (slots.hasTag(slot, key.hash)) {
        step();
        answer = lookAt(position, slot, key, nowSec, to, at, room);
      }
    }
    return answer;
  }

  /**
   * Looks whether the item of a slot is the key's, and copies its value.
   *
   * @param slot what was at the position, with the key's tag
   * @return as {@link #read}, or {@link #OTHER}
   */
  protected abstract int lookAt(
      long position, long slot, Key key, int nowSec, MemorySegment to, long at, int room);
}
