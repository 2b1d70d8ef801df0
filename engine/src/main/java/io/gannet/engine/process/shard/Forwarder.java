package io.gannet.engine.process.shard;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.mail.Mailbox;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import java.lang.foreign.MemorySegment;

/**
 * Where commands go whose keys are other shards', and where their answers come in. One thread, the
 * asker's.
 */
public final class Forwarder {
  /** What an errand is run by, where it ends. */
  interface Errand {
    /** Of one of the kinds that {@link Answer} names. */
    void run(int kind, long handle);
  }

  /** A conversation may be owed so many times less than what is free. */
  private static final int VALUES_PER_OWED = 4;

  private final int own;
  private final int owners;
  private final Mailbox commands;
  private final Mailbox answers;
  private final Errands[] errands;
  private final Errand errand;
  private final ParkingLot kept;
  private final int commandBytesMax;
  private final int valuesMax;
  private final ForeignReads reads;
  private final OtherShards shards;
  private final ShardMetrics metrics;
  private final Answer answer = new Answer();
  private boolean again;
  private long awaited;

  /** Of those, and of answers that are kept, those that may bring a value. */
  private int values;

  Forwarder(
      Ownership ownership,
      Mailbox commands,
      Mailbox answers,
      Errand errand,
      ParkingLot kept,
      int commandBytesMax,
      int valuesMax,
      ForeignReads reads,
      OtherShards shards,
      ShardMetrics metrics) {
    this.reads = reads;
    this.shards = shards;
    this.own = ownership.own();
    this.owners = ownership.shards();
    this.commands = commands;
    this.answers = answers;
    this.errand = errand;
    this.errands = new Errands[owners];
    for (int owner = 0; owner < owners; owner++) {
      errands[owner] = new Errands();
    }
    this.kept = kept;
    this.commandBytesMax = commandBytesMax;
    this.valuesMax = valuesMax;
    this.metrics = metrics;
  }

  /** The memory that the values of a shard lie in. */
  public MemorySegment memory(int shard) {
    return shards.memory(shard);
  }

  /** Has loaded what reading the keys of a batch that are others' will touch. */
  public void prefetch(Batch batch) {
    reads.prefetch(batch);
  }

  /**
   * Reads what the key of a get has where it is. Not while something that the same conversation has
   * sent for that key is under way: it is to see its own writes.
   *
   * @param context as that of a command that is sent
   * @param tellsCas whether the token is wanted
   * @return the answer, until the next read; null if the owner is to be asked
   */
  public Answer read(int owner, Command command, int nowSec, long context, boolean tellsCas) {
    Answer read = reads.read(owner, command, nowSec, context, tellsCas);
    if (read != null && reads.isToBeNoted(owner)) {
      note(owner, command.key.hash);
    }
    return read;
  }

  /** Tells an owner that a key was found, if there is room for it. */
  private void note(int owner, long hash) {
    MailProducer ring = commands.to(owner);
    long at = ring.claim(CommandMail.HEAD_BYTES);
    if (at != MailRing.NONE) {
      CommandMail.putHandle(ring.memory(), at, hash);
      CommandMail.putAsker(ring.memory(), at, 0, 0, Answer.NO_TICKET);
      ring.commit(CommandMail.NOTE, CommandMail.HEAD_BYTES);
    }
  }

  /** True if a command with its value is short enough to be sent as it is. */
  public boolean fits(Command command) {
    return CommandMail.bytes(command) <= commandBytesMax;
  }

  /**
   * True if there is room for a command in the ring to its owner, until another is sent there, and
   * for the value that may come back, wherever it has to wait.
   *
   * @param owed how many answers the conversation is owed: it may have a part of what is free
   */
  public boolean canSend(int owner, Command command, int owed) {
    int free = valuesMax - values;
    boolean room = !mayBeLong(command) || free > 0 && owed * VALUES_PER_OWED <= free;
    metrics.valuesFull.add(room ? 0 : 1);
    return room && hasRoom(owner, CommandMail.bytes(command));
  }

  /** True if more may be answered than there is room for in a promise. */
  private static boolean mayBeLong(Command command) {
    return mayBeLong(command.operation) || command.wishes(Command.TERMS);
  }

  private static boolean mayBeLong(Operation operation) {
    return operation.retrieves() || operation == Operation.LIST;
  }

  private static boolean mayBeLong(Answer answer) {
    return mayBeLong(answer.operation()) || answer.hasTerms();
  }

  /** True if there is room for the word that a place is filled, likewise. */
  public boolean canSendFilled(int owner, Command command) {
    boolean room = !mayBeLong(command) || values < valuesMax;
    return room && hasRoom(owner, CommandMail.filledBytes(command));
  }

  private boolean hasRoom(int owner, int bytes) {
    boolean room = commands.to(owner).claim(bytes) != MailRing.NONE;
    metrics.full.add(room ? 0 : 1);
    return room;
  }

  /**
   * Sends a command to its owner; it is seen there when the turn ends. There is room for it.
   *
   * @param spoilt whether its value did not come as its protocol wants it
   * @param origin who asks, as the worker knows it
   * @param context what the protocol needs to write the answer
   * @param ticket of the promise for the answer; negative if there is none
   */
  public void send(
      int owner, Command command, boolean spoilt, long origin, long context, int ticket) {
    MailProducer ring = commands.to(owner);
    int bytes = CommandMail.bytes(command);
    long at = ring.claim(bytes);
    assert at != MailRing.NONE;
    CommandMail.putCommand(ring.memory(), at, command, spoilt);
    CommandMail.putAsker(ring.memory(), at, origin, context, ticket);
    ring.commit(CommandMail.COMMAND, bytes);
    values += mayBeLong(command) ? 1 : 0;
    sent();
  }

