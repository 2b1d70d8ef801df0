package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.store.Store;

/** Values that are sent from where they lie in the store, in whatever encoding they are told. */
final class StoredValues {
  private final Keyspace keyspace;
  private final Store store;

  StoredValues(Keyspace keyspace) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
  }

  /** From where it lies; or, where too much is pinned already, as a copy. */
  Step append(long item, int length, Output out) {
    long pin = store.pin(item);
    if (pin == Store.NO_MEMORY) {
      boolean copied = out.appendCopied(store.memory(), store.valueOffset(item), length);
      keyspace.metrics().copies.add(copied ? 1 : 0);
      return copied ? Step.DONE : Step.WAIT;
    }
    if (!out.appendPinned(store.memory(), store.valueOffset(item), length, pin)) {
      store.unpin(pin);
      return Step.RETRY;
    }
    return Step.DONE;
  }
}
