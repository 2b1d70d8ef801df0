package io.gannet.engine.process.shard;

import io.gannet.engine.mail.MailRing;
import io.gannet.engine.mail.Mailbox;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.ItemPage;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.kv.Terms;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * Where a shard's owner serves what other workers ask of it: a turn's messages are taken, what all
 * of them will touch is loaded, then they are carried out in order and answered. What finds no
 * memory, or no room for its answer, is parked and tried again each turn; it holds up nobody but
 * its own conversation, until it has waited for so long that it is refused. One thread, the
 * owner's.
 */
public final class Desk {
  /** Longer values are not told where too many are pinned already: caches may forget. */
  private static final int COPIED_AT_NEED_MAX = 16 << 10;

  /** With so many others parked, nobody else waits there for a place. */
  private static final int PLACES_PARKED_MAX = 96;

  private final int own;
  private final Keyspace keyspace;
  private final Store store;
  private final Mailbox commands;
  private final Mailbox answers;
  private final ParkingLot lot;
  private final int copiedBytesMax;
  private final int waitSecMax;
  private final ShardMetrics metrics;
  private final Batch batch;
  private final long[] taken = new long[Batch.COMMANDS_MAX];
  private final int[] senders = new int[Batch.COMMANDS_MAX];

  /** Bytes of answers that each asker has room for in this turn. */
  private final long[] room;

  private final long answerRecordBytes;
  private final ItemPage page = new ItemPage();

  /** Places that were looked at in this turn so that they could be listed. */
  private int listedPlaces;

  private boolean came;
  private int nowSec;
  private int parkedSinceSec;

