package io.gannet.engine.slow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The last slow requests of all workers together, the newest first. Whoever may allocate has it
 * {@link #refresh}ed; what is told is as it was then.
 */
public final class SlowBoard implements Things {
  /** What is said behind {@code stats} to be told it. */
  public static final String SECTION = "slow";

  /** How many are told. */
  public static final int TOLD = SlowLog.ROWS;

  private static final byte[] TIME = name("time_us");
  private static final byte[] SERVICE = name("service_us");
  private static final byte[] VERB = name("verb");
  private static final byte[] KEY = name("key");
  private static final byte[] CLIENT = name("client");
  private static final byte[] WORKER = name("worker");
  private static final byte[] ELSEWHERE = name("elsewhere");
  private static final byte[] KEY_BYTES = name("key_bytes");
  private static final byte[] VALUE_BYTES = name("value_bytes");
  private static final byte[] REPLY_BYTES = name("reply_bytes");
  private static final byte[] RESULT = name("result");

  /** As everywhere where a text is not set: a line without a value breaks readers. */
  private static final String NOTHING = "NULL";

  private static final long NS_PER_US = 1_000;

  private static final Comparator<SlowRequest> NEWEST_FIRST =
      Comparator.comparingLong(SlowRequest::wallNs).reversed();

  private final List<SlowLog> logs;
  private final LongSupplier wallAheadNs;

  /** Of each worker the number of the next that is to be read. */
  private final long[] next;

  private volatile List<SlowRequest> rows = List.of();

  /** The slowest that came since {@link #takeSlowest}, or null. */
  private SlowRequest slowest;

  /**
   * Of these workers' requests.
   *
   * @param wallAheadNs by how much the wall's clock is ahead of the monotonic one
   */
  public SlowBoard(List<SlowLog> logs, LongSupplier wallAheadNs) {
    this.logs = List.copyOf(logs);
    this.wallAheadNs = wallAheadNs;
    this.next = new long[logs.size()];
  }

  private static byte[] name(String word) {
    return (":" + word + " ").getBytes(US_ASCII);
  }

  /** From when on a request is slow; {@link SlowLog#OFF} if none is. */
  public long thresholdNs() {
    return logs.isEmpty() ? SlowLog.OFF : logs.getFirst().thresholdNs();
  }

  /** Reads what is new, and makes what is told. Any thread of control. */
  public synchronized List<SlowRequest> refresh() {
    List<SlowRequest> news = new ArrayList<>();
    long aheadNs = wallAheadNs.getAsLong();
    for (int i = 0; i < next.length; i++) {
      long end = logs.get(i).written();
      for (long number = Math.max(next[i], end - SlowLog.ROWS); number < end; number++) {
        Optional.ofNullable(logs.get(i).read(number, aheadNs)).ifPresent(news::add);
      }
      next[i] = end;
    }
    if (!news.isEmpty()) {
      news.forEach(this::note);
      news.addAll(rows);
      news.sort(NEWEST_FIRST);
      rows = List.copyOf(news.subList(0, Math.min(TOLD, news.size())));
    }
    return rows;
  }

  private void note(SlowRequest one) {
    if (slowest == null || one.serviceNs() > slowest.serviceNs()) {
      slowest = one;
    }
  }

  /** The slowest of those that were read since this was asked last. Any thread of control. */
  public synchronized Optional<SlowRequest> takeSlowest() {
    refresh();
    SlowRequest taken = slowest;
    slowest = null;
    return Optional.ofNullable(taken);
  }

  @Override
  public int things() {
    return TOLD;
  }

  @Override
  public long put(int thing, byte[] head, MemorySegment memory, long offset) {
    List<SlowRequest> told = rows;
    if (thing >= told.size()) {
      return offset;
    }
    SlowRequest row = told.get(thing);
    int number = thing + 1;
    long at = ThingLine.put(memory, offset, head, number, TIME, row.wallNs() / NS_PER_US);
    at = ThingLine.put(memory, at, head, number, SERVICE, row.serviceUs());
    at = put(number, head, VERB, row.verb().text(), memory, at);
    at = put(number, head, KEY, row.key(), memory, at);
    at = put(number, head, CLIENT, row.client(), memory, at);
    at = ThingLine.put(memory, at, head, number, WORKER, row.worker());
    at = ThingLine.put(memory, at, head, number, ELSEWHERE, row.elsewhere() ? 1 : 0);
    at = ThingLine.put(memory, at, head, number, KEY_BYTES, row.keyBytes());
    at = ThingLine.put(memory, at, head, number, VALUE_BYTES, row.valueBytes());
    at = ThingLine.put(memory, at, head, number, REPLY_BYTES, row.replyBytes());
    return put(number, head, RESULT, row.result().text(), memory, at);
  }

  private static long put(
      int number, byte[] head, byte[] name, String value, MemorySegment memory, long offset) {
    long at = ThingLine.begin(memory, offset, head, number, name);
    String text = value.isEmpty() ? NOTHING : value;
    for (int i = 0; i < text.length(); i++) {
      memory.set(Ascii.BYTE, at++, (byte) text.charAt(i));
    }
    return ThingLine.end(memory, at);
  }
}
