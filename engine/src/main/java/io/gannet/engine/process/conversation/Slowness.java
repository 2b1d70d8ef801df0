package io.gannet.engine.process.conversation;

import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.slow.SlowLog;
import java.lang.foreign.MemorySegment;

/**
 * Tells the log of slow requests which were: of a group all or none, as they have one time. Of each
 * is noted what will not be known any more by then; all else its batch still says, and is asked
 * only if the group was slow.
 *
 * <pre>
 *   begin ─► note … note ─► end ─► nothing, but for a compare
 *                            └───► SlowLog.add … add
 * </pre>
 *
 * <p>One thread. Allocates nothing.
 */
final class Slowness {
  /** In the place of bytes found: the key was not there. */
  static final int NOT_FOUND = -1;

  private static final MemorySegment NOTHING = MemorySegment.NULL;

  private final SlowLog log;
  private final Batch batch;

  /** By their index in the batch: bytes of the value that a retrieval found. */
  private final int[] foundBytes = new int[Batch.COMMANDS_MAX];

  private final long[] replyBytes = new long[Batch.COMMANDS_MAX];

  /** Those of the group that were answered, and of those who others' shards were read for. */
  private long noted;

  private long elsewhere;

  private Encoding encoding;
  private long client;
  private long sinceNs;

  /** Of what is parsed into a batch. */
  Slowness(SlowLog log, Batch batch) {
    this.log = log;
    this.batch = batch;
  }

  /** What is noted from here on is of one client, and its service began then. */
  void begin(KeyValueSession session, long beginNs) {
    assert noted == 0 : "the group before has no end";
    encoding = session.encoding();
    client = session.origin;
    sinceNs = beginNs;
  }

  /**
   * A request was answered.
   *
   * @param found bytes of the value, {@link #NOT_FOUND}; meaningful of a retrieval
   * @param isElsewhere whether it was read in another shard
   */
  void note(int index, int found, long reply, boolean isElsewhere) {
    foundBytes[index] = found;
    replyBytes[index] = reply;
    noted |= 1L << index;
    elsewhere |= isElsewhere ? 1L << index : 0;
  }

  boolean hasNoted() {
    return noted != 0;
  }

  /** All that was noted was answered by then. */
  void end(long timeNs) {
    if (log.isSlow(timeNs - sinceNs)) {
      for (long rest = noted; rest != 0; rest &= rest - 1) {
        add(Long.numberOfTrailingZeros(rest), timeNs);
      }
    }
    noted = 0;
    elsewhere = 0;
  }

  private void add(int index, long timeNs) {
    if (!encoding.counts(index)) {
      return;
    }
    LoggedVerb verb = encoding.verb(index);
    Command command = batch.command(index);
    if (verb.keyed()) {
      boolean stores = command.operation.stores();
      int value = stores ? command.valueLength : 0;
      add(
          verb, LoggedOutcomes.of(verb, command.operation, outcome(index, command)),
          command.key.memory, command.key.offset, command.key.length,
          command.operation.retrieves() ? Math.max(0, foundBytes[index]) : value, index, timeNs);
    } else {
      add(verb, encoding.said(index), NOTHING, 0, 0, 0, index, timeNs);
    }
  }

  private Outcome outcome(int index, Command command) {
    if (!command.operation.retrieves()) {
      return command.outcome;
    }
    return foundBytes[index] == NOT_FOUND ? Outcome.NOT_FOUND : Outcome.FOUND;
  }

  private void add(
      LoggedVerb verb, LoggedResult result, MemorySegment key, long keyOffset, int keyLength,
      int valueBytes, int index, long timeNs) {
    boolean isElsewhere = (elsewhere >>> index & 1) != 0;
    log.add(
        verb, result, key, keyOffset, keyLength, valueBytes, replyBytes[index], isElsewhere,
        client, timeNs, timeNs - sinceNs);
  }

  /** A request that was kept was answered by then. */
  void answered(
      KeptRequests kept, int row, long origin, LoggedResult result, int valueBytes, long reply,
      boolean isElsewhere, long timeNs) {
    long serviceNs = timeNs - kept.sinceNs(row);
    if (log.isSlow(serviceNs)) {
      log.add(
          kept.verb(row), result, kept.memory(), kept.keyOffset(row), kept.keyLength(row),
          valueBytes, reply, isElsewhere, origin, timeNs, serviceNs);
    }
  }

  /** A request could not be kept. */
  void missed() {
    log.missed();
  }
}
