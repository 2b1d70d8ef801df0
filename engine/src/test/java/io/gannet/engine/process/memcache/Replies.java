package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.store.Alphabet;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/** An output that takes all, and a client's view of it, from the first reply to the last. */
final class Replies extends Output {
  private static final MemorySegment[] TEXTS =
      Arrays.stream(Reply.values()).map(Replies::text).toArray(MemorySegment[]::new);
  private static final MemorySegment VALUE = MemorySegment.ofArray("VALUE ".getBytes());

  private static final int SHOWN_BYTES = 100;

  private final int pinnedBytesMin;
  private final ObjLongConsumer<MemorySegment> pinned;

  /** Where the next reply begins. */
  private long at;

  /** The number that was read last, unsigned. */
  long number;

  /** Of the value that was read last: where it begins, its flags, its bytes, its token or 0. */
  long valueAt;

  long valueFlags;
  long valueLength;
  long valueCas;

  /**
   * @param memory room for all that is answered at once
   * @param pinned is given the bytes that a pin keeps, where they lie, and the pin
   */
  Replies(
      MemorySegment memory, int pinnedBytesMin, ObjLongConsumer<MemorySegment> pinned) {
    this.memory = memory;
    this.limit = memory.byteSize();
    this.pinnedBytesMin = pinnedBytesMin;
    this.pinned = pinned;
  }

  private static MemorySegment text(Reply reply) {
    byte[] bytes = new byte[Reply.BYTES_MAX];
    int length = (int) reply.put(MemorySegment.ofArray(bytes), 0);
    return MemorySegment.ofArray(Arrays.copyOf(bytes, length));
  }

  /** Forgets all. */
  void clear() {
    at = 0;
    position = 0;
  }

  /** True if all was read. */
  boolean isEmpty() {
    return at == position;
  }

  /** Reads that reply, if it is the next. */
  boolean take(Reply reply) {
    return take(TEXTS[reply.ordinal()]);
  }

  private boolean take(MemorySegment text) {
    long length = text.byteSize();
    boolean next =
        length <= position - at
            && MemorySegment.mismatch(memory, at, at + length, text, 0, length) < 0;
    at += next ? length : 0;
    return next;
  }

  /** Reads a line of digits, if it is the next. */
  boolean takeNumber() {
    if (at == position || !isDigit(at)) {
      return false;
    }
    number = digits();
    expect(Reply.VALUE_END);
    return true;
  }

  private boolean isDigit(long offset) {
    byte character = memory.get(Ascii.BYTE, offset);
    return character >= '0' && character <= '9';
  }

  private long digits() {
    long read = 0;
    for (; at < position && isDigit(at); at++) {
      read = 10 * read + memory.get(Ascii.BYTE, at) - '0';
    }
    return read;
  }

  /** Reads the value of a key, if it is the next. */
  boolean takeValue(int key, boolean withCas) {
    long from = at;
    int keyLength = Alphabet.length(key);
    boolean next =
        take(VALUE)
            && at + keyLength < position
            && Alphabet.isKey(key, memory, at, keyLength)
            && memory.get(Ascii.BYTE, at + keyLength) == ' ';
    if (!next) {
      at = from;
      return false;
    }
    at += keyLength;
    valueFlags = takeDecimal();
    valueLength = takeDecimal();
    valueCas = withCas ? takeDecimal() : 0;
    expect(Reply.VALUE_END);
    valueAt = at;
    at += valueLength;
    expect(Reply.VALUE_END);
    return true;
  }

  /** A space and a number. */
  private long takeDecimal() {
    if (memory.get(Ascii.BYTE, at) != ' ' || !isDigit(at + 1)) {
      throw unexpected();
    }
    at++;
    return digits();
  }

  /** Reads that reply; fails if it is not the next. */
  void expect(Reply reply) {
    if (!take(reply)) {
      throw unexpected();
    }
  }

  /** Reads up to the end of a line. */
  void skipLine() {
    while (memory.get(Ascii.BYTE, at++) != '\n') {
      if (at >= position) {
        throw unexpected();
      }
    }
  }

  /** A failure that shows what is next. */
  AssertionError unexpected() {
    long length = Math.min(Math.max(0, position - at), SHOWN_BYTES);
    byte[] next = memory.asSlice(at, length).toArray(Ascii.BYTE);
    return new AssertionError("answered: " + new String(next));
  }

  @Override
  protected boolean nextBlock(int bytes) {
    throw new AssertionError("more is answered than there is room for");
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public int pinnedBytesMin() {
    return pinnedBytesMin;
  }

  @Override
  public boolean appendPinned(MemorySegment from, long offset, long bytes, long pin) {
    MemorySegment.copy(from, offset, memory, position, bytes);
    position += bytes;
    pinned.accept(from.asSlice(offset, bytes), pin);
    return true;
  }
}
