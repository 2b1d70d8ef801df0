package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.Chance;
import io.gannet.ffi.simulated.Fault;

/**
 * Which faults a run has, and how often: about half of them not at all, the others with weights of
 * 1 to 100, so that no two runs are alike and each fault meets runs in which nothing hides it
 * (Groce et al.: "Swarm Testing", 2012).
 */
final class Swarm implements Chance {
  /** Of so many occasions a fault of weight 100 takes a part. */
  private static final int WEIGHT_MAX = 100;

  private final Dice dice;
  private final int[] perMille = new int[Fault.values().length];
  private final Points points;
  private boolean calm;

  Swarm(long seed, Points points) {
    this.points = points;
    Dice draw = new Dice(seed);
    draw(draw, false);
    dice = new Dice(draw.next());
    draw(draw, true);
  }

  private void draw(Dice draw, boolean ofSeveral) {
    for (Fault fault : Fault.values()) {
      if (fault.isOfSeveral() == ofSeveral) {
        int weight = draw.oneIn(2) ? 0 : draw.between(1, WEIGHT_MAX);
        int often = weight * mostOf(fault) / WEIGHT_MAX;
        perMille[fault.ordinal()] = weight == 0 ? 0 : Math.max(1, often);
      }
    }
  }

  /** Of a thousand occasions so many at most: an error ends a conversation, a delay does not. */
  private static int mostOf(Fault fault) {
    return switch (fault) {
      case SHORT_RECV, SHORT_SEND, REORDERED, PUNT, LATE_TRANSMIT -> 500;
      case LATE_COMPLETION, LATE_WAKE_UP, PAUSED_RECV, LATE_NOTIFICATION -> 200;
      case PARTIAL_SUBMIT, DROPPED_MORE, STARVED_BUFFERS, LATE_CANCEL, TIMEOUT_ERROR -> 150;
      case CONNECT_ERROR, POLL_ERROR -> 1000;
      case HELD_UP -> 100;
      case HELD_UP_AT_SHARED_MEMORY -> 200;
      case INTERRUPTED, CLOSE_ERROR -> 50;
      case ENTER_EAGAIN, ENTER_EBUSY, ENTER_ENOMEM, ENTER_EINTR, FILES_UPDATE_ERROR -> 30;
      case LOST_WAKE_UP, RECV_ERROR, SEND_ERROR, MESSAGE_ERROR -> 8;
    };
  }

  /** From now on nothing happens any more, or what was drawn. */
  void calm(boolean isCalm) {
    calm = isCalm;
  }

  @Override
  public boolean happens(Fault fault) {
    int chance = perMille[fault.ordinal()];
    if (calm || chance == 0 || dice.below(1000) >= chance) {
      return false;
    }
    points.reach(fault);
    return true;
  }

  @Override
  public int below(int bound) {
    return dice.below(bound);
  }
}
