package io.gannet.engine.process.memcache;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A processor and its clients, in turns as a worker takes them: each turn lets some clients send,
 * then who waits longest is tried again, then a little is maintained.
 */
final class Shop implements AutoCloseable {
  /** One who uploads a value, piece by piece. */
  final class Uploader {
    private final Session session;
    private final TestOutput out = new TestOutput(Harness.PINNED_BYTES_MIN);
    private byte[] said = new byte[0];
    private int sent;
    private Window held;

    private Uploader() {
      session = processor.newSession(arena.allocate(processor.carryBytes()));
    }

    /** What is to be said next. */
    Uploader says(String key, int valueBytes) {
      byte[] line = ("set " + key + " 0 0 " + valueBytes + "\r\n").getBytes(
          StandardCharsets.ISO_8859_1);
      said = new byte[line.length + valueBytes + 2];
      System.arraycopy(line, 0, said, 0, line.length);
      said[said.length - 2] = '\r';
      said[said.length - 1] = '\n';
      sent = 0;
      return this;
    }

    /** True if all is said and done. */
    boolean isDone() {
      return sent == said.length && held == null;
    }

    /** True if it waits for memory. */
    boolean waits() {
      return held != null;
    }

    /** Sends so many bytes more, as far as it is read from. */
    void send(int bytes) {
      int count = Math.min(bytes, said.length - sent);
      if (held == null && count > 0) {
        MemorySegment chunk = MemorySegment.ofArray(said).asSlice(sent, count);
        sent += count;
        process(new Window().set(chunk, 0, count));
      }
    }

    private void process(Window in) {
      Progress progress = Progress.YIELD;
      for (int turns = 0; progress == Progress.YIELD && turns < TURNS_MAX; turns++) {
        out.budget = 1000;
        progress = processor.process(session, in, out);
      }
      assertTrue(progress == Progress.DRAINED || progress == Progress.WAIT, "" + progress);
      if (progress == Progress.WAIT && held == null) {
        waiting.add(this);
      }
      held = progress == Progress.WAIT ? in : null;
    }

    /** It has waited for long enough; what it waits for is tried once more. */
    void giveUp() {
      waiting.remove(this);
      processor.giveUp(session);
      process(held);
    }

    String replies() {
      return new String(out.bytes(), StandardCharsets.ISO_8859_1);
    }

    /** The client is gone. */
    void leave() {
      waiting.remove(this);
      held = null;
      processor.reset(session);
    }
  }

  private static final int MAINTAIN_ITEMS = 256;

  /** Of one client, before it has said all that it says at once. */
  private static final int TURNS_MAX = 100;

  final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  final MemcacheMetrics metrics = new MemcacheMetrics();
  final Subject.Made<Store> made;
  final KeyValueProcessor processor;
  private final Arena arena = Arena.ofConfined();
  private final List<Uploader> waiting = new ArrayList<>();

  Shop(Subject subject, Scale scale) {
    MemorySegment region = arena.allocate(scale.regionBytes(), 64);
    made = subject.maker().make(region, scale, clock, 4711);
    processor =
        Memcache.processor(made.store(), clock, metrics, new Statistics(), "0", null);
  }

  Uploader uploader() {
    return new Uploader();
  }

  /** Who waits longest is tried again, then a little is maintained; true if there is more to do. */
  boolean turn() {
    while (!waiting.isEmpty()) {
      Uploader first = waiting.getFirst();
      first.process(first.held);
      if (first.held != null) {
        break;
      }
      waiting.removeFirst();
    }
    return processor.maintain(MAINTAIN_ITEMS);
  }

  /** Has small items of so many bytes stored, so many at a turn, numbered from a number on. */
  void fill(int from, int count, int valueBytes) {
    Uploader filler = uploader();
    byte[] value = new byte[valueBytes];
    for (int i = from; i < from + count; ) {
      StringBuilder batch = new StringBuilder();
      for (int end = Math.min(from + count, i + 32); i < end; i++) {
        batch.append("set k").append(i).append(" 0 0 ").append(valueBytes).append(" noreply\r\n");
        batch.append(new String(value, StandardCharsets.ISO_8859_1)).append("\r\n");
      }
      filler.said = batch.toString().getBytes(StandardCharsets.ISO_8859_1);
      filler.sent = 0;
      filler.send(filler.said.length);
      for (int turns = 0; !filler.isDone() || turns == 0; turns++) {
        assertTrue(turns < 100_000, "a small item waits for ever");
        turn();
      }
    }
  }

  boolean holds(String key) {
    Uploader asks = uploader();
    asks.said = ("get " + key + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    asks.send(asks.said.length);
    asks.out.takePins().forEach(processor::unpin);
    return asks.replies().startsWith("VALUE");
  }

  /** Fails unless nothing is held, and a walk finds what the store believes. */
  void isAtRest() {
    for (String gauge : new String[] {"reserved_bytes", "reservations"}) {
      assertTrue(made.stat(gauge) == 0, gauge + " " + made.stat(gauge));
    }
    assertTrue(made.faults().get().isEmpty(), "" + made.faults().get());
  }

  @Override
  public void close() {
    arena.close();
  }
}
