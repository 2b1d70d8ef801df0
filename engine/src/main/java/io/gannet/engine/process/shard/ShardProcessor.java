package io.gannet.engine.process.shard;

import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.watch.WatchLog;

/** A processor whose keys may be one shard of several. The worker's own thread, as all of it. */
public interface ShardProcessor extends Processor {
  /** The keys that it serves. */
  Keyspace keyspace();

  /** Commands whose keys are others' go this way from now on. */
  void connect(Forwarder forwarder);

  /**
   * Requests are logged from now on, those of which the answer is awaited too.
   *
   * @param log all of them, or null
   * @param slow those that took long, or null; not both
   */
  void logTo(CommandLog log, SlowLog slow, KeptRequests kept);

  /** What is done with its keys is told there from now on, while somebody watches. */
  void watchBy(WatchLog log);

  /** Some of the keys that are asked for are counted from now on. */
  void countKeys(HotKeys keys);

  /** Where they are counted, or null. */
  HotKeys hotKeys();

  /**
   * What another shard has answered.
   *
   * @return false if it has no room in the output now, and is to be given again
   */
  boolean answered(Session session, Answer answer, Output out);

  /** The same of an answer that can neither be composed now nor kept: it does without a value. */
  void answeredWithout(Session session, Answer answer, Output out);

  /** What another shard has answered to a conversation that is over. */
  void answeredTooLate(Answer answer);
}
