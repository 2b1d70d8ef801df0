package io.gannet.server.wire;

import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.server.product.Product;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * A segcache with a bug: what a worker has read of another's shard it tells a few times more, as if
 * nobody had written since. Whatever looks for an order of reads and writes must see it.
 */
final class StaleReads extends ForeignReader {
  /** How often what was read once is told. */
  private static final int TOLD_MAX = 8;

  /** What was read of one key. */
  private static final class Copy {
    byte[] value;
    int clientFlags;
    long cas;
    int left;
  }

  private final ForeignReader honest;
  private final Map<Long, Copy> copies = new HashMap<>();

  private StaleReads(ForeignReader honest) {
    this.honest = honest;
  }

  /** The product, otherwise as it is. */
  static Product product() {
    return PlantedProduct.segcache(
        (store, worker) ->
            PlantedProduct.like(
                Store.class,
                (proxy, method, arguments) ->
                    method.getName().equals("foreignReader")
                        ? new StaleReads(store.foreignReader())
                        : PlantedProduct.call(method, store, arguments)));
  }

  @Override
  public int read(Key key, int nowSec, MemorySegment to, long at, int room) {
    Copy copy = copies.get(key.hash);
    if (copy != null && copy.left-- > 0) {
      return tell(copy, to, at);
    }
    int answer = honest.read(key, nowSec, to, at, room);
    length = honest.length;
    clientFlags = honest.clientFlags;
    cas = honest.cas;
    toNote = honest.toNote;
    if (answer == HIT) {
      copies.put(key.hash, copyOf(to, at));
    }
    return answer;
  }

  private Copy copyOf(MemorySegment to, long at) {
    Copy copy = new Copy();
    copy.value = to.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    copy.clientFlags = clientFlags;
    copy.cas = cas;
    copy.left = TOLD_MAX;
    return copy;
  }

  private int tell(Copy copy, MemorySegment to, long at) {
    length = copy.value.length;
    clientFlags = copy.clientFlags;
    cas = copy.cas;
    toNote = false;
    MemorySegment.copy(MemorySegment.ofArray(copy.value), 0, to, at, length);
    return HIT;
  }

  @Override
  public long prefetch(Key[] keys, int count) {
    return honest.prefetch(keys, count);
  }
}
