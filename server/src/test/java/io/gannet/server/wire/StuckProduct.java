package io.gannet.server.wire;

import io.gannet.engine.process.Processor;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import io.gannet.server.worker.option.Shard;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The pingserver, but its worker comes to no end of a turn while it is held. */
final class StuckProduct {
  private final Product ping =
      Products.ALL.stream()
          .filter(one -> one.name().equals("pingserver"))
          .findFirst()
          .orElseThrow();
  private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock();

  Product asProduct() {
    return proxy(
        Product.class,
        (self, method, arguments) -> {
          Object result = invoke(ping, method, arguments);
          return result instanceof Shard.Factory factory ? stuck(factory) : result;
        });
  }

  private Shard.Factory stuck(Shard.Factory factory) {
    return (memory, clock, ownership) -> {
      Shard shard = factory.open(memory, clock, ownership);
      Processor processor =
          proxy(
              Processor.class,
              (self, method, arguments) -> {
                turns.readLock().lock();
                turns.readLock().unlock();
                return invoke(shard.processor(), method, arguments);
              });
      return new Shard(processor, shard.metrics(), shard.fits());
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }

  private static Object invoke(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** From now on. The thread that holds has to release. */
  void hold() {
    turns.writeLock().lock();
  }

  void release() {
    turns.writeLock().unlock();
  }
}
