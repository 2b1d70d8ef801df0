package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * A worker's end of the command log: requests are written where they will be read, in a ring to who
 * writes the file. What finds the ring full is counted, and told in the log once there is room;
 * nothing is ever waited for.
 *
 * <pre>
 *   begin ─► add … add ─► end        a group: one client, one look at the clock
 *   publish, once a turn             from then on the writer sees it
 * </pre>
 *
 * <p>One thread. Allocates nothing.
 */
public final class CommandLog {
  /** The least capacity of a ring: a batch of requests with the longest keys is half of it. */
  public static final int RING_BYTES_MIN = 64 << 10;

  /** The most requests of a group. */
  public static final int GROUP_MAX = 64;

  /** Bytes of the longest. */
  static final int GROUP_BYTES_MAX =
      LogLayout.GROUP_HEAD_BYTES + GROUP_MAX * LogLayout.REQUEST_BYTES_MAX;

  private static final long NONE = MailRing.NONE;

  /** The ring was full when the group was to begin: the rest of it is lost. */
  private static final long FULL = -2;

  static {
    assert GROUP_BYTES_MAX <= MailRing.payloadBytesMax(RING_BYTES_MIN);
  }

  private final MailProducer ring;
  private final MemorySegment memory;
  private final int worker;
  private final int sample;
  private final LongSupplier nowNs;
  private final KlogMetrics metrics;

  /** Requests until the next that is taken, that one included. */
  private int left;

  private long client;
  private long sinceNs;
  private int requestsMax;
  private long group = NONE;
  private long at;
  private int count;

  /** What found no room and is not told yet. */
  private long lost;

  /**
   * To a ring.
   *
   * @param ring of {@link #RING_BYTES_MIN} at least
   * @param sample one request of so many is logged
   * @param nowNs the monotonic clock
   */
  public CommandLog(
      MailProducer ring, int worker, int sample, LongSupplier nowNs, KlogMetrics metrics) {
    this.ring = ring;
    this.memory = ring.memory();
    this.worker = worker;
    this.sample = sample;
    this.nowNs = nowNs;
    this.metrics = metrics;
    this.left = sample;
  }

  /** True if this request is to be logged; asked once of each. */
  public boolean takes() {
    if (--left > 0) {
      return false;
    }
    left = sample;
    metrics.skipped.add(sample - 1);
    return true;
  }

  /**
   * What is added from here on is of one client.
   *
   * @param sinceNs when its service began
   * @param requestsMax how many there will be at most, up to {@link #GROUP_MAX}
   */
  public void begin(long client, long sinceNs, int requestsMax) {
    assert group == NONE && requestsMax > 0 && requestsMax <= GROUP_MAX;
    this.client = client;
    this.sinceNs = sinceNs;
    this.requestsMax = requestsMax;
    count = 0;
  }

  /**
   * Adds a request that was answered.
   *
   * @param key where its key lies, from {@code keyOffset} on
   * @param ttlSec seconds to live that were asked for; 0 for none, negative for dead at once
   * @param number what it counts by, or the token expected
   * @param bits {@link LogLayout#ELSEWHERE} or 0
   */
  public void add(
      LoggedVerb verb,
      LoggedResult result,
      MemorySegment key,
      long keyOffset,
      int keyLength,
      int valueLength,
      int ttlSec,
      int clientFlags,
      long replyBytes,
      long number,
      int bits) {
    if (group < 0 && !open()) {
      count++;
      return;
    }
    at +=
        LogLayout.putRequest(
            memory, at, verb, result, key, keyOffset, keyLength, valueLength, ttlSec, clientFlags,
            replyBytes, number, bits);
    count++;
  }

  private boolean open() {
    if (group == NONE) {
      int bytes = LogLayout.GROUP_HEAD_BYTES + requestsMax * LogLayout.REQUEST_BYTES_MAX;
      group = lost == 0 || tellLost() ? ring.claim(bytes) : FULL;
      group = group == NONE ? FULL : group;
      at = group + LogLayout.GROUP_HEAD_BYTES;
    }
    return group != FULL;
  }

  /**
   * The same of a request that was kept until it was answered: a group of its own.
   *
   * @param row of {@code kept}
   * @param timeNs when that was
   */
  public void add(
      KeptRequests kept, int row, long client, LoggedResult result, int valueLength,
      int clientFlags, long replyBytes, int bits, long timeNs) {
    begin(client, kept.sinceNs(row), 1);
    if (open()) {
      at = kept.copy(row, memory, at);
      long request = group + LogLayout.GROUP_HEAD_BYTES;
      LogLayout.putAnswer(memory, request, result, valueLength, clientFlags, replyBytes, bits);
    }
    count++;
    end(timeNs);
  }

  /** The clock that what is added is ended by. */
  public long nowNs() {
    return nowNs.getAsLong();
  }

  /** What was added was answered by now. */
  public void end() {
    if (count > 0) {
      end(nowNs.getAsLong());
    }
  }

  /** The same where the time is known. */
  public void end(long timeNs) {
    if (count == 0) {
      return;
    }
    if (group == FULL) {
      lose(count);
    } else {
      Bits.putLong(memory, group + LogLayout.GROUP_TIME, timeNs);
      Bits.putLong(memory, group + LogLayout.GROUP_SERVICE, timeNs - sinceNs);
      Bits.putLong(memory, group + LogLayout.GROUP_CLIENT, client);
      Bits.putLong(memory, group + LogLayout.GROUP_COUNT, count | (long) worker << 32);
      ring.commit(LogLayout.REQUESTS, (int) (at - group));
      metrics.logged.add(count);
    }
    group = NONE;
    count = 0;
  }

  /** A request was not logged for want of something else than room in the ring. */
  public void lose() {
    lose(1);
  }

  private void lose(int requests) {
    lost += requests;
    metrics.discarded.add(requests);
    metrics.untold.add(requests);
  }

  /**
   * Room for the address of a client, until {@link #peer} or the next group.
   *
   * @return where it goes in {@link #memory}; negative if there is none
   */
  public long peerText(int bytesMax) {
    long payload = ring.claim(LogLayout.PEER_HEAD_BYTES + bytesMax);
    return payload == NONE ? NONE : payload + LogLayout.PEER_HEAD_BYTES;
  }

  /** The memory of the ring. */
  public MemorySegment memory() {
    return memory;
  }

  /** Who a client is lies from {@code text} on, as {@link #peerText} said, to {@code end}. */
  public void peer(long client, long text, long end) {
    long payload = text - LogLayout.PEER_HEAD_BYTES;
    Bits.putLong(memory, payload + LogLayout.PEER_CLIENT, client);
    Bits.putLong(memory, payload + LogLayout.PEER_WORKER, worker);
    ring.commit(LogLayout.PEER, (int) (end - payload));
  }

  private boolean tellLost() {
    long payload = ring.claim(LogLayout.LOST_BYTES);
    if (payload == NONE) {
      return false;
    }
    Bits.putLong(memory, payload + LogLayout.LOST_TIME, nowNs.getAsLong());
    Bits.putLong(memory, payload + LogLayout.LOST_COUNT, lost);
    Bits.putLong(memory, payload + LogLayout.LOST_WORKER, worker);
    ring.commit(LogLayout.LOST, LogLayout.LOST_BYTES);
    metrics.untold.add(-lost);
    lost = 0;
    return true;
  }

  /** Lets the writer see what was logged; to be called once a turn. */
  public void publish() {
    assert group == NONE : "half a group";
    if (lost > 0) {
      tellLost();
    }
    ring.publish();
  }
}
