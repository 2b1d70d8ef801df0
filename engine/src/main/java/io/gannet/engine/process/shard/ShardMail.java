package io.gannet.engine.process.shard;

import io.gannet.engine.mail.MailRing;
import io.gannet.engine.mail.Mailbox;
import io.gannet.engine.mail.Mailboxes;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Ownership;
import java.lang.foreign.MemorySegment;

/**
 * All that crosses between one worker and the others: its rings of commands and of answers, what it
 * has asked, the desk where it serves. Commands and answers have rings of their own, so that a
 * worker whose commands are not taken still gets its answers through: nobody waits for who waits
 * for him.
 *
 * <pre>
 *   memory of all workers, zeroed
 *   ┌───────────────────┬──────────────────┬──────────────────────────────────┬─ ─
 *   │ commands, N x N-1 │ answers, N x N-1 │ parked and kept ones of worker 0 │ of 1 …
 *   └───────────────────┴──────────────────┴──────────────────────────────────┴─ ─
 * </pre>
 *
 * <p>A turn: {@link #beginTurn}, answers until there is none, {@link #endAnswers}, {@link #serve},
 * and at its end {@link #publish} to each other. One thread.
 */
public final class ShardMail {
  /** Commands of others that may be parked: all of them are tried in a turn. */
  private static final int PARKED_MAX = 256;

  /** Answers with a value that may be on their way, or wait for room in the output. */
  private static final int VALUES_MAX = 1024;

  /** The memory of parked commands is as long as so many rings. */
  private static final int LOT_RINGS = 4;

  /** The longest command, by the ring's part: so that one never waits for the ring to be empty. */
  private static final int COMMAND_PARTS = 4;

  private final Mailbox commands;
  private final Mailbox answers;
  private final Forwarder forwarder;
  private final Desk desk;
  private final ShardMetrics metrics = new ShardMetrics();

  /**
   * A worker's end.
   *
   * @param memory of all, {@link #bytes}
   * @param plan how many there are, and how much of it each may hold
   * @param keyspace the worker's own shard
   * @param shards what there is to see of the others, once all have started
   */
  public ShardMail(
      MemorySegment memory,
      ShardMailPlan plan,
      int worker,
      Keyspace keyspace,
      OtherShards shards) {
    Ownership ownership = new Ownership(worker, plan.workers());
    int workers = plan.workers();
    int ringBytes = plan.ringBytes();
    long part = Mailboxes.bytes(workers, ringBytes);
    this.commands = mailbox(memory.asSlice(0, part), plan, worker);
    this.answers = mailbox(memory.asSlice(part, part), plan, worker);
    long lots = lots(plan, worker);
    ParkingLot parked =
        new ParkingLot(
            memory, lots, LOT_RINGS * ringBytes, commandBytesMax(ringBytes), PARKED_MAX);
    ParkingLot kept =
        new ParkingLot(
            memory, lots + MailRing.bytes(LOT_RINGS * ringBytes), keptBytes(plan),
            Desk.answerBytesMax(), VALUES_MAX);
    this.forwarder =
        new Forwarder(
            ownership, commands, answers, Desk.errands(keyspace), kept,
            commandBytesMax(ringBytes), VALUES_MAX,
            new ForeignReads(ownership, shards, plan.copiedBytesMax(), metrics), shards, metrics);
    this.desk =
        new Desk(
            ownership, keyspace, commands, answers, parked, plan.copiedBytesMax(),
            plan.waitSecMax(), metrics);
  }

  private static Mailbox mailbox(MemorySegment memory, ShardMailPlan plan, int worker) {
    return new Mailboxes(memory, plan.workers(), plan.ringBytes())
        .mailbox(worker, plan.turnMessages());
  }

  private static int commandBytesMax(int ringBytes) {
    return ringBytes / COMMAND_PARTS;
  }

  private static int keptBytes(ShardMailPlan plan) {
    return ParkingLot.capacity(VALUES_MAX, Desk.answerBytesMax(plan.copiedBytesMax()));
  }

  /** Where the lots of a worker begin. */
  private static long lots(ShardMailPlan plan, int worker) {
    long rings = 2 * Mailboxes.bytes(plan.workers(), plan.ringBytes());
    long parked = MailRing.bytes(LOT_RINGS * plan.ringBytes());
    return rings + worker * (parked + MailRing.bytes(keptBytes(plan)));
  }

  /** Bytes of memory that all workers need together. */
  public static long bytes(ShardMailPlan plan) {
    return lots(plan, plan.workers());
  }

  /** Where commands go out. */
  public Forwarder forwarder() {
    return forwarder;
  }

  /** What is counted. */
  public ShardMetrics metrics() {
    return metrics;
  }

  /** A turn begins. */
  public void beginTurn() {
    forwarder.beginTurn();
  }

  /** The next answer of the turn, or null. */
  public Answer nextAnswer() {
    return forwarder.next();
  }

  /** The answer given last was composed. */
  public void settleAnswer() {
    forwarder.settle();
  }

  /** The answer given last has no room now, and is given again; false if it cannot be kept. */
  public boolean keepAnswer() {
    return forwarder.keep();
  }

  /** The answer given last is nobody's any more. */
  public void dropAnswer() {
    forwarder.drop();
  }

  /** The answer given last has to do without the value that it brings. */
  public void dropValue() {
    forwarder.dropValue();
  }

  /** All answers of the turn are dealt with. */
  public void endAnswers() {
    forwarder.endTurn();
    forwarder.runErrands(); // before the answers of this turn take the room
  }

  /** True if something was served in the last turn. */
  public boolean came() {
    return desk.came();
  }

  /** True if something waits here that a turn may bring on: a parked command, a kept answer. */
  public boolean putsOff() {
    return desk.parked() > 0 || forwarder.keepsAnswers();
  }

  /**
   * Serves the turn's part of what others ask.
   *
   * @param nowSec seconds, from 1 on, of a clock that stands while the process does
   * @return how many requests that was worth
   */
  public int serve(int nowSec) {
    return desk.serve(nowSec);
  }

  /** Commands of others that are parked here. */
  public int parked() {
    return desk.parked();
  }

  /** Since when one of them has waited, in seconds as {@link #serve} was told; 0 if none does. */
  public int parkedSinceSec() {
    return desk.parkedSinceSec();
  }

  /** Errands that found no room before go out with the rest. Before {@link #publish}. */
  public void runErrands() {
    forwarder.runErrands();
  }

  /**
   * Lets another worker see what there is for it.
   *
   * @return true if it sleeps, and the caller has to wake it
   */
  public boolean publish(int other) {
    boolean asks = commands.publish(other);
    boolean answered = answers.publish(other);
    return asks || answered;
  }

  /** True if the next turn has something to do without being woken for it. */
  public boolean hasMore() {
    return commands.hasMail() || answers.hasMail();
  }

  /** Says that the worker is about to sleep; false if it must not: something has come. */
  public boolean announceSleep() {
    if (!commands.announceSleep()) {
      return false;
    }
    if (!answers.announceSleep()) {
      commands.awake();
      return false;
    }
    return true;
  }

  /** Says that it does not sleep any more. */
  public void awake() {
    commands.awake();
    answers.awake();
  }

  /** True while the worker has asked something, or has an errand to run. */
  public boolean isWaiting() {
    return forwarder.isWaiting();
  }
}
