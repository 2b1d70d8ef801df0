package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A request as the log tells it: a view that moves from one to the next. */
public final class LoggedRequest {
  /** When it was answered: nanoseconds of the epoch. */
  public long wallNs;

  /** From the beginning of its service until then. */
  public long serviceNs;

  /** Which worker had it. */
  public int worker;

  /** Which of the worker's connections it came by. */
  public long client;

  private MemorySegment memory = MemorySegment.NULL;
  private long at;

  LoggedRequest() {}

  void set(MemorySegment memory, long at) {
    this.memory = memory;
    this.at = at;
  }

  /** Bytes of its record; the key must lie before {@code end}. */
  int bytes() {
    return LogLayout.requestBytes(keyLength());
  }

  /** What was asked for. */
  public LoggedVerb verb() {
    return LoggedVerb.of(Bits.getByte(memory, at + LogLayout.VERB));
  }

  /** What was answered. */
  public LoggedResult result() {
    return LoggedResult.of(Bits.getByte(memory, at + LogLayout.RESULT));
  }

  /** Bytes of the value that came with it, or was found. */
  public int valueLength() {
    return Bits.getInt(memory, at + LogLayout.VALUE_LENGTH);
  }

  /** Seconds to live that were asked for; 0 for none, negative for dead at once. */
  public int ttlSec() {
    return Bits.getInt(memory, at + LogLayout.TTL);
  }

  /** The client's flags that came with it, or were found. */
  public long clientFlags() {
    return Bits.getInt(memory, at + LogLayout.FLAGS) & 0xFFFF_FFFFL;
  }

  /** Bytes of the reply. */
  public long replyBytes() {
    return Bits.getInt(memory, at + LogLayout.REPLY_BYTES) & 0xFFFF_FFFFL;
  }

  /** What it counts by, or the token expected; unsigned. */
  public long number() {
    return Bits.getLong(memory, at + LogLayout.NUMBER);
  }

  /** True if another worker's shard has answered it. */
  public boolean isElsewhere() {
    return (Bits.getShort(memory, at + LogLayout.BITS) & LogLayout.ELSEWHERE) != 0;
  }

  /** Bytes of the key. */
  public int keyLength() {
    return Bits.getShort(memory, at + LogLayout.KEY_LENGTH);
  }

  /** A copy of the key. */
  public byte[] key() {
    byte[] key = new byte[keyLength()];
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, at + LogLayout.REQUEST_HEAD_BYTES, key, 0, key.length);
    return key;
  }
}
