package io.gannet.engine.klog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.mail.MailRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A worker's log, and who empties it and reads it again, on one thread and by a played clock. */
final class LogBench {
  static final long WALL_AHEAD_NS = 1_800_000_000_000_000_000L;

  private static final int WORKER = 3;

  final KlogMetrics metrics = new KlogMetrics();
  final CommandLog log;
  final BlockFiller filler;
  final List<String> peers = new ArrayList<>();
  long nowNs;
  int looks;
  int blocks;
  long lost;

  LogBench(int ringBytes, int sample) {
    Arena arena = Arena.ofAuto();
    MailRing ring =
        new MailRing(
            arena.allocate(MailRing.bytes(ringBytes), MailRing.ALIGNMENT), 0, ringBytes);
    log = new CommandLog(ring.producer(), WORKER, sample, this::look, metrics);
    filler = new BlockFiller(arena.allocate(LogLayout.BLOCK_BYTES_MAX, 8), ring.consumer());
  }

  private long look() {
    looks++;
    return nowNs;
  }

  void add(
      LoggedVerb verb, LoggedResult result, String key, int valueLength, int ttlSec, int flags,
      long replyBytes, long number, int bits) {
    byte[] bytes = key.getBytes(ISO_8859_1);
    MemorySegment memory = MemorySegment.ofArray(bytes);
    log.add(
        verb, result, memory, 0, bytes.length, valueLength, ttlSec, flags, replyBytes, number,
        bits);
  }

  /** So many gets of a key at once. */
  void group(String key, int count) {
    log.begin(1, 0, count);
    for (int i = 0; i < count; i++) {
      add(LoggedVerb.GET, LoggedResult.MISS, key, 0, 0, 0, 5, 0, 0);
    }
    log.end();
  }

  /** What is published and was not read, as one block. */
  byte[] block() {
    log.publish();
    filler.fill();
    return seal();
  }

  private byte[] seal() {
    byte[] bytes = new byte[filler.bytes()];
    filler.seal(nowNs + WALL_AHEAD_NS, nowNs, 0).get(bytes);
    filler.clear();
    return bytes;
  }

  /** A block that was written, in memory as long as it. */
  static LogBlock read(byte[] block) {
    byte[] memory = new byte[LogLayout.BLOCK_BYTES_MAX];
    System.arraycopy(block, 0, memory, 0, block.length);
    return new LogBlock(MemorySegment.ofArray(memory));
  }

  /** Reads all that was logged; returns how many requests there were. */
  long read(Consumer<LoggedRequest> reader) {
    log.publish();
    long requests = 0;
    boolean more = true;
    while (more) {
      more = filler.fill();
      blocks++;
      LogBlock block = read(seal());
      if (block.headFault(0) == null) {
        assertNull(block.fault());
        requests += read(block, reader);
      }
    }
    return requests;
  }

  private long read(LogBlock block, Consumer<LoggedRequest> reader) {
    long requests = 0;
    for (LogBlock.Item item = block.next(); item != null; item = block.next()) {
      switch (item) {
        case REQUEST -> {
          requests++;
          reader.accept(block.request());
        }
        case PEER ->
            peers.add(
                block.client() + " of " + block.worker() + " is "
                    + new String(block.peer(), ISO_8859_1));
        case LOST -> lost += block.lost();
      }
    }
    return requests;
  }
}
