package io.gannet.engine.process.kv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Who asks a keyspace from afar: each command's key and value lie in a message, which is written
 * over as soon as the command was carried out. No session, no output, no protocol.
 */
final class Asker implements AutoCloseable {
  private static final byte WRITTEN_OVER = 0x5a;
  private static final int KEY_OFFSET = 3;
  private static final int VALUE_OFFSET = 301;

  final StoreShard<Store> shard;
  final KeyspaceMetrics metrics = new KeyspaceMetrics();
  final Keyspace keyspace;
  final Command command = new Command();
  private final MemorySegment message = Arena.ofAuto().allocate(2 << 20);

  Asker(Subject subject) {
    this(subject, Scale.of(256 << 10));
  }

  Asker(Subject subject, Scale scale) {
    shard = subject.shard(scale);
    keyspace = new Keyspace(shard.store, shard.clock, metrics);
  }

  /** The command to be asked next, with nothing said but its operation and key. */
  Asker says(Operation operation, String key) {
    command.operation = operation;
    command.clientFlags = 0;
    command.deadlineSec = Store.NEVER;
    command.number = 0;
    command.wishes = 0;
    command.isLastTry = false;
    byte[] bytes = key.getBytes(ISO_8859_1);
    MemorySegment.copy(bytes, 0, message, ValueLayout.JAVA_BYTE, KEY_OFFSET, bytes.length);
    shard.store.hash(command.key.set(message, KEY_OFFSET, bytes.length));
    return this;
  }

  Asker flags(int flags) {
    command.clientFlags = flags;
    return this;
  }

  Asker deadline(int deadlineSec) {
    command.deadlineSec = deadlineSec;
    return this;
  }

  Asker number(long number) {
    command.number = number;
    return this;
  }

  Asker wishes(int bits) {
    command.wishes |= bits;
    return this;
  }

  Asker expects(long token) {
    command.expected = token;
    return wishes(Command.IF_CAS);
  }

  Asker makes(long initial) {
    command.initial = initial;
    return wishes(Command.OR_MAKE);
  }

  Asker value(String value) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    MemorySegment.copy(bytes, 0, message, ValueLayout.JAVA_BYTE, VALUE_OFFSET, bytes.length);
    command.value(message, VALUE_OFFSET, bytes.length);
    return this;
  }

  Asker valueToCome(int length) {
    command.valueToCome(length);
    return this;
  }

  Asker lastTry() {
    command.isLastTry = true;
    return this;
  }

  /** Has it carried out. */
  Outcome ask() {
    Outcome outcome = keyspace.carryOut(command);
    if (command.operation.retrieves() && outcome != Outcome.LATER) {
      keyspace.retrieved(command, outcome);
    }
    writeOver();
    return outcome;
  }

  /** The message is of no interest any more. */
  void writeOver() {
    message.asSlice(0, 4096).fill(WRITTEN_OVER);
  }

  /** Writes a whole value to where it is awaited. */
  void place(long reservation, String value) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    MemorySegment.copy(
        bytes, 0, shard.store.memory(), ValueLayout.JAVA_BYTE,
        shard.store.valueOffset(reservation), bytes.length);
  }

  Outcome set(String key, String value) {
    return says(Operation.SET, key).value(value).ask();
  }

  /** The value, or null. */
  String get(String key) {
    says(Operation.GET, key);
    String value =
        keyspace.carryOut(command) == Outcome.FOUND ? shard.value(command.item) : null;
    writeOver();
    return value;
  }

  long cas(String key) {
    return shard.cas(key);
  }

  @Override
  public void close() {
    shard.close();
  }
}
