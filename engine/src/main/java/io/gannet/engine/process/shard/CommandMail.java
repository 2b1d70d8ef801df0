package io.gannet.engine.process.shard;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Terms;
import java.lang.foreign.MemorySegment;

/**
 * What an asker says to an owner, as it lies in a message: expected and initial only in one that
 * wishes for them, terms and echo only in one that has some.
 *
 * <pre>
 *  0        8         16     24       32       40         44      48       52
 * +--------+---------+------+--------+--------+----------+-------+--------+--------+
 * | origin | context | hash | number | handle | deadline | flags | ticket | value  |
 * |        |         |      |        |        |          |       |        | length |
 * +--------+---------+------+--------+--------+----------+-------+--------+--------+
 *  56   57     58           60        64
 * +----+------+------------+---------+----------+---------+-------+------+-----+-------+
 * | op | bits | key length | since   | expected | initial | terms | echo | key | value |
 * +----+------+------------+---------+----------+---------+-------+------+-----+-------+
 *
 * terms: asked 4, echo length 4, token 8, deadlines 4 4 4: touched, made, recache; 4 of no use
 * </pre>
 *
 * <p>Origin, context and ticket mean nothing to the owner: they come back with the answer. Handle
 * is that of a place, where the message is about one. Since is when an owner first tried it in
 * vain, in seconds; 0 before.
 */
final class CommandMail {
  /** A command with its value, or for a place that its value is to come to. */
  static final int COMMAND = 1;

  /** A reserved place is filled: what was to become of its value does now. */
  static final int COMPLETE = 2;

  /** A reserved place is filled, but not as it should be. */
  static final int DISCARD = 3;

  /** A key that was read where it is was found; the handle is its hash. Not answered. */
  static final int NOTE = 4;

  /** Bytes of what each has. */
  static final int HEAD_BYTES = 64;

  /** Bytes of what is behind that in those that wish for it. */
  private static final int MORE_BYTES = 16;

  private static final int MORE_WISHES = Command.IF_CAS | Command.OR_MAKE | Command.TERMS;

  /** Bytes of terms without their echo. */
  private static final int TERMS_BYTES = 32;

  private static final int ORIGIN = 0;
  private static final int CONTEXT = 8;
  private static final int HASH = 16;
  private static final int NUMBER = 24;
  private static final int HANDLE = 32;
  private static final int DEADLINE = 40;
  private static final int FLAGS = 44;
  private static final int TICKET = 48;
  private static final int VALUE_LENGTH = 52;
  private static final int OPERATION = 56;
  private static final int BITS = 57;
  private static final int KEY_LENGTH = 58;
  private static final int SINCE = 60;
  private static final int EXPECTED = 64;
  private static final int INITIAL = 72;
  private static final int ASKED = 80;
  private static final int ECHO_LENGTH = 84;
  private static final int TOKEN = 88;
  private static final int TOUCHED = 96;
  private static final int MADE = 100;
  private static final int RECACHE = 104;
  private static final int ECHO = ASKED + TERMS_BYTES;

  /** The value is still to come. */
  private static final int LATER_BIT = 1;

  /** The value did not come as its protocol wants it. */
  private static final int SPOILT_BIT = 2;

  /** From which bit on the wishes are. */
  private static final int WISHES_SHIFT = 2;

  private static final Operation[] OPERATIONS = Operation.values();

  private CommandMail() {}

  /** Bytes of a command's message. */
  static int bytes(Command command) {
    int value = command.operation.stores() && !command.comesLater ? command.valueLength : 0;
    return filledBytes(command) + keyLength(command) + value;
  }

  /** Bytes of the word that a command's place is filled. */
  static int filledBytes(Command command) {
    int terms = command.wishes(Command.TERMS) ? TERMS_BYTES + command.terms.echoLength : 0;
    return HEAD_BYTES + moreBytes(command.wishes) + terms;
  }

  private static int moreBytes(int wishes) {
    return (wishes & MORE_WISHES) == 0 ? 0 : MORE_BYTES;
  }

  private static int keyLength(Command command) {
    return command.operation.hasKey() ? command.key.length : 0;
  }

  /** Writes who asks, and by what the answer is known again. */
  static void putAsker(MemorySegment to, long at, long origin, long context, int ticket) {
    Bits.putLong(to, at + ORIGIN, origin);
    Bits.putLong(to, at + CONTEXT, context);
    Bits.putInt(to, at + TICKET, ticket);
    Bits.putInt(to, at + SINCE, 0);
  }

  /** Writes a command, its key and its value. */
  static void putCommand(MemorySegment to, long at, Command command, boolean spoilt) {
    int keyLength = keyLength(command);
    boolean brings = command.operation.stores();
    boolean later = brings && command.comesLater;
    putHead(to, at, command, 0);
    Bits.putInt(to, at + FLAGS, command.clientFlags);
    Bits.putInt(to, at + VALUE_LENGTH, brings ? command.valueLength : 0);
    int bits = (later ? LATER_BIT : 0) | (spoilt ? SPOILT_BIT : 0);
    Bits.putByte(to, at + BITS, command.wishes << WISHES_SHIFT | bits);
    Bits.putShort(to, at + KEY_LENGTH, keyLength);
    long key = at + filledBytes(command);
    if (keyLength > 0) {
      MemorySegment.copy(command.key.memory, command.key.offset, to, key, keyLength);
    }
    if (brings && !later) {
      MemorySegment.copy(
          command.valueMemory, command.valueOffset, to, key + keyLength, command.valueLength);
    }
  }

