package io.gannet.engine.mail;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Whether a worker sleeps, and who has to wake it. It has one owner, who sleeps, and as many
 * producers as there are rings to it. Who is awake is not woken and costs a fence a batch; who
 * sleeps is woken once.
 *
 * <pre>
 *           announceSleep (owner)              takeWake (one of the producers)
 *   AWAKE ------------------------> ASLEEP ------------------------------------> AWAKE
 *     ^                               |
 *     +--------- awake (owner) -------+
 *
 *   the owner                           a producer
 *   1  word := ASLEEP                   1  tail := …                (publish)
 *   2  full fence                       2  full fence
 *   3  look at the tail of every ring   3  look at the word
 *   4  mail: word := AWAKE              4  ASLEEP: exchange it for AWAKE; who succeeds
 *      none: sleep until woken             wakes the owner, once
 * </pre>
 *
 * <p><b>No message sleeps with its owner.</b> Let the owner sleep after its announcement <i>k</i>,
 * and a message be published that it has not seen in its line 3. Of the two fences one comes first
 * in the order that all threads agree on. Were it the producer's, the owner would have seen the
 * tail. So it was the owner's, and the producer sees what announcement <i>k</i> wrote, or
 * something that was written to the word after it:
 *
 * <ul>
 *   <li>ASLEEP, and its exchange succeeds: it wakes the owner.
 *   <li>ASLEEP, and its exchange fails: the word has become AWAKE after announcement <i>k</i>.
 *   <li>AWAKE, after announcement <i>k</i>: by the owner, who then sleeps no more; or by another
 *       producer, who took the right to wake it, and does.
 * </ul>
 *
 * Then the owner is awake, and has still to go through its line 3 before it can sleep again, where
 * the same holds.
 *
 * <p><b>At most one wake-up a sleep.</b> An exchange needs an ASLEEP, only an announcement writes
 * one, and the exchange takes it away. A wake-up may come late, when the owner has found the mail
 * by itself: then it ends another sleep early, and nothing is lost.
 *
 * <p>Both fences are needed, also on x86, where a load may pass an earlier store to another place.
 * The exchange is paid for a sleep only.
 */
public final class Doorbell {
  /** Bytes of memory that one takes. */
  public static final int BYTES = MailRing.ALIGNMENT;

  private static final long AWAKE = 0;
  private static final long ASLEEP = 1;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment memory;
  private final long offset;

  /** A doorbell over zeroed memory, whose owner is awake; aligned as a {@link MailRing} is. */
  public Doorbell(MemorySegment memory, long offset) {
    if ((memory.address() + offset) % BYTES != 0) {
      throw new IllegalArgumentException(
          "a doorbell at " + offset + ": give memory aligned to " + BYTES);
    }
    this.memory = memory;
    this.offset = offset;
  }

  /** The owner is about to sleep, and must look at all its rings once more before it does. */
  public void announceSleep() {
    assert (long) LONG.getOpaque(memory, offset) == AWAKE : "announced and not awake since";
    LONG.setOpaque(memory, offset, ASLEEP);
    VarHandle.fullFence();
  }

  /** The owner has found mail and will not sleep, or has slept. */
  public void awake() {
    LONG.setOpaque(memory, offset, AWAKE);
  }

  /**
   * A producer asks, after it has published, whether the owner sleeps.
   *
   * @return true if it does, and it is the caller who must wake it: nobody else will
   */
  public boolean takeWake() {
    VarHandle.fullFence();
    return (long) LONG.getOpaque(memory, offset) == ASLEEP
        && LONG.compareAndSet(memory, offset, ASLEEP, AWAKE);
  }
}
