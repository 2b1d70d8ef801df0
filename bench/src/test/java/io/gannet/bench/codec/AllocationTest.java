package io.gannet.bench.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request drawn, written and its reply read makes no garbage. */
class AllocationTest {
  private static final int REQUESTS = 1_000_000;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 3;

  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MemorySegment out = Arena.ofAuto().allocate(1 << 16);
  private final MemorySegment in = Arena.ofAuto().allocate(1 << 16);
  private final Window window = new Window();
  private final Ask ask = new Ask();
  private int answered;

  @ParameterizedTest
  @EnumSource
  void aMillionRequestsAllocateNothing(Protocol protocol) {
    RequestSource source = workload().source(0, 1);
    Codec codec = protocol.codec();
    ReplyReader reader = codec.newReader(true);
    ServerInMemory server = new ServerInMemory(protocol);
    run(source, codec, reader, server, REQUESTS / 4);
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES && least > 0; tries++) {
      answered = 0;
      long before = THREAD.getCurrentThreadAllocatedBytes();
      run(source, codec, reader, server, REQUESTS);
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
      assertEquals(REQUESTS, answered);
    }
    assertEquals(0, least, "bytes over a million requests");
  }

  private static SyntheticWorkload workload() {
    return new SyntheticWorkload(
        new SyntheticOptions(
            100_000,
            Sizes.parseKeys("16-40"),
            Sizes.parse("10:3,100-200:2,1000:1"),
            Mix.parse("get=80,set=15,delete=5"),
            Popularity.parse("zipf:0.99,once:1"),
            Ttls.parse("60-120"),
            true,
            1));
  }

  private void run(
      RequestSource source, Codec codec, ReplyReader reader, ServerInMemory server, int count) {
    for (int i = 0; i < count; i++) {
      source.next(ask);
      codec.compose(ask, out, 0);
      long bytes = server.reply(ask, in);
      // Every fourth reply is cut somewhere.
      long cut = (i & 3) == 0 ? i % bytes : bytes;
      Outcome outcome = reader.read(window.set(in, 0, cut), ask);
      if (outcome == Outcome.PENDING) {
        outcome = reader.read(window.set(in, cut, bytes - cut), ask);
      }
      answered += outcome == Outcome.HIT || outcome == Outcome.DONE ? 1 : 0;
    }
  }

  /** Answers whatever is asked as if all were stored. */
  private static final class ServerInMemory {
    private final Protocol protocol;
    private final MemorySegment value = Text.of("VALUE ");
    private final MemorySegment flags = Text.of(" 0 ");
    private final MemorySegment stored = Text.of("STORED\r\n");
    private final MemorySegment deleted = Text.of("DELETED\r\n");
    private final MemorySegment end = Text.of("\r\nEND\r\n");
    private final MemorySegment va = Text.of("VA ");
    private final MemorySegment k = Text.of(" k");
    private final MemorySegment hd = Text.of("HD\r\n");
    private final MemorySegment dollar = Text.of("$");
    private final MemorySegment ok = Text.of("+OK\r\n");
    private final MemorySegment one = Text.of(":1\r\n");
    private final MemorySegment line = Text.of("\r\n");
    private final MemorySegment pong = Text.of("PONG\r\n");

    private ServerInMemory(Protocol protocol) {
      this.protocol = protocol;
    }

    private long reply(Ask ask, MemorySegment in) {
      boolean set = ask.op == Op.SET;
      return switch (protocol) {
        case PING -> Text.put(pong, in, 0);
        case MEMCACHED ->
            ask.op == Op.GET ? text(ask, in) : Text.put(set ? stored : deleted, in, 0);
        case META -> ask.op == Op.GET ? meta(ask, in) : Text.put(hd, in, 0);
        case BINARY -> packet(ask, in);
        case RESP -> ask.op == Op.GET ? resp(ask, in) : Text.put(set ? ok : one, in, 0);
      };
    }

    private long text(Ask ask, MemorySegment in) {
      long at = Keys.put(in, Text.put(value, in, 0), ask.key, ask.keyBytes);
      at = Ascii.putDecimal(in, Text.put(flags, in, at), ask.valueBytes);
      return Text.put(end, in, Values.put(in, Text.put(line, in, at), ask));
    }

    private long meta(Ask ask, MemorySegment in) {
      long at = Ascii.putDecimal(in, Text.put(va, in, 0), ask.valueBytes);
      at = Keys.put(in, Text.put(k, in, at), ask.key, ask.keyBytes);
      return Text.put(line, in, Values.put(in, Text.put(line, in, at), ask));
    }

    private static long packet(Ask ask, MemorySegment in) {
      boolean gets = ask.op == Op.GET;
      int flags = gets ? 4 : 0;
      int key = gets ? ask.keyBytes : 0;
      int value = gets ? ask.valueBytes : 0;
      long first =
          (long) BinaryCodec.RESPONSE << 56 | (long) BinaryCodec.opcode(ask) << 48
              | (long) key << 32 | (long) flags << 24;
      in.set(BinaryCodec.LONG, 0, first);
      in.set(BinaryCodec.INT, 8, flags + key + value);
      in.set(BinaryCodec.INT, 12, (int) ask.key);
      long at = BinaryCodec.HEAD_BYTES + flags;
      return gets ? Values.put(in, Keys.put(in, at, ask.key, ask.keyBytes), ask) : at;
    }

    private long resp(Ask ask, MemorySegment in) {
      long at = Ascii.putDecimal(in, Text.put(dollar, in, 0), ask.valueBytes);
      return Text.put(line, in, Values.put(in, Text.put(line, in, at), ask));
    }
  }

  /** Words in memory. */
  private static final class Text {
    private static MemorySegment of(String words) {
      byte[] bytes = words.getBytes(StandardCharsets.US_ASCII);
      MemorySegment text = Arena.global().allocate(bytes.length);
      MemorySegment.copy(bytes, 0, text, Ascii.BYTE, 0, bytes.length);
      return text;
    }

    private static long put(MemorySegment text, MemorySegment to, long offset) {
      MemorySegment.copy(text, 0, to, offset, text.byteSize());
      return offset + text.byteSize();
    }
  }
}
