package io.gannet.engine.process.conversation;

import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.shard.Answer;

/**
 * What a conversation has under way to other shards. Most commands are sent and answered by a
 * promise while it goes on. Before some it has to stand still:
 *
 * <pre>
 *   a place for a value that is to come   ─► ASKED ─ its answer ────────► ANSWERED ─► goes on
 *   flush_all                             ─► ASKED ─ all its answers ───► ANSWERED
 *   what tells or ends what came before   ─► until there is no answer owed
 * </pre>
 */
final class Hop {
  private enum State {
    NONE,
    ASKED,
    ANSWERED
  }

  /** Answers to commands that the conversation went on behind. */
  private int owed;

  /** Of the keys of those, by their hash: a bit each, which others may share. */
  private long owedKeys;

  /** All answers that have come. */
  private int come;

  private State state = State.NONE;

  /** Answers that the one who stands still is waiting for. */
  private int asked;

  private boolean standsForAll;

  /** What was answered: meaningful until {@link #goOn}. */
  Outcome outcome;

  int owner;
  long handle;
  long offset;

  /** A command was sent whose answer is composed when it comes. */
  void sent() {
    owed++;
  }

  /** The same of one with a key. */
  void sent(long hash) {
    sent();
    owedKeys |= bit(hash);
  }

  private static long bit(long hash) {
    return 1L << (hash & Long.SIZE - 1);
  }

  /** One of them was answered. */
  void settled() {
    owed--;
    come++;
    assert owed >= 0;
    standsForAll &= owed > 0;
    owedKeys = owed == 0 ? 0 : owedKeys;
  }

  /** How many are not answered yet. */
  int owed() {
    return owed;
  }

  /** How many answers of all kinds have come so far, of this client and those before it. */
  int come() {
    return come;
  }

  /** True if nothing is under way for the key of that hash; false if there may be. */
  boolean owesNothingOf(long hash) {
    return (owedKeys & bit(hash)) == 0;
  }

  /** True if all of them are answered; else the conversation stands until they are. */
  boolean allSettled() {
    standsForAll = owed > 0;
    return owed == 0;
  }

  /** The conversation stands until so many answers have come. */
  void asked(int answers) {
    assert state == State.NONE;
    state = State.ASKED;
    asked = answers;
  }

  /** One of the answers that it stands for. */
  void answered(Answer answer) {
    assert state == State.ASKED && asked > 0;
    outcome = answer.outcome();
    owner = answer.owner;
    handle = answer.handle();
    offset = answer.valueOffset();
    asked--;
    come++;
    state = asked == 0 ? State.ANSWERED : State.ASKED;
  }

  /** True once all answers have come. */
  boolean isAnswered() {
    return state == State.ANSWERED;
  }

  /** What was answered is dealt with. */
  void goOn() {
    state = State.NONE;
  }

  /** True if the conversation stands still. */
  boolean isAwaited() {
    return state == State.ASKED || standsForAll;
  }

  /** True if a place was reserved that nobody fills now. */
  boolean holdsPlace() {
    return state == State.ANSWERED && outcome == Outcome.AWAITED;
  }

  void reset() {
    owed = 0;
    owedKeys = 0;
    state = State.NONE;
    asked = 0;
    standsForAll = false;
  }
}
