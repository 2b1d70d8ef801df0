package io.gannet.engine.process.shard;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import java.lang.foreign.MemorySegment;

/**
 * What an owner says became of a command: a view of a message, moved from one to the next.
 *
 * <pre>
 *  0        8         16    24       32       40      44       48       52        53   54
 * +--------+---------+-----+--------+--------+-------+--------+--------+---------+----+--------+
 * | origin | context | cas | number | handle | flags | value  | ticket | outcome | op | key    |
 * |        |         |     |        |        |       | length |        |         |    | length |
 * +--------+---------+-----+--------+--------+-------+--------+--------+---------+----+--------+
 *  56
 * +-----+-------+------+
 * | key | value | tail |    of what was found; value and tail only if it is no pinned one
 * +-----+-------+------+
 * </pre>
 *
 * <p>Number is what was counted, or where in the owner's memory a value lies or goes; handle is the
 * pin that keeps it there, or the place reserved, or none.
 */
public final class Answer {
  /** A message that is an answer. */
  static final int KIND = 1;

  /** One that is an errand instead: who was to fill a reserved place is gone. */
  static final int ABANDON = 2;

  /** A pin has ended. */
  static final int UNPIN = 3;

  /** Bytes behind a value, for what the asker writes there of his protocol. */
  static final int TAIL_BYTES = Long.BYTES;

  /** Bytes of an errand: a handle. */
  static final int ERRAND_BYTES = Long.BYTES;

  /** No pin, no place. */
  public static final long NO_HANDLE = -1;

  /** No promise: nothing is to be written. */
  public static final int NO_TICKET = -1;

  /** No promise either: it is composed behind all that was composed before. */
  public static final int NOW = -2;

  /** Bytes before the key. */
  static final int HEAD_BYTES = 56;

  private static final int ORIGIN = 0;
  private static final int CONTEXT = 8;
  private static final int CAS = 16;
  private static final int NUMBER = 24;
  private static final int HANDLE = 32;
  private static final int FLAGS = 40;
  private static final int VALUE_LENGTH = 44;
  private static final int TICKET = 48;
  private static final int OUTCOME = 52;
  private static final int OPERATION = 53;
  private static final int KEY_LENGTH = 54;

  private static final Operation[] OPERATIONS = Operation.values();
  private static final Outcome[] OUTCOMES = Outcome.values();

  /** The memory that the answer lies in. */
  public MemorySegment memory = MemorySegment.NULL;

  /** Whose answer it is. */
  public int owner;

  private long at;

  Answer() {}

  void set(MemorySegment memory, long at, int owner) {
    this.memory = memory;
    this.at = at;
    this.owner = owner;
  }

  long at() {
    return at;
  }

  static void putCas(MemorySegment to, long at, long cas) {
    Bits.putLong(to, at + CAS, cas);
  }

  /** Writes what was asked for by the asker itself, and found or not. */
  static void putRead(MemorySegment to, long at, long context, Outcome outcome) {
    Bits.putLong(to, at + CONTEXT, context);
    Bits.putInt(to, at + TICKET, NOW);
    Bits.putByte(to, at + OUTCOME, outcome.ordinal());
    Bits.putByte(to, at + OPERATION, Operation.GET.ordinal());
    Bits.putLong(to, at + HANDLE, NO_HANDLE);
  }

  /** Writes what goes back as it came, and what became of it, without anything found. */
  static void put(
      MemorySegment to, long at, MemorySegment asked, long command, Operation operation,
      Outcome outcome) {
    Bits.putLong(to, at + ORIGIN, CommandMail.origin(asked, command));
    Bits.putLong(to, at + CONTEXT, CommandMail.context(asked, command));
    Bits.putInt(to, at + TICKET, CommandMail.ticket(asked, command));
    Bits.putByte(to, at + OUTCOME, outcome.ordinal());
    Bits.putByte(to, at + OPERATION, operation.ordinal());
    Bits.putLong(to, at + HANDLE, NO_HANDLE);
    Bits.putInt(to, at + VALUE_LENGTH, 0);
    Bits.putShort(to, at + KEY_LENGTH, 0);
  }

  static void putNumber(MemorySegment to, long at, long number) {
    Bits.putLong(to, at + NUMBER, number);
  }

  static void putPlace(MemorySegment to, long at, long handle, long offset, int length) {
    Bits.putLong(to, at + HANDLE, handle);
    Bits.putLong(to, at + NUMBER, offset);
    Bits.putInt(to, at + VALUE_LENGTH, length);
  }

  static void putItem(MemorySegment to, long at, long cas, int flags, int length) {
    Bits.putLong(to, at + CAS, cas);
    Bits.putInt(to, at + FLAGS, flags);
    Bits.putInt(to, at + VALUE_LENGTH, length);
  }

  static void putKey(MemorySegment to, long at, MemorySegment from, long offset, int length) {
    Bits.putShort(to, at + KEY_LENGTH, length);
    MemorySegment.copy(from, offset, to, at + HEAD_BYTES, length);
  }

  /** The conversation that asked, as its worker knows it. */
  public long origin() {
    return Bits.getLong(memory, at + ORIGIN);
  }

  /** What the asker wrote for itself. */
  public long context() {
    return Bits.getLong(memory, at + CONTEXT);
  }

  /** The promise that the answer is for; negative if there is none. */
  public int ticket() {
    return Bits.getInt(memory, at + TICKET);
  }

  /** What was asked for. */
  public Operation operation() {
    return OPERATIONS[Bits.getByte(memory, at + OPERATION)];
  }

  /** What became of it. */
  public Outcome outcome() {
    return OUTCOMES[Bits.getByte(memory, at + OUTCOME)];
  }

  /** The CAS token of what was found; of what was stored or counted, if it was wanted. */
  public long cas() {
    return Bits.getLong(memory, at + CAS);
  }

  /** The client's flags of what was found. */
  public int clientFlags() {
    return Bits.getInt(memory, at + FLAGS);
  }

  /** What was counted. */
  public long counted() {
    return Bits.getLong(memory, at + NUMBER);
  }

  /** Where the key of what was found lies in {@link #memory}. */
  public long keyOffset() {
    return at + HEAD_BYTES;
  }

  /** Bytes of that key; 0 of what was not found, unless it was to be told. */
  public int keyLength() {
    return Bits.getShort(memory, at + KEY_LENGTH);
  }

  /** Bytes of the value found, or of the place reserved. */
  public int valueLength() {
    return Bits.getInt(memory, at + VALUE_LENGTH);
  }

  /** True if the value lies in its owner's memory still, kept there by {@link #handle}. */
  public boolean isPinned() {
    return outcome() == Outcome.FOUND && handle() != NO_HANDLE;
  }

  /** The pin or the reservation, or {@link #NO_HANDLE}. */
  public long handle() {
    return Bits.getLong(memory, at + HANDLE);
  }

  /** Where the value lies: in {@link #memory}, or in its owner's if it is pinned or reserved. */
  public long valueOffset() {
    return handle() == NO_HANDLE
        ? at + HEAD_BYTES + keyLength()
        : Bits.getLong(memory, at + NUMBER);
  }
}