  /**
   * @param commands what comes from others
   * @param answers where they are answered
   * @param copiedBytesMax longer values are pinned, and sent from where they lie
   * @param waitSecMax for how long a command waits for memory
   */
  Desk(
      Ownership ownership,
      Keyspace keyspace,
      Mailbox commands,
      Mailbox answers,
      ParkingLot lot,
      int copiedBytesMax,
      int waitSecMax,
      ShardMetrics metrics) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.commands = commands;
    this.answers = answers;
    this.lot = lot;
    this.copiedBytesMax = copiedBytesMax;
    this.waitSecMax = waitSecMax;
    this.metrics = metrics;
    this.batch = new Batch(store);
    this.own = ownership.own();
    this.room = new long[ownership.shards()];
    this.answerRecordBytes = MailRing.recordBytes(answerBytesMax(copiedBytesMax));
  }

  /** Who is told that pins end and places are given up. */
  static Forwarder.Errand errands(Keyspace keyspace) {
    return (kind, handle) -> {
      if (kind == Answer.UNPIN) {
        keyspace.store().unpin(handle);
      } else {
        keyspace.abandon(handle);
      }
    };
  }

  /** The longest answer that there can be. */
  static int answerBytesMax() {
    return answerBytesMax(COPIED_AT_NEED_MAX);
  }

  /** The longest answer with a value of so many bytes. */
  static int answerBytesMax(int copiedBytesMax) {
    return Answer.HEAD_BYTES
        + Answer.TERMS_BYTES_MAX
        + Store.KEY_LENGTH_MAX
        + copiedBytesMax
        + Answer.TAIL_BYTES;
  }

  /**
   * Serves this turn's part of what has come, and tries again what waits.
   *
   * @param nowSec seconds, from 1 on, of a clock that stands while the process does
   * @return how many requests that was worth
   */
  int serve(int nowSec) {
    assert nowSec > 0;
    this.nowSec = nowSec;
    keyspace.flushIfDue();
    long steps = store.steps();
    listedPlaces = 0;
    parkedSinceSec = 0;
    int served = serveParked();
    commands.beginTurn();
    seeRoom();
    for (int count = take(); count > 0; count = take()) {
      batch.prefetch();
      for (int i = 0; i < count; i++) {
        serveOrPark(i);
      }
      served += count;
    }
    commands.endTurn();
    metrics.served.add(served);
    metrics.parkedNow.set(lot.count());
    came = served > 0;
    return served + listedPlaces + (int) (store.steps() - steps);
  }

  /** True if something was served in the last turn. */
  boolean came() {
    return came;
  }

  /** For how many answers each asker has room: of no more commands of his are any taken. */
  private void seeRoom() {
    for (int sender = 0; sender < room.length; sender++) {
      if (sender != own) {
        room[sender] = answers.to(sender).freeBytes() - answerRecordBytes;
      }
    }
  }

  private int take() {
    batch.clear();
    int count = 0;
    long bytes = 0;
    while (count < Batch.COMMANDS_MAX && lot.hasRoomFor(count + 1, bytes)) {
      int sender = commands.nextSender();
      if (sender < 0) {
        break;
      }
      if (room[sender] < answerRecordBytes) {
        commands.skipSender();
        continue;
      }
      room[sender] -= answerRecordBytes;
      long at = commands.next();
      bytes += ParkingLot.recordBytes(commands.length(at));
      taken[count] = at;
      senders[count] = sender;
      if (commands.kind(at) == CommandMail.COMMAND) {
        Command command = batch.command(count);
        CommandMail.get(commands.memory(), at, command);
        if (command.operation.hasKey()) {
          batch.addHashed(command);
        }
      }
      count++;
    }
    return count;
  }

  private void serveOrPark(int index) {
    long at = taken[index];
    int sender = senders[index];
    int kind = commands.kind(at);
    MemorySegment memory = commands.memory();
    long origin = CommandMail.origin(memory, at);
    boolean answered = kind <= CommandMail.DISCARD;
    boolean reads = reads(kind, memory, at);
    boolean overtakes = answered && lot.holds(sender, origin, reads);
    if (overtakes || !serve(kind, sender, memory, at, batch.command(index))) {
      CommandMail.sinceSec(memory, at, nowSec);
      lot.park(kind, sender, origin, reads, memory, at, commands.length(at));
      metrics.parked.increment();
    }
  }

  int parked() {
    return lot.count();
  }

  int parkedSinceSec() {
    return parkedSinceSec;
  }

  /** Once each; none before one of the same conversation that has failed. */
  private int serveParked() {
    int served = 0;
    lot.beginRound();
    while (lot.hasNext()) {
      long at = lot.next();
      MemorySegment memory = lot.memory();
      int sender = lot.sender();
      long origin = CommandMail.origin(memory, at);
      Command command = batch.command(0);
      if (lot.kind() == CommandMail.COMMAND) {
        CommandMail.get(memory, at, command);
      }
      boolean reads = reads(lot.kind(), memory, at);
      if (lot.holds(sender, origin, reads)
          || !serve(lot.kind(), sender, memory, at, command)) {
        int sinceSec = CommandMail.sinceSec(memory, at);
        parkedSinceSec = parkedSinceSec == 0 ? sinceSec : Math.min(parkedSinceSec, sinceSec);
        lot.park(lot.kind(), sender, origin, reads, memory, at, lot.length());
      } else {
        served++;
      }
      lot.left();
    }
    return served;
  }

  /** True of a command that changes nothing. */
  private static boolean reads(int kind, MemorySegment memory, long at) {
    return kind == CommandMail.COMMAND && CommandMail.operation(memory, at) == Operation.GET;
  }

  /** False if it has to wait; then nothing has happened. */
  private boolean serve(int kind, int sender, MemorySegment memory, long at, Command command) {
    long handle = CommandMail.handle(memory, at);
    switch (kind) {
      case CommandMail.NOTE -> keyspace.wasFound(handle);
      default -> {
        if (isList(kind, memory, at)) {
          return list(sender, memory, at);
        }
        return answers.to(sender).claim(answerBytesMax(copiedBytesMax)) != MailRing.NONE
            && carryOut(kind, sender, memory, at, command);
      }
    }
    return true;
  }

  private static boolean isList(int kind, MemorySegment memory, long at) {
    return kind == CommandMail.COMMAND && CommandMail.operation(memory, at) == Operation.LIST;
  }

  /** Writes a page where its answer lies. */
  private boolean list(int sender, MemorySegment memory, long at) {
    long answer = answers.to(sender).claim(answerBytesMax(ItemPage.BYTES_MAX));
    if (answer == MailRing.NONE) {
      return false;
    }
    MemorySegment to = answers.memory();
    Answer.put(to, answer, memory, at, Operation.LIST, Outcome.LISTED);
    page.begin(to, answer + Answer.HEAD_BYTES);
    keyspace.list(CommandMail.number(memory, at), page);
    listedPlaces += page.looked;
    Answer.putItem(to, answer, page.next, 0, page.bytes());
    answers.to(sender).commit(Answer.KIND, Answer.HEAD_BYTES + page.bytes());
    return true;
  }

  private boolean carryOut(
      int kind, int sender, MemorySegment memory, long at, Command command) {
    int sinceSec = CommandMail.sinceSec(memory, at);
    if (kind != CommandMail.COMMAND) {
      CommandMail.get(memory, at, command);
    }
    keyspace.serve(sender, CommandMail.origin(memory, at));
    command.isLastTry = sinceSec != 0 && nowSec - sinceSec >= waitSecMax;
    Outcome outcome = outcome(kind, memory, at, command);
    if (outcome == Outcome.LATER && sinceSec == 0 && command.comesLater && isCrowded(kind)) {
      command.isLastTry = true;
      outcome = outcome(kind, memory, at, command);
    }
    long pin = Answer.NO_HANDLE;
    if (outcome == Outcome.FOUND && told(command) > copiedBytesMax) {
      pin = store.pin(command.item);
      if (pin == Store.NO_MEMORY) {
        pin = Answer.NO_HANDLE;
        outcome = mayCopy(sender, command) ? Outcome.FOUND : Outcome.NO_MEMORY;
      }
    }
    if (outcome == Outcome.LATER) {
      return false;
    }
    answer(sender, memory, at, command, outcome, pin);
    if (command.operation.retrieves()) {
      keyspace.retrieved(command, outcome);
    }
    return true;
  }

  /** Bytes of the value found that are to be told. */
  private int told(Command command) {
    boolean none =
        command.wishes(Command.NO_VALUE)
            || command.wishes(Command.TERMS) && command.terms.tells(Terms.IS_EXPECTED);
    return none ? 0 : store.valueLength(command.item);
  }

  /** Of those who wait for a place not all may: the others are to have room in the lot. */
  private boolean isCrowded(int kind) {
    return kind == CommandMail.COMMAND && lot.count() - lot.reads() >= PLACES_PARKED_MAX;
  }

  /**
   * Where too much is pinned already a value is copied, or not told. To wait for a pin would be to
   * wait for others who may wait for this one: values that are pinned lie behind answers that are
   * still to come.
   */
  private boolean mayCopy(int sender, Command command) {
    int length = told(command);
    boolean may =
        length <= COPIED_AT_NEED_MAX
            && answers.to(sender).claim(answerBytesMax(length)) != MailRing.NONE;
    metrics.refused.add(may ? 0 : 1);
    return may;
  }

  private Outcome outcome(int kind, MemorySegment memory, long at, Command command) {
    long handle = CommandMail.handle(memory, at);
    return switch (kind) {
      case CommandMail.COMMAND -> outcome(command, CommandMail.isSpoilt(memory, at));
      case CommandMail.COMPLETE -> keyspace.complete(command, handle);
      case CommandMail.DISCARD -> keyspace.discard(handle);
      default -> throw new AssertionError(kind);
    };
  }

  private Outcome outcome(Command command, boolean spoilt) {
    if (command.operation == Operation.FLUSH) {
      return keyspace.flushToo(command);
    }
    return spoilt ? keyspace.discard(command) : keyspace.carryOut(command);
  }

  private void answer(
      int sender, MemorySegment memory, long at, Command command, Outcome outcome, long pin) {
    boolean copies = outcome == Outcome.FOUND && pin == Answer.NO_HANDLE;
    int value = copies ? told(command) : 0;
    MemorySegment to = answers.memory();
    long answer =
        answers.to(sender).claim(answerBytesMax(Math.max(value, copiedBytesMax)));
    Answer.put(to, answer, memory, at, command.operation, outcome);
    if (command.wishes(Command.TERMS)) {
      Answer.putTerms(to, answer, command.terms);
    }
    int bytes = Answer.headBytes(to, answer);
    switch (outcome) {
      case FOUND -> bytes += putFound(to, answer, command, pin);
      case AWAITED ->
          Answer.putPlace(
              to, answer, command.item, store.valueOffset(command.item), command.valueLength);
      case COUNTED -> {
        Answer.putNumber(to, answer, command.counted);
        Answer.putCas(to, answer, command.cas);
        bytes += putMissed(to, answer, command);
      }
      case STORED -> {
        Answer.putCas(to, answer, command.cas);
        bytes += putMissed(to, answer, command);
      }
      default -> bytes += putMissed(to, answer, command);
    }
    answers.to(sender).commit(Answer.KIND, bytes);
  }

  /** The key alone, if it is wanted. */
  private static int putMissed(MemorySegment to, long answer, Command command) {
    if (!command.wishes(Command.TELL_KEY)) {
      return 0;
    }
    Answer.putKey(to, answer, command.key.memory, command.key.offset, command.key.length);
    return command.key.length;
  }

  /** Returns how many bytes follow the head. */
  private int putFound(MemorySegment to, long answer, Command command, long pin) {
    long item = command.item;
    int length = store.valueLength(item);
    int keyLength = command.key.length;
    Answer.putItem(to, answer, keyspace.cas(item), store.clientFlags(item), length);
    Answer.putKey(to, answer, command.key.memory, command.key.offset, keyLength);
    if (pin != Answer.NO_HANDLE) {
      Answer.putPlace(to, answer, pin, store.valueOffset(item), length);
      return keyLength;
    }
    int told = told(command);
    long value = answer + Answer.headBytes(to, answer) + keyLength;
    MemorySegment.copy(store.memory(), store.valueOffset(item), to, value, told);
    return keyLength + told + Answer.TAIL_BYTES;
  }
}
