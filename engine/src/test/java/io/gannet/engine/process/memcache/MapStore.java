package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plainest store: a map of keys to places. It never forgets, spoils what was given back so that
 * a stale handle shows, and throws where its caller breaks the rules of {@link Store}.
 */
final class MapStore implements Store {
  private static final byte SPOILED = (byte) 0xee;

  private static final class Item {
    String key;
    long offset;
    int keyLength;
    int valueLength;
    int annexBytes;
    int clientFlags;
    int expiresAtSec;
    long cas;
    int pins;
    boolean published;
    boolean linked;
    boolean freed;
  }

  private final CoarseClock clock;
  private final int itemBytesMax;
  private final MemorySegment memory;
  private final Map<String, Integer> index = new HashMap<>();
  private final List<Item> items = new ArrayList<>();
  private final Map<Integer, ArrayDeque<Long>> freePlaces = new HashMap<>();
  private long end;
  private long lastCas;
  private final Ghosts ghosts = new Ghosts(0);

  /** Whether the next reservations find no memory. */
  boolean exhausted;

  /** Reservations that were neither published nor abandoned yet, and pins not ended. */
  int open;

  MapStore(CoarseClock clock, long memoryBytes, int itemBytesMax) {
    this.clock = clock;
    this.itemBytesMax = itemBytesMax;
    this.memory = Arena.ofAuto().allocate(memoryBytes);
  }

  /** Forgets everything, CAS tokens too; nothing may be open. */
  void clear() {
    if (open != 0) {
      throw new AssertionError(open + " reservations or pins were not given back");
    }
    index.clear();
    items.clear();
    freePlaces.clear();
    end = 0;
    lastCas = 0;
  }

  private static String text(Key key) {
    byte[] bytes = new byte[key.length];
    MemorySegment.copy(key.memory, ValueLayout.JAVA_BYTE, key.offset, bytes, 0, key.length);
    return new String(bytes, ISO_8859_1);
  }

  private static String hashed(Key key) {
    String text = text(key);
    if (key.hash != text.hashCode() || key.length < 1 || key.length > KEY_LENGTH_MAX) {
      throw new AssertionError("the key was not hashed, or has a wrong length: " + text);
    }
    return text;
  }

  private Item item(long handle) {
    Item item = items.get((int) handle);
    if (item.freed) {
      throw new AssertionError("stale handle " + handle);
    }
    return item;
  }

  @Override
  public void hash(Key key) {
    key.hash = text(key).hashCode();
  }

  @Override
  public long prefetchIndex(Key key) {
    hashed(key);
    return 1;
  }

  @Override
  public long prefetchItem(Key key) {
    hashed(key);
    return 1;
  }

