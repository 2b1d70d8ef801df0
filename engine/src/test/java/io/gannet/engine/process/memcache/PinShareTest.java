package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.TestOutput;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * E4, E5: slow readers may freeze a share of the memory and no more. Beyond it values are copied;
 * where no room is for a copy either, who asks waits until a reader is done.
 */
class PinShareTest {
  private static final int VALUES = 400;
  private static final String VALUE = "v".repeat(3000);

  private static Stream<Subject> blocks() {
    return Subject.all().filter(subject -> subject.name().matches("seg .*|slab .*"));
  }

  private static final class Server {
    final Subject.Made<Store> made;
    final MemcacheMetrics metrics = new MemcacheMetrics();
    final KeyValueProcessor processor;
    final Session session;
    final TestOutput out = new TestOutput(Harness.PINNED_BYTES_MIN);

    Server(Subject subject) {
      CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
      MemorySegment region = Arena.ofAuto().allocate(1 << 20, 64);
      made = subject.maker().make(region, new Scale(1 << 20, 16 << 10, 512, 512), clock, 4711);
      processor =
          Memcache.processor(made.store(), clock, metrics, new Statistics(), "0", null);
      session = processor.newSession(Arena.ofAuto().allocate(processor.carryBytes()));
      for (int i = 0; i < VALUES; i++) {
        say("set k" + i + " 0 0 3000 noreply\r\n" + VALUE + "\r\n");
      }
    }

    Progress say(String said) {
      out.budget = 10_000;
      byte[] bytes = said.getBytes(ISO_8859_1);
      Window in = new Window().set(MemorySegment.ofArray(bytes), 0, bytes.length);
      return processor.process(session, in, out);
    }

    String get(String key) {
      out.rule(null, 0);
      assertEquals(Progress.DRAINED, say("get " + key + "\r\n"));
      return new String(out.bytes(), ISO_8859_1);
    }

    /** How much of the heap is frozen by readers, in blocks. */
    long pinned() {
      boolean seg = made.metrics().metrics().stream().anyMatch(m -> "segments".equals(m.stat()));
      return made.stat(seg ? "segments_read" : "slabs_pinned");
    }

    long blocks() {
      boolean seg = made.metrics().metrics().stream().anyMatch(m -> "segments".equals(m.stat()));
      return made.stat(seg ? "segments" : "slabs");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void beyondItsShareAValueIsCopiedAndIsAsItWas(Subject subject) {
    Server server = new Server(subject);
    server.out.keepPins(true); // readers that read nothing
    int hits = 0;
    for (int i = 0; i < VALUES; i++) {
      String reply = server.get("k" + i);
      hits += reply.equals("END\r\n") ? 0 : 1;
      assertTrue(
          reply.equals("END\r\n")
              || reply.equals("VALUE k" + i + " 0 3000\r\n" + VALUE + "\r\nEND\r\n"));
    }
    assertTrue(hits > server.blocks() / 2, hits + " hits");
    assertEquals(server.blocks() / 4, server.pinned());
    assertTrue(server.metrics.copies.get() > 0);
    // What is stored meanwhile stays: the rest of the memory can be evicted.
    for (int i = 0; i < 60; i++) {
      server.say("set l" + i + " 0 0 1000 noreply\r\n" + "x".repeat(1000) + "\r\n");
    }
    int kept = 0;
    for (int i = 0; i < 60; i++) {
      kept += server.get("l" + i).startsWith("VALUE l") ? 1 : 0;
    }
    // Who draws its victims may draw a block of those, of 15, now and then.
    int keptMin = subject.name().contains("random") ? 40 : 60;
    assertTrue(kept >= keptMin, kept + " of 60 are there");
    assertEquals(0, server.metrics.noMemory.get() + server.metrics.waits.get());
    server.out.keepPins(false);
    server.out.takePins().forEach(server.processor::unpin);
    assertEquals(0, server.pinned());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void whereThereIsNoRoomForACopyEitherItWaitsForAReader(Subject subject) {
    Server server = new Server(subject);
    server.out.refuseCopies(true);
    server.out.keepPins(true);
    String waiting = null;
    for (int i = VALUES - 1; i >= 0 && waiting == null; i--) {
      server.out.rule(null, 0);
      Progress progress = server.say("get k" + i + "\r\n");
      waiting = progress == Progress.WAIT ? "k" + i : null;
    }
    assertEquals("", new String(server.out.bytes(), ISO_8859_1), "a part of a reply");
    assertEquals(Progress.WAIT, server.say("get " + waiting + "\r\n"));
    assertEquals(1, server.metrics.waits.get());
    server.processor.giveUp(server.session);
    assertEquals("END\r\n", server.get(waiting), "a cache may forget");
    assertEquals(Progress.WAIT, server.say("get " + waiting + "\r\n"));
    server.out.keepPins(false);
    List<Long> pins = server.out.takePins();
    pins.forEach(server.processor::unpin);
    assertTrue(server.get(waiting).startsWith("VALUE "));
    server.out.takePins().forEach(server.processor::unpin);
    assertEquals(0, server.pinned());
  }
}
