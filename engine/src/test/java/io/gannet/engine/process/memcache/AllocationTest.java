package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int REQUESTS = 1_000_000;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 3;

  private static final int REQUESTS_PER_ROUND = 24;
  private static final String ROUND =
      "set a 5 0 3\r\nabc\r\nset n 0 100 2\r\n10\r\nget a\r\ngets a n nope\r\ngat 0 a\r\n"
          + "incr n 7\r\ndecr n 3\r\nappend a 0 0 2\r\nde\r\nprepend a 0 0 2\r\n!!\r\n"
          + "add a 0 0 1\r\nx\r\nreplace a 0 0 4\r\nlong\r\ncas a 0 0 1 7\r\nx\r\ntouch a 0\r\n"
          + "delete a\r\nbogus\r\nversion\r\nverbosity 1\r\nstats reset\r\nstats\r\n"
          + "set l 0 0 3000\r\n" + "v".repeat(3000) + "\r\nget l\r\nset a 0 0 x y\r\n"
          + "incr a x\r\nget a " + " ".repeat(2100) + "b\r\n";

  private final Arena arena = Arena.ofAuto();
  private final MemcacheMetrics metrics = new MemcacheMetrics();
  private final Statistics statistics = new Statistics();
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final KeyValueProcessor processor =
      Memcache.processor(
          new SegStore(arena.allocate(8 << 20, 64), new SegOptions(0, 64, 1 << 20), clock, 1),
          clock,
          metrics,
          statistics,
          "1",
          null);
  private final Session session = processor.newSession(arena.allocate(processor.carryBytes()));
  private final DiscardingOutput out = new DiscardingOutput(arena.allocate(1 << 15), 2000);
  private final MemorySegment memory = arena.allocate(1 << 14);
  private final Window in = new Window();

  @Test
  void aMillionRequestsAllocateNothing() {
    statistics.section("").add("version", "1").add(metrics);
    byte[] bytes = ROUND.getBytes(ISO_8859_1);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
    rounds(bytes.length, REQUESTS / REQUESTS_PER_ROUND / 4);
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES && least > 0; tries++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      rounds(bytes.length, REQUESTS / REQUESTS_PER_ROUND);
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  /** Each round is cut elsewhere. */
  private void rounds(int length, int count) {
    for (int i = 0; i < count; i++) {
      int cut = i % length;
      feed(0, cut);
      feed(cut, length);
      processor.maintain(8);
    }
  }

  private void feed(int from, int to) {
    in.set(memory, from, to - from);
    while (processor.process(session, in, out) == Progress.FULL) {
      out.discard(processor);
    }
    out.discard(processor);
  }
}
