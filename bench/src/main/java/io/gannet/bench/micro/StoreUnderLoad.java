package io.gannet.bench.micro;

import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A store full of items, on the pages that a server would have, and what is asked of it. */
final class StoreUnderLoad implements AutoCloseable {
  private static final int BATCH_MAX = 32;
  private static final int PERCENT = 100;
  private static final int NOW_SEC = 2;

  /** As the worker allows in a turn. */
  private static final int UPKEEP_ITEMS = 256;

  /** A store needs some slack: segments that are open or being cleaned. */
  private static final long SLACK_BYTES = 4 << 20;

  private final Region region;
  private final Store store;
  private final ForeignReader reader;
  private final Hints hints;
  private final Items keys = new Items(BATCH_MAX);
  private final MemorySegment replies =
      Arena.ofAuto().allocate(BATCH_MAX * Items.VALUE_BYTES, Items.VALUE_BYTES);
  private final int items;
  private long random = 88_172_645_463_325_252L;
  private int newest;
  private long sink;

  /** A store in which {@code items} items take {@code percent} of the memory; all hints given. */
  StoreUnderLoad(String name, int items, int percent) {
    this(name, items, percent, Hints.BOTH);
  }

  StoreUnderLoad(String name, int items, int percent, Hints hints) {
    long bytes = items * Stores.bytesPerItem(name) * PERCENT / percent + SLACK_BYTES;
    this.region = Region.map(bytes, Policy.AUTO);
    this.hints = hints;
    this.items = items;
    this.newest = items;
    region.populate();
    this.store = Stores.open(name, region.memory());
    this.reader = store.foreignReader();
    keys.storeAll(store, items);
  }

  private StoreUnderLoad(StoreUnderLoad load) {
    this.region = load.region;
    this.store = load.store;
    this.reader = ForeignReader.NONE;
    this.hints = load.hints;
    this.items = load.items;
    this.newest = items;
    this.random = ~load.random;
  }

  /** The same store, asked by another thread: that is the owner from now on. */
  StoreUnderLoad another() {
    return new StoreUnderLoad(this);
  }

  @Override
  public void close() {
    region.close();
  }

  private int nextItem() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) Math.unsignedMultiplyHigh(random, items);
  }

  long getOne() {
    Key key = keys.move(0, nextItem());
    store.hash(key);
    return read(store.find(key), 0);
  }

  /** Takes of an item what a reply has, its value to {@code at}; returns where the next goes. */
  private long read(long item, long at) {
    if (item < 0) {
      return at;
    }
    int bytes = store.valueLength(item);
    sink += store.clientFlags(item);
    MemorySegment.copy(store.memory(), store.valueOffset(item), replies, at, bytes);
    return at + bytes;
  }

  /** As a processor does it: hash all, load the lines of all, find all. */
  long getBatch(int count) {
    for (int i = 0; i < count; i++) {
      store.hash(keys.move(i, nextItem()));
    }
    prefetch(count);
    long at = 0;
    for (int i = 0; i < count; i++) {
      at = read(store.find(keys.key(i)), at);
    }
    return at;
  }

  /** The same by another thread than the owner's: some are to be asked for once more. */
  long readBatch(int count) {
    for (int i = 0; i < count; i++) {
      store.hash(keys.move(i, nextItem()));
    }
    sink += reader.prefetch(keys.all(), count);
    long at = 0;
    for (int i = 0; i < count; i++) {
      at += readForeign(keys.key(i), at);
    }
    return at;
  }

  private int readForeign(Key key, long at) {
    int answer = reader.read(key, NOW_SEC, replies, at, Items.VALUE_BYTES);
    if (answer == ForeignReader.UNKNOWN) {
      answer = reader.read(key, NOW_SEC, replies, at, Items.VALUE_BYTES);
    }
    sink += reader.clientFlags;
    return answer == ForeignReader.HIT ? reader.length : 0;
  }

  private void prefetch(int count) {
    if (hints == Hints.BOTH) {
      sink += store.prefetch(keys.all(), count);
    }
    for (int i = 0; hints == Hints.INDEX && i < count; i++) {
      sink += store.prefetchIndex(keys.key(i));
    }
  }

  long setBatch(int count) {
    for (int i = 0; i < count; i++) {
      store.hash(keys.move(i, nextItem()));
    }
    return store(count);
  }

  /** Keys that never were. */
  long setNewBatch(int count) {
    for (int i = 0; i < count; i++) {
      store.hash(keys.move(i, newest++));
    }
    return store(count);
  }

  private long store(int count) {
    prefetch(count);
    long stored = 0;
    for (int i = 0; i < count; i++) {
      stored += keys.storeHashed(store, i, Items.VALUE_BYTES) ? 1 : 0;
    }
    store.maintain(UPKEEP_ITEMS);
    return stored;
  }
}
