/**
 * Bytes in, bytes out: protocols, storage engines and the processors that join them, over memory
 * that they are given. No descriptor, no thread, no clock of its own, no native access.
 */
@SuppressWarnings("module") // bench is not there yet when this is compiled
module io.gannet.engine {
  exports io.gannet.engine.block;
  exports io.gannet.engine.bytes;
  exports io.gannet.engine.hash;
  exports io.gannet.engine.hotkey;
  exports io.gannet.engine.klog;
  exports io.gannet.engine.mail;
  exports io.gannet.engine.metrics;
  exports io.gannet.engine.option;
  exports io.gannet.engine.process;
  exports io.gannet.engine.process.conversation;
  exports io.gannet.engine.process.kv;
  exports io.gannet.engine.process.memcache;
  exports io.gannet.engine.process.ping;
  exports io.gannet.engine.process.shard;
  exports io.gannet.engine.protocol.memcache to io.gannet.bench;
  exports io.gannet.engine.reuse;
  exports io.gannet.engine.slow;
  exports io.gannet.engine.store;
  exports io.gannet.engine.store.cuckoo;
  exports io.gannet.engine.store.direct;
  exports io.gannet.engine.store.seg;
  exports io.gannet.engine.store.slab;
  exports io.gannet.engine.time;
  exports io.gannet.engine.watch;
}