  /** Writes what concerns a place, whose key its owner knows. */
  static void putHead(MemorySegment to, long at, Command command, long handle) {
    Bits.putLong(to, at + HASH, command.key.hash);
    Bits.putLong(to, at + NUMBER, command.number);
    Bits.putLong(to, at + HANDLE, handle);
    Bits.putInt(to, at + DEADLINE, command.deadlineSec);
    Bits.putInt(to, at + FLAGS, 0);
    Bits.putInt(to, at + VALUE_LENGTH, 0);
    Bits.putByte(to, at + OPERATION, command.operation.ordinal());
    Bits.putByte(to, at + BITS, command.wishes << WISHES_SHIFT);
    Bits.putShort(to, at + KEY_LENGTH, 0);
    if (moreBytes(command.wishes) > 0) {
      Bits.putLong(to, at + EXPECTED, command.expected);
      Bits.putLong(to, at + INITIAL, command.initial);
    }
    if (command.wishes(Command.TERMS)) {
      putTerms(to, at, command.terms);
    }
  }

  private static void putTerms(MemorySegment to, long at, Terms terms) {
    Bits.putInt(to, at + ASKED, terms.asked);
    Bits.putInt(to, at + ECHO_LENGTH, terms.echoLength);
    Bits.putLong(to, at + TOKEN, terms.token);
    Bits.putInt(to, at + TOUCHED, terms.touchDeadlineSec);
    Bits.putInt(to, at + MADE, terms.madeDeadlineSec);
    Bits.putInt(to, at + RECACHE, terms.recacheDeadlineSec);
    MemorySegment.copy(terms.echoMemory, terms.echoOffset, to, at + ECHO, terms.echoLength);
  }

  private static void getTerms(MemorySegment from, long at, Terms terms) {
    terms.clear();
    terms.asked = Bits.getInt(from, at + ASKED);
    terms.token = Bits.getLong(from, at + TOKEN);
    terms.touchDeadlineSec = Bits.getInt(from, at + TOUCHED);
    terms.madeDeadlineSec = Bits.getInt(from, at + MADE);
    terms.recacheDeadlineSec = Bits.getInt(from, at + RECACHE);
    terms.echo(from, at + ECHO, Bits.getInt(from, at + ECHO_LENGTH));
  }

  /** Writes a handle and nothing else. */
  static void putHandle(MemorySegment to, long at, long handle) {
    Bits.putLong(to, at + HANDLE, handle);
  }

  /** Fills a command in with what a message says; key and value are views of it. */
  static void get(MemorySegment from, long at, Command command) {
    command.operation = OPERATIONS[Bits.getByte(from, at + OPERATION)];
    command.number = Bits.getLong(from, at + NUMBER);
    command.deadlineSec = Bits.getInt(from, at + DEADLINE);
    command.clientFlags = Bits.getInt(from, at + FLAGS);
    command.wishes = Bits.getByte(from, at + BITS) >> WISHES_SHIFT;
    if (moreBytes(command.wishes) > 0) {
      command.expected = Bits.getLong(from, at + EXPECTED);
      command.initial = Bits.getLong(from, at + INITIAL);
    }
    if (command.wishes(Command.TERMS)) {
      getTerms(from, at, command.terms);
    }
    int keyLength = Bits.getShort(from, at + KEY_LENGTH);
    long key = at + filledBytes(command);
    command.key.set(from, key, keyLength);
    command.key.hash = Bits.getLong(from, at + HASH);
    int valueLength = Bits.getInt(from, at + VALUE_LENGTH);
    if ((Bits.getByte(from, at + BITS) & LATER_BIT) != 0) {
      command.valueToCome(valueLength);
    } else {
      command.value(from, key + keyLength, valueLength);
    }
  }

  static Operation operation(MemorySegment from, long at) {
    return OPERATIONS[Bits.getByte(from, at + OPERATION)];
  }

  static long origin(MemorySegment from, long at) {
    return Bits.getLong(from, at + ORIGIN);
  }

  static long context(MemorySegment from, long at) {
    return Bits.getLong(from, at + CONTEXT);
  }

  static int ticket(MemorySegment from, long at) {
    return Bits.getInt(from, at + TICKET);
  }

  static long number(MemorySegment from, long at) {
    return Bits.getLong(from, at + NUMBER);
  }

  static long handle(MemorySegment from, long at) {
    return Bits.getLong(from, at + HANDLE);
  }

  static boolean isSpoilt(MemorySegment from, long at) {
    return (Bits.getByte(from, at + BITS) & SPOILT_BIT) != 0;
  }

  static int sinceSec(MemorySegment from, long at) {
    return Bits.getInt(from, at + SINCE);
  }

  static void sinceSec(MemorySegment to, long at, int sec) {
    Bits.putInt(to, at + SINCE, sec);
  }
}
