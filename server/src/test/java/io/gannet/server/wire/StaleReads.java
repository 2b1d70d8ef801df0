package io.gannet.server.wire;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheProcessor;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.option.Settings;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import io.gannet.server.worker.option.Shard;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A segcache with a bug: what a worker has read of another's shard it tells a few times more, as if
 * nobody had written since. Whatever looks for an order of reads and writes must see it.
 */
final class StaleReads extends ForeignReader {
  /** How often what was read once is told. */
  private static final int TOLD_MAX = 8;

  private static final long SEED = 4711;

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
    Product segcache =
        Products.ALL.stream().filter(one -> one.name().equals("segcache")).findFirst().orElseThrow();
    return (Product)
        Proxy.newProxyInstance(
            Product.class.getClassLoader(),
            new Class<?>[] {Product.class},
            (proxy, method, arguments) ->
                method.getName().equals("shards")
                    ? shards((Settings) arguments[0], (Statistics) arguments[1])
                    : call(method, segcache, arguments));
  }

  private static Shard.Factory shards(Settings settings, Statistics statistics) {
    SegOptions options = SegOptions.from(settings);
    return (memory, clock, ownership) -> {
      SegStore store = new SegStore(memory, options, clock, SEED, new Sequences(true));
      MemcacheMetrics metrics = new MemcacheMetrics();
      MemcacheProcessor processor =
          new MemcacheProcessor(
              forgetful(store), clock, metrics, statistics, "0", null, false, ownership);
      return new Shard(processor, List.of(metrics, store.metrics()), "");
    };
  }

  private static Store forgetful(SegStore store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                method.getName().equals("foreignReader")
                    ? new StaleReads(store.foreignReader())
                    : call(method, store, arguments));
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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
