package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A block that is read: first its head, which says how long it is, then, once it is whole and
 * checked, record by record.
 *
 * <pre>{@code
 * String fault = block.headFault(sequence);
 * … read block.bytes() in all, if there is none
 * fault = block.fault();
 * for (LogBlock.Item item = block.next(); item != null; item = block.next()) { … }
 * }</pre>
 */
public final class LogBlock {
  /** What comes next. */
  public enum Item {
    /** {@link LogBlock#request}. */
    REQUEST,
    /** {@link LogBlock#client} is {@link LogBlock#peer}. */
    PEER,
    /** {@link LogBlock#lost} requests of {@link LogBlock#worker} are missing here. */
    LOST
  }

  private final MemorySegment memory;
  private final ByteBuffer buffer;
  private final CRC32C crc = new CRC32C();
  private final LoggedRequest request = new LoggedRequest();
  private long wallAheadNs;
  private long end;
  private long at;
  private long payload;
  private long groupEnd;
  private int groupLeft;

  /** To be read into memory of {@link LogLayout#BLOCK_BYTES_MAX}. */
  public LogBlock(MemorySegment memory) {
    this.memory = memory;
    this.buffer = memory.asByteBuffer();
  }

  /**
   * What is wrong with the head, or null.
   *
   * @param sequence the number that it should have
   */
  public String headFault(long sequence) {
    if (Bits.getInt(memory, 0) != LogLayout.BLOCK_MAGIC) {
      return "no block begins here";
    }
    int bytes = Bits.getInt(memory, LogLayout.BLOCK_BYTES);
    if (bytes <= 0 || bytes > LogLayout.BLOCK_BYTES_MAX - LogLayout.BLOCK_HEAD_BYTES) {
      return "a block of " + (bytes & 0xFFFF_FFFFL) + " bytes is none";
    }
    long found = Bits.getLong(memory, LogLayout.BLOCK_SEQUENCE);
    return found == sequence ? null : "block " + found + " is where " + sequence + " should be";
  }

  /** Bytes of the block with its head. */
  public int bytes() {
    return LogLayout.BLOCK_HEAD_BYTES + Bits.getInt(memory, LogLayout.BLOCK_BYTES);
  }

  /** What is wrong with the block, all of which was read, or null: then it can be gone through. */
  public String fault() {
    int found = LogLayout.crc(crc, buffer, LogLayout.BLOCK_CRC, bytes());
    if (found != Bits.getInt(memory, LogLayout.BLOCK_CRC)) {
      return "the checksum of a block of " + bytes() + " bytes is another";
    }
    end = bytes();
    at = LogLayout.BLOCK_HEAD_BYTES;
    groupLeft = 0;
    wallAheadNs =
        Bits.getLong(memory, LogLayout.BLOCK_WALL_NS)
            - Bits.getLong(memory, LogLayout.BLOCK_MONOTONIC_NS);
    return null;
  }

  /**
   * Goes on to what comes next; null behind the last.
   *
   * @throws IllegalStateException if what was checked is none of what was ever written
   */
  public Item next() {
    while (groupLeft == 0 && at < end) {
      payload = at + LogLayout.RECORD_HEAD_BYTES;
      int length = Bits.getInt(memory, at);
      at += LogLayout.recordBytes(check(length, end - payload));
      switch (Bits.getInt(memory, payload - LogLayout.RECORD_HEAD_BYTES + LogLayout.RECORD_KIND)) {
        case LogLayout.REQUESTS -> beginGroup(length);
        case LogLayout.PEER -> {
          check(LogLayout.PEER_HEAD_BYTES, length);
          groupEnd = payload + length;
          return Item.PEER;
        }
        case LogLayout.LOST -> {
          check(LogLayout.LOST_BYTES, length);
          return Item.LOST;
        }
        default -> { } // of a kind that was added later
      }
    }
    return groupLeft > 0 ? nextRequest() : null;
  }

  private static int check(long length, long room) {
    if (length < 0 || length > room) {
      throw new IllegalStateException("a record of " + length + " bytes where " + room + " are");
    }
    return (int) length;
  }

  private void beginGroup(int length) {
    check(LogLayout.GROUP_HEAD_BYTES, length);
    groupLeft = Bits.getInt(memory, payload + LogLayout.GROUP_COUNT);
    if (groupLeft < 0) {
      throw new IllegalStateException("a group of " + groupLeft + " requests");
    }
    groupEnd = payload + length;
    request.wallNs = Bits.getLong(memory, payload + LogLayout.GROUP_TIME) + wallAheadNs;
    request.serviceNs = Bits.getLong(memory, payload + LogLayout.GROUP_SERVICE);
    request.client = Bits.getLong(memory, payload + LogLayout.GROUP_CLIENT);
    request.worker = Bits.getShort(memory, payload + LogLayout.GROUP_WORKER);
    payload += LogLayout.GROUP_HEAD_BYTES;
  }

  private Item nextRequest() {
    check(LogLayout.REQUEST_HEAD_BYTES, groupEnd - payload);
    request.set(memory, payload);
    payload += check(request.bytes(), groupEnd - payload);
    groupLeft--;
    return Item.REQUEST;
  }

  /** The request, until the next. */
  public LoggedRequest request() {
    return request;
  }

  /** Whose worker it is that has lost something, or that a peer is connected to. */
  public int worker() {
    boolean isPeer = kind() == LogLayout.PEER;
    return Bits.getShort(
        memory, payload + (isPeer ? LogLayout.PEER_WORKER : LogLayout.LOST_WORKER));
  }

  private int kind() {
    return Bits.getInt(memory, payload - LogLayout.RECORD_HEAD_BYTES + LogLayout.RECORD_KIND);
  }

  /** How many requests are not in the log that had their place here. */
  public long lost() {
    return Bits.getLong(memory, payload + LogLayout.LOST_COUNT);
  }

  /** When that was told: nanoseconds of the epoch. */
  public long lostWallNs() {
    return Bits.getLong(memory, payload + LogLayout.LOST_TIME) + wallAheadNs;
  }

  /** Which client a peer is. */
  public long client() {
    return Bits.getLong(memory, payload + LogLayout.PEER_CLIENT);
  }

  /** Its address, in ASCII. */
  public byte[] peer() {
    long from = payload + LogLayout.PEER_HEAD_BYTES;
    return memory.asSlice(from, groupEnd - from).toArray(ValueLayout.JAVA_BYTE);
  }
}
