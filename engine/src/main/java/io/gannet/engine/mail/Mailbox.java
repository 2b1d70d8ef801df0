package io.gannet.engine.mail;

import java.lang.foreign.MemorySegment;

/**
 * What one worker has of the {@link Mailboxes}: a ring to and from each other worker, and its
 * doorbell. One thread, the worker's.
 *
 * <pre>{@code
 * mailbox.beginTurn();
 * for (long at = mailbox.next(); at != MailRing.NONE; at = mailbox.next()) {
 *   take(mailbox.sender(), mailbox.kind(at), mailbox.memory(), at, mailbox.length(at));
 * }
 * …                                            // messages of this turn are still there
 * mailbox.endTurn();                           // now they are not
 * for (int other …) if (mailbox.publish(other)) wake(other);
 * if (mailbox.announceSleep()) { sleep(); mailbox.awake(); }
 * }</pre>
 *
 * <p><b>Fair.</b> In a turn each ring is looked at once and gives an equal share at most, so no
 * producer keeps another's mail waiting for more than that; and each turn begins with another ring,
 * so nobody is always last.
 */
public final class Mailbox extends Apart {
  private final MemorySegment memory;
  private final int worker;
  private final int share;
  private final MailProducer[] to;
  private final MailConsumer[] from;
  private final Doorbell[] doorbells;
  private final OneThread owner = new OneThread();
  private int first;
  private int sender;
  private int ringsLeft;
  private int shareLeft;

  Mailbox(Mailboxes all, int worker, int turnMessages) {
    int workers = all.workers();
    this.memory = all.memory();
    this.worker = worker;
    this.share = Math.max(1, turnMessages / Math.max(1, workers - 1));
    this.to = new MailProducer[workers];
    this.from = new MailConsumer[workers];
    this.doorbells = new Doorbell[workers];
    for (int other = 0; other < workers; other++) {
      if (other != worker) {
        to[other] = all.ring(worker, other).producer();
        from[other] = all.ring(other, worker).consumer();
      }
      doorbells[other] = workers == 1 ? null : all.doorbell(other);
    }
    this.first = worker;
  }

  /** What offsets are in. */
  public MemorySegment memory() {
    return memory;
  }

  /** Where what another worker is to get is written. */
  public MailProducer to(int other) {
    assert other != worker;
    return to[other];
  }

  /**
   * Lets another worker see what was committed for it.
   *
   * @return true if it sleeps, and the caller must wake it: nobody else will
   */
  public boolean publish(int other) {
    assert other != worker;
    return to[other].publish() && doorbells[other].takeWake();
  }

  /** Begins a turn with another ring than the last one. */
  public void beginTurn() {
    assert owner.isThis();
    first = behind(first);
    sender = first;
    ringsLeft = from.length - 1;
    shareLeft = share;
  }

  /**
   * The next message of this turn, which stays as it is until {@link #endTurn}.
   *
   * @return where its payload begins, or NONE if this turn has no more
   */
  public long next() {
    assert owner.isThis();
    while (ringsLeft > 0) {
      long offset = shareLeft > 0 ? from[sender].next() : MailRing.NONE;
      if (offset != MailRing.NONE) {
        shareLeft--;
        return offset;
      }
      skipSender();
    }
    return MailRing.NONE;
  }

  /** The worker behind one, without this one. */
  private int behind(int other) {
    int next = other + 1 == from.length ? 0 : other + 1;
    if (next != worker) {
      return next;
    }
    return next + 1 == from.length ? 0 : next + 1;
  }

  /** Who has sent the message that {@link #next} will give; negative if there is none. */
  public int nextSender() {
    assert owner.isThis();
    while (ringsLeft > 0) {
      if (shareLeft > 0 && from[sender].hasNext()) {
        return sender;
      }
      skipSender();
    }
    return -1;
  }

  /** Leaves what else the sender whose turn it is has sent for the next turn. */
  public void skipSender() {
    ringsLeft--;
    shareLeft = share;
    sender = ringsLeft > 0 ? behind(sender) : sender;
  }

  /** Who sent the message that {@link #next} gave last. */
  public int sender() {
    return sender;
  }

  /** The kind of a message of this turn. */
  public int kind(long offset) {
    return MailRecord.kind(MailRecord.before(memory, offset));
  }

  /** Bytes of the payload of a message of this turn. */
  public int length(long offset) {
    return MailRecord.length(MailRecord.before(memory, offset));
  }

  /** Gives back the room of all messages of this turn. */
  public void endTurn() {
    assert owner.isThis();
    for (int other = 0; other < from.length; other++) {
      if (other != worker) {
        from[other].release();
      }
    }
  }

  /** True if the next turn has a message. */
  public boolean hasMail() {
    boolean found = false;
    for (int other = 0; other < from.length && !found; other++) {
      found = other != worker && from[other].hasNext();
    }
    return found;
  }

  /**
   * Says that the worker is about to sleep, which it may if nothing has come meanwhile. What it has
   * committed must be published.
   *
   * @return whether it may: who publishes from now on wakes it. Then {@link #awake} is due
   */
  public boolean announceSleep() {
    assert owner.isThis();
    if (from.length == 1) {
      return true;
    }
    doorbells[worker].announceSleep();
    boolean mail = hasMail();
    if (mail) {
      doorbells[worker].awake();
    }
    return !mail;
  }

  /** Says that the worker does not sleep any more, whatever has woken it. */
  public void awake() {
    if (from.length > 1) {
      doorbells[worker].awake();
    }
  }
}
