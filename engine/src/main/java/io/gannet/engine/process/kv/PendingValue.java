package io.gannet.engine.process.kv;

import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * A value whose place is reserved and whose bytes are still to come, and what is to become of it
 * once they have. Begun by {@link Keyspace#await}, ended by {@link Keyspace#complete}, {@link
 * Keyspace#discard} or {@link Keyspace#abandon}; then used for the next.
 */
public final class PendingValue {
  private static final long NONE = -1;

  /** The place is in the memory of the keyspace itself. */
  private static final int HERE = -1;

  /** What is to be done with the value; meaningful while it is awaited, as all that follows. */
  final Command command = new Command();

  private int shard = HERE;
  private long reservation = NONE;
  private long offset;
  private int length;
  private long receivedBytes;

  /** None is awaited. */
  public PendingValue() {}

  /** The same of a place that another shard keeps. */
  public void beginElsewhere(Command awaited, int owner, long valueOffset) {
    begin(awaited, valueOffset);
    shard = owner;
  }

  /** Keeps what is to become of the value of a command that was answered {@code AWAITED}. */
  void begin(Command awaited, long valueOffset) {
    assert reservation == NONE : "one is awaited already";
    command.operation = awaited.operation;
    command.key.hash = awaited.key.hash;
    command.number = awaited.number;
    command.wishes = awaited.wishes;
    command.expected = awaited.expected;
    command.deadlineSec = awaited.deadlineSec;
    if (awaited.wishes(Command.TERMS)) {
      command.terms.ask(awaited.terms);
    }
    reservation = awaited.item;
    offset = valueOffset;
    length = awaited.valueLength;
    receivedBytes = 0;
  }

  /** The place is published or given back, or its owner was told to. */
  public void end() {
    assert isAwaited();
    reservation = NONE;
    shard = HERE;
  }

  /** True if another shard keeps the place. */
  public boolean isElsewhere() {
    return shard != HERE;
  }

  /** The shard that does. */
  public int shard() {
    assert isElsewhere();
    return shard;
  }

  /** The command as it was when the place was reserved, without key and value. */
  public Command command() {
    return command;
  }

  /** True while a place is kept. */
  public boolean isAwaited() {
    return reservation != NONE;
  }

  /** The place kept. */
  public long reservation() {
    return reservation;
  }

  /** What is to be done with the value once it is there. */
  public Operation operation() {
    return command.operation;
  }

  /** Bytes of the whole value; 0 if none is awaited. */
  public long length() {
    return isAwaited() ? length : 0;
  }

  /** Bytes still to come. */
  public long awaitedBytes() {
    return isAwaited() ? length - receivedBytes : 0;
  }

  /** Where in its shard's memory the next of them belongs. */
  public long awaitedOffset() {
    return isAwaited() ? offset + receivedBytes : 0;
  }

  /** The next {@code bytes} of them are in their place. */
  public void received(long bytes) {
    assert bytes >= 0 && bytes <= awaitedBytes();
    receivedBytes += bytes;
  }

  /** Copies what there is of them in {@code in}; returns how many. */
  public long receive(Window in, MemorySegment memory) {
    long bytes = Math.min(awaitedBytes(), in.remaining());
    MemorySegment.copy(in.memory, in.position, memory, awaitedOffset(), bytes);
    in.position += bytes;
    received(bytes);
    return bytes;
  }
}