  @Override
  public long find(Key key) {
    Integer handle = index.get(hashed(key));
    if (handle == null) {
      return ABSENT;
    }
    int expiresAtSec = items.get(handle).expiresAtSec;
    if (expiresAtSec != NEVER && expiresAtSec <= clock.nowSec()) {
      unlink(index.remove(text(key)));
      return ABSENT;
    }
    return handle;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long keyOffset(long handle) {
    return item(handle).offset;
  }

  @Override
  public int keyLength(long handle) {
    return item(handle).keyLength;
  }

  @Override
  public long valueOffset(long handle) {
    return item(handle).offset + item(handle).keyLength;
  }

  @Override
  public int valueLength(long handle) {
    return item(handle).valueLength - item(handle).annexBytes;
  }

  @Override
  public boolean hasAnnex(long handle) {
    return item(handle).annexBytes > 0;
  }

  @Override
  public void annex(long reservation) {
    Item item = item(reservation);
    if (item.published || item.annexBytes > 0 || item.valueLength < ANNEX_BYTES) {
      throw new AssertionError("no place for an annex");
    }
    item.annexBytes = ANNEX_BYTES;
  }

  @Override
  public int clientFlags(long handle) {
    return item(handle).clientFlags;
  }

  @Override
  public int expiresAtSec(long handle) {
    return item(handle).expiresAtSec;
  }

  @Override
  public long cas(long handle) {
    return item(handle).cas;
  }

  @Override
  public Ghosts ghosts() {
    return ghosts;
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    return (long) keyLength + valueLength > itemBytesMax;
  }

  @Override
  public int list(Listed listed, int steps) {
    long from = listed.place;
    listed.begin(from);
    long handle = from;
    while (handle < items.size() && handle < from + steps && listed.item < 0) {
      Item item = items.get((int) handle);
      boolean dead = item.expiresAtSec != NEVER && item.expiresAtSec <= clock.nowSec();
      if (item.linked && !dead) {
        listed.item = handle;
        listed.bytes = item.keyLength + item.valueLength;
        listed.token = item.cas;
      }
      handle++;
    }
    listed.place = handle < items.size() ? handle : Listed.END;
    return (int) (handle - from);
  }

  @Override
  public long steps() {
    return 0;
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (expiresAtSec != NEVER && expiresAtSec <= clock.nowSec() || valueLength < 0) {
      throw new AssertionError("deadline " + expiresAtSec + ", length " + valueLength);
    }
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    if (exhausted) {
      return NO_MEMORY;
    }
    Item item = new Item();
    item.key = hashed(key);
    item.keyLength = key.length;
    item.valueLength = valueLength;
    item.clientFlags = clientFlags;
    item.expiresAtSec = expiresAtSec;
    item.offset = place(key.length + valueLength);
    MemorySegment.copy(key.memory, key.offset, memory, item.offset, key.length);
    items.add(item);
    open++;
    return items.size() - 1;
  }

  private static int roundedUp(int bytes) {
    return Integer.highestOneBit(Math.max(16, bytes - 1)) * 2;
  }

  private long place(int bytes) {
    ArrayDeque<Long> free = freePlaces.get(roundedUp(bytes));
    if (free != null && !free.isEmpty()) {
      return free.pop();
    }
    end += roundedUp(bytes);
    return end - roundedUp(bytes);
  }

  private void free(Item item) {
    item.freed = true;
    memory.asSlice(item.offset, item.keyLength + item.valueLength).fill(SPOILED);
    freePlaces
        .computeIfAbsent(roundedUp(item.keyLength + item.valueLength), n -> new ArrayDeque<>())
        .push(item.offset);
  }

  private void unlink(int handle) {
    Item item = items.get(handle);
    item.linked = false;
    if (item.pins == 0) {
      free(item);
    }
  }

  private void end(long reservation) {
    if (item(reservation).published) {
      throw new AssertionError("reservation ended twice");
    }
    open--;
  }

  @Override
  public void publish(long reservation, long hash) {
    end(reservation);
    Item item = item(reservation);
    if (hash != item.key.hashCode()) {
      throw new AssertionError("published under a wrong hash: " + item.key);
    }
    item.published = true;
    item.linked = true;
    item.cas = ++lastCas;
    Integer before = index.put(item.key, (int) reservation);
    if (before != null) {
      unlink(before);
    }
  }

  @Override
  public void abandon(long reservation) {
    end(reservation);
    free(item(reservation));
  }

  @Override
  public boolean delete(Key key) {
    boolean found = find(key) >= 0;
    if (found) {
      unlink(index.remove(text(key)));
    }
    return found;
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    if (expiresAtSec != NEVER && expiresAtSec <= clock.nowSec()) {
      throw new AssertionError("touched with a deadline that has passed");
    }
    long handle = find(key);
    if (handle >= 0) {
      item(handle).expiresAtSec = expiresAtSec;
    }
    return handle;
  }

  @Override
  public void flush() {
    List.copyOf(index.values()).forEach(this::unlink);
    index.clear();
  }

  @Override
  public long pin(long handle) {
    item(handle).pins++;
    open++;
    return handle;
  }

  @Override
  public void unpin(long pin) {
    Item item = item(pin);
    open--;
    if (--item.pins == 0 && !item.linked) {
      free(item);
    }
  }

  @Override
  public boolean maintain(int items) {
    return false;
  }

  @Override
  public Walk walk() {
    return Walk.ofNothing();
  }

  @Override
  public Walk beginWalk() {
    return Walk.ofNothing();
  }
}
