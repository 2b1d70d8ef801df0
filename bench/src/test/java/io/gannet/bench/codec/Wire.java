package io.gannet.bench.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Asks and bytes for tests of codecs. */
final class Wire {
  private static final MemorySegment ROOM = Arena.global().allocate(1 << 20);

  private Wire() {}

  static Ask ask(Op op, long key, int valueBytes) {
    Ask ask = new Ask();
    ask.op = op;
    ask.key = key;
    ask.keyBytes = Keys.BYTES_MIN;
    ask.valueBytes = valueBytes;
    return ask;
  }

  /** The request as text, written at an offset that no word is aligned to. */
  static String request(Codec codec, Ask ask) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(3 + codec.requestBytesMax(ask.valueBytes));
      long end = codec.compose(ask, out, 3);
      byte[] bytes = out.asSlice(3, end - 3).toArray(JAVA_BYTE);
      return new String(bytes, ISO_8859_1);
    }
  }

  static String value(Ask ask) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ask.valueBytes + 1);
      Values.put(out, 0, ask);
      byte[] bytes = out.asSlice(0, ask.valueBytes).toArray(JAVA_BYTE);
      return new String(bytes, ISO_8859_1);
    }
  }

  /** Memory that ends where the text does, so that reading beyond throws; one at a time. */
  static MemorySegment memory(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    MemorySegment.copy(bytes, 0, ROOM, JAVA_BYTE, 0, bytes.length);
    return ROOM.asSlice(0, bytes.length);
  }

  /** What a reader says that is given the whole reply at once. */
  static Outcome read(ReplyReader reader, String reply, Ask ask) {
    MemorySegment memory = memory(reply);
    Window window = new Window().set(memory, 0, memory.byteSize());
    Outcome outcome = reader.read(window, ask);
    if (outcome != Outcome.WRONG && window.remaining() != 0) {
      throw new AssertionError(window.remaining() + " bytes left over: " + reply);
    }
    return outcome;
  }
}