  /**
   * Tells an owner that a place of its is filled. There is room for it.
   *
   * @param command as it was when the place was reserved
   * @param good whether the value came as its protocol wants it
   */
  public void sendFilled(
      int owner, Command command, long reservation, boolean good, long origin, long context,
      int ticket) {
    MailProducer ring = commands.to(owner);
    int bytes = CommandMail.filledBytes(command);
    long at = ring.claim(bytes);
    assert at != MailRing.NONE;
    CommandMail.putHead(ring.memory(), at, command, reservation);
    CommandMail.putAsker(ring.memory(), at, origin, context, ticket);
    ring.commit(good ? CommandMail.COMPLETE : CommandMail.DISCARD, bytes);
    values += mayBeLong(command) ? 1 : 0;
    sent();
  }

  private void sent() {
    metrics.forwarded.increment();
    awaited++;
  }

  /** True if each other owner's ring has room for one more command. */
  public boolean canSendToAll() {
    boolean room = true;
    for (int owner = 0; owner < owners && room; owner++) {
      room = owner == own || hasRoom(owner, CommandMail.HEAD_BYTES);
    }
    return room;
  }

  /**
   * Sends a command without a key to each other owner. There is room for it.
   *
   * @return how many answers there will be
   */
  public int sendToAll(Command command, long origin, long context) {
    for (int owner = 0; owner < owners; owner++) {
      if (owner != own) {
        send(owner, command, false, origin, context, Answer.NO_TICKET);
      }
    }
    return owners - 1;
  }

  /** A place of another shard is given up. Never refused. */
  public void abandon(int owner, long reservation) {
    errands[owner].add(Answer.ABANDON, reservation);
  }

  /** A pin of another shard's has ended. Never refused. */
  public void unpin(int owner, long pin) {
    errands[owner].add(Answer.UNPIN, pin);
  }

  /**
   * Sends what errands there are, while there is room: by the rings of answers, which are emptied
   * whatever their owner waits for.
   */
  void runErrands() {
    metrics.awaited.set(awaited);
    for (int owner = 0; owner < owners; owner++) {
      if (owner != own) {
        runErrands(errands[owner], answers.to(owner));
      }
    }
  }

  private static void runErrands(Errands errands, MailProducer ring) {
    while (!errands.isEmpty()) {
      long at = ring.claim(Answer.ERRAND_BYTES);
      if (at == MailRing.NONE) {
        return;
      }
      Bits.putLong(ring.memory(), at, errands.handle());
      ring.commit(errands.kind(), Answer.ERRAND_BYTES);
      errands.removeFirst();
    }
  }

  /** True while something that was asked is not answered, or cannot be told to an owner yet. */
  public boolean isWaiting() {
    boolean waiting = awaited > 0;
    for (int owner = 0; owner < owners && !waiting; owner++) {
      waiting = !errands[owner].isEmpty();
    }
    return waiting;
  }

  void beginTurn() {
    answers.beginTurn();
    kept.beginRound();
    again = false;
  }

  /** The next answer of this turn, those before that found no room first; or null. */
  Answer next() {
    leaveKept();
    if (kept.hasNext()) {
      long at = kept.next();
      again = true;
      answer.set(kept.memory(), at, kept.sender());
      return answer;
    }
    long at = answers.next();
    while (at != MailRing.NONE && answers.kind(at) != Answer.KIND) {
      errand.run(answers.kind(at), Bits.getLong(answers.memory(), at));
      at = answers.next();
    }
    if (at == MailRing.NONE) {
      return null;
    }
    awaited--;
    answer.set(answers.memory(), at, answers.sender());
    return answer;
  }

  private void leaveKept() {
    if (again) {
      kept.left();
      again = false;
    }
  }

  /** The answer given last was composed. */
  void settle() {
    values -= mayBeLong(answer) ? 1 : 0;
    assert values >= 0;
  }

  /**
   * The answer given last finds no room in its conversation's output: it will be given again.
   *
   * @return false if there is no room for it here either: it has to do without its value
   */
  boolean keep() {
    assert mayBeLong(answer) : "for all others room was kept";
    if (!again && !kept.hasRoomFor(1, 0)) {
      return false;
    }
    metrics.kept.add(again ? 0 : 1);
    int length = again ? kept.length() : answers.length(answer.at());
    kept.park(
        Answer.KIND, answer.owner, answer.origin(), true, answer.memory, answer.at(), length);
    return true;
  }

  /** Whoever asked is gone. */
  void drop() {
    metrics.dropped.increment();
    giveBack();
  }

  /** There is no room for the value that the answer given last brings: it goes without. */
  void dropValue() {
    metrics.refused.increment();
    giveBack();
  }

  /** What the answer given last holds at its owner's is not wanted. */
  private void giveBack() {
    settle();
    if (answer.handle() == Answer.NO_HANDLE) {
      return;
    }
    if (answer.outcome() == Outcome.FOUND) {
      unpin(answer.owner, answer.handle());
    } else if (answer.outcome() == Outcome.AWAITED) {
      abandon(answer.owner, answer.handle());
    }
  }

  /** The turn's answers are dealt with. */
  void endTurn() {
    leaveKept();
    answers.endTurn();
  }

  /** True if answers wait for room, which is looked for in every turn. */
  boolean keepsAnswers() {
    return kept.count() > 0;
  }
}
