package io.gannet.server.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.watch.WatchFeed;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One who watches: what it wants to know, and the lines that it has not taken yet. */
final class Watcher {
  private static final byte[] SKIPPED = "skipped=".getBytes(US_ASCII);
  private static final int SKIPPED_BYTES_MAX = SKIPPED.length + Ascii.DECIMAL_BYTES_MAX + 1;

  final int worker;
  final long origin;
  final int streams;
  final WatchFeed feed;

  /** Its worker has still to be told that it watches, or that there is something for it. */
  boolean isToBeTold = true;

  private final long sinceGid;
  private final Region region;
  private final MailProducer lines;
  private long skipped;

  /**
   * With room for so many bytes of lines.
   *
   * @param worker of the conversation {@code origin}
   * @param sinceGid the last event that it is not told
   * @throws io.gannet.ffi.linux.LinuxException if there is no memory
   */
  Watcher(int worker, long origin, int streams, long sinceGid, int bytes) {
    this.worker = worker;
    this.origin = origin;
    this.streams = streams;
    this.sinceGid = sinceGid;
    this.region = Region.map(MailRing.bytes(bytes), Policy.OFF);
    region.faultIn();
    MailRing ring = new MailRing(region.memory(), 0, bytes);
    this.lines = ring.producer();
    this.feed = new WatchFeed(ring);
  }

  /** Bytes of what it is told by. */
  long bytes() {
    return region.memory().byteSize();
  }

  boolean wants(int stream, long gid) {
    return (streams & stream) != 0 && gid > sinceGid;
  }

  /** Tells it a line, and before it how many it has missed; false if it misses this one, too. */
  boolean tell(MemorySegment line, int length) {
    int before = skipped > 0 ? SKIPPED_BYTES_MAX : 0;
    long at = lines.claim(before + length);
    if (at == MailRing.NONE) {
      skipped++;
      return false;
    }
    MemorySegment memory = lines.memory();
    long end = skipped > 0 ? putSkipped(memory, at) : at;
    MemorySegment.copy(line, 0, memory, end, length);
    lines.commit(1, (int) (end + length - at));
    skipped = 0;
    return true;
  }

  private long putSkipped(MemorySegment memory, long at) {
    MemorySegment.copy(SKIPPED, 0, memory, ValueLayout.JAVA_BYTE, at, SKIPPED.length);
    long end = Ascii.putDecimal(memory, at + SKIPPED.length, skipped);
    memory.set(ValueLayout.JAVA_BYTE, end, (byte) '\n');
    return end + 1;
  }

  /** Lets its worker see what was told. */
  void publish() {
    isToBeTold |= lines.publish();
  }

  /** Its conversation is over, or has never learnt that it watches. */
  void unmap() {
    region.close();
  }
}
