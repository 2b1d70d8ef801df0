package io.gannet.server.wire;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.memcache.Grants;
import io.gannet.engine.process.memcache.Memcache;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import io.gannet.server.product.Surroundings;
import io.gannet.server.worker.option.Shard;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/** A segcache into whose stores a test plants something: a bug, or a thread that stands still. */
final class PlantedProduct {
  /** The same keys are the same workers' in each run. */
  private static final long SEED = 4711;

  private PlantedProduct() {}

  /** What is planted into the store of one worker. */
  interface Seedling {
    Store into(SegStore store, int worker);
  }

  /** The product, otherwise as it is. */
  static Product segcache(Seedling seedling) {
    Product segcache =
        Products.ALL.stream().filter(one -> one.name().equals("segcache")).findFirst().orElseThrow();
    return like(
        Product.class,
        (proxy, method, arguments) ->
            method.getName().equals("shards")
                ? shards((Settings) arguments[0], (Surroundings) arguments[1], seedling)
                : call(method, segcache, arguments));
  }

  private static Shard.Factory shards(
      Settings settings, Surroundings server, Seedling seedling) {
    Statistics statistics = new Statistics();
    Grants grants = new Grants(null, server.walks(), null, "");
    server.telling().thenAccept(statistics::add);
    SegOptions options = SegOptions.from(settings);
    return (memory, clock, ownership) -> {
      SegStore store = new SegStore(memory, options, clock, SEED, new Sequences(true));
      Store planted = seedling.into(store, ownership.own());
      MemcacheMetrics metrics = new MemcacheMetrics();
      Processor processor =
          Memcache.processor(
              planted, clock, metrics, statistics, "0", grants, ownership);
      return new Shard(processor, List.of(metrics, store.metrics()), "");
    };
  }

  /** An object of an interface, whatever becomes of the calls to it. */
  static <T> T like(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** What an honest one does. */
  static Object call(Method method, Object honest, Object[] arguments) throws Throwable {
    try {
      return method.invoke(honest, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
