package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The writer's end of the rings: records are copied out of them into a block, which is sealed when
 * it is to be written. It remembers who the clients are, to say it again in the next file. One
 * thread. It allocates for a client that comes, and nothing for a request: a collection would stop
 * the workers, too.
 */
public final class BlockFiller {
  private static final int RECORD_BYTES_MAX = LogLayout.recordBytes(CommandLog.GROUP_BYTES_MAX);

  private final MemorySegment block;
  private final ByteBuffer buffer;
  private final CRC32C crc = new CRC32C();
  private final MailConsumer[] rings;

  /** The last client of each slot: bounded by what connections there may be. */
  private final Map<Long, byte[]> peers = new HashMap<>();

  private int end = LogLayout.BLOCK_HEAD_BYTES;
  private int records;
  private long requests;

  /**
   * Without a record.
   *
   * @param block memory of at most {@link LogLayout#BLOCK_BYTES_MAX}
   * @param rings one of each worker
   */
  public BlockFiller(MemorySegment block, MailConsumer... rings) {
    this.block = block;
    this.buffer = block.asByteBuffer();
    this.rings = rings;
  }

  /** Takes what the rings have, as long as there is room; true if some of it had none. */
  public boolean fill() {
    boolean full = false;
    for (MailConsumer ring : rings) {
      full |= fill(ring);
    }
    return full;
  }

  private boolean fill(MailConsumer ring) {
    while (hasRoom()) {
      long at = ring.next();
      if (at == MailRing.NONE) {
        ring.release();
        return false;
      }
      add(ring.kind(at), ring.memory(), at, ring.length(at));
    }
    ring.release();
    return ring.hasNext();
  }

  /** True if any record has room. */
  public boolean hasRoom() {
    return block.byteSize() - end >= RECORD_BYTES_MAX;
  }

  private void add(int kind, MemorySegment from, long payload, int length) {
    int bytes = LogLayout.recordBytes(length);
    Bits.putLong(block, end + bytes - Long.BYTES, 0); // what no payload reaches
    Bits.putLong(block, end, LogLayout.recordHead(kind, length));
    MemorySegment.copy(from, payload, block, end + LogLayout.RECORD_HEAD_BYTES, length);
    end += bytes;
    records++;
    if (kind == LogLayout.REQUESTS) {
      requests += Bits.getInt(from, payload + LogLayout.GROUP_COUNT);
    } else if (kind == LogLayout.PEER) {
      remember(from, payload, length);
    }
  }

  private void remember(MemorySegment from, long payload, int length) {
    long worker = Bits.getShort(from, payload + LogLayout.PEER_WORKER);
    long slot = Bits.getInt(from, payload + LogLayout.PEER_CLIENT) & 0xFFFF_FFFFL;
    byte[] record = new byte[length];
    MemorySegment.copy(from, payload, MemorySegment.ofArray(record), 0, length);
    peers.put(worker << Integer.SIZE | slot, record);
  }

  /** Who the clients are that have come so far, as records for {@link #addPeer}. */
  public Collection<byte[]> peers() {
    return new ArrayList<>(peers.values());
  }

  /** Says once more who a client is; there is room. */
  public void addPeer(byte[] record) {
    add(LogLayout.PEER, MemorySegment.ofArray(record), 0, record.length);
  }

  /** Says that so many requests that were taken are not in the file; there is room. */
  public void addLost(long count, long monotonicNs) {
    MemorySegment record = MemorySegment.ofArray(new byte[LogLayout.LOST_BYTES]);
    Bits.putLong(record, LogLayout.LOST_TIME, monotonicNs);
    Bits.putLong(record, LogLayout.LOST_COUNT, count);
    Bits.putLong(record, LogLayout.LOST_WORKER, LogLayout.NO_WORKER);
    add(LogLayout.LOST, record, 0, LogLayout.LOST_BYTES);
  }

  /** True if it has no record. */
  public boolean isEmpty() {
    return records == 0;
  }

  /** Bytes of the block. */
  public int bytes() {
    return end;
  }

  /** Requests in it. */
  public long requests() {
    return requests;
  }

  /**
   * Writes the block's head, by which it can be read.
   *
   * @param wallNs the two clocks, read together
   * @param sequence how many blocks are in the file before it
   * @return the block, until the next is sealed
   */
  public ByteBuffer seal(long wallNs, long monotonicNs, long sequence) {
    Bits.putInt(block, 0, LogLayout.BLOCK_MAGIC);
    Bits.putInt(block, LogLayout.BLOCK_BYTES, end - LogLayout.BLOCK_HEAD_BYTES);
    Bits.putInt(block, LogLayout.BLOCK_RECORDS, records);
    Bits.putLong(block, LogLayout.BLOCK_WALL_NS, wallNs);
    Bits.putLong(block, LogLayout.BLOCK_MONOTONIC_NS, monotonicNs);
    Bits.putLong(block, LogLayout.BLOCK_SEQUENCE, sequence);
    Bits.putInt(block, LogLayout.BLOCK_CRC, LogLayout.crc(crc, buffer, LogLayout.BLOCK_CRC, end));
    return buffer.clear().limit(end);
  }

  /** Begins the next block. */
  public void clear() {
    end = LogLayout.BLOCK_HEAD_BYTES;
    records = 0;
    requests = 0;
  }
}
