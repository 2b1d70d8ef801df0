package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.store.Alphabet;
import java.lang.foreign.MemorySegment;

/** What a client says, put together in memory. */
final class Composer {
  final MemorySegment memory;

  /** Bytes so far. */
  long length;

  Composer(MemorySegment memory) {
    this.memory = memory;
  }

  Composer clear() {
    length = 0;
    return this;
  }

  Composer text(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    MemorySegment.copy(bytes, 0, memory, Ascii.BYTE, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** A space and the key. */
  Composer key(int number) {
    text(" ");
    return bytes(Alphabet.memory(), Alphabet.offset(number), Alphabet.length(number));
  }

  /** A space and the number, unsigned. */
  Composer number(long number) {
    return text(" ").text(Long.toUnsignedString(number));
  }

  Composer bytes(MemorySegment from, long at, long count) {
    MemorySegment.copy(from, at, memory, length, count);
    length += count;
    return this;
  }
}
