package io.gannet.server.worker.turn;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Pins;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.Forwarder;
import io.gannet.engine.process.shard.ShardMail;
import io.gannet.engine.process.shard.ShardProcessor;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.worker.option.Peers;
import java.lang.foreign.MemorySegment;

/**
 * What a worker does for other shards and has done by them, in its turn: answers are taken to the
 * connections that wait for them, commands of others are served, and at the turn's end everything
 * is shown to whom it is for, who is woken if he sleeps. One thread.
 */
final class Crossing {
  /** How long somebody waits here before the others are told. */
  private static final int SCARCE_SEC = 1;

  private final Peers peers;
  private final int own;
  private final Ring ring;
  private final ShardProcessor processor;
  private final ShardMail mail;
  private final boolean[] toBeWoken;
  private ConnectionTable table;
  private Scheduler scheduler;
  private Submissions submissions;
  private PatienceClock patience;
  private MemoryWaits memoryWaits;
  private boolean asksNoMore;

  /** Something has come in this turn. */
  private boolean came;

  Crossing(Peers peers, int own, Ring ring, ShardProcessor processor) {
    this.peers = peers;
    this.own = own;
    this.ring = ring;
    this.processor = processor;
    this.mail =
        new ShardMail(peers.mail(), peers.plan(), own, processor.keyspace(), peers);
    this.toBeWoken = new boolean[peers.count()];
    processor.connect(mail.forwarder());
  }

  /** The shards as a sender sees them. */
  Shards shards() {
    Pins[] pins = new Pins[peers.count()];
    for (int shard = 0; shard < pins.length; shard++) {
      pins[shard] = shard == own ? processor : new ForeignPins(peers, shard, mail.forwarder());
    }
    return new Shards(pins, own);
  }

  /** Another's values: the end of a pin is told to who owns it. */
  private record ForeignPins(Peers peers, int shard, Forwarder forwarder) implements Pins {
    @Override
    public MemorySegment memory() {
      return peers.memory(shard);
    }

    @Override
    public void unpin(long pin) {
      forwarder.unpin(shard, pin);
    }
  }

  /** The parts that it is wired to, once they are made. */
  void wire(
      ConnectionTable table,
      Scheduler scheduler,
      Submissions submissions,
      MemoryWaits memoryWaits,
      PatienceClock patience) {
    this.table = table;
    this.scheduler = scheduler;
    this.submissions = submissions;
    this.memoryWaits = memoryWaits;
    this.patience = patience;
  }

  MetricGroup metrics() {
    return mail.metrics();
  }

  /** Takes the turn's answers to where they are awaited. */
  void takeAnswers() {
    mail.beginTurn();
    came = false;
    for (Answer answer = mail.nextAnswer(); answer != null; answer = mail.nextAnswer()) {
      take(answer);
    }
    mail.endAnswers();
  }

  private void take(Answer answer) {
    Connection connection = table.find(answer.origin());
    if (connection == null || !connection.life().isAlive()) {
      processor.answeredTooLate(answer);
      mail.dropAnswer();
      return;
    }
    if (processor.answered(connection.session, answer, connection.out)) {
      mail.settleAnswer();
    } else if (!connection.out.isHeldUpBy(answer.ticket()) && mail.keepAnswer()) {
      return;
    } else { // whoever holds up what its connection keeps would wait for itself
      mail.dropValue();
      processor.answeredWithout(connection.session, answer, connection.out);
    }
    scheduler.hopEnded(connection);
    scheduler.fulfilled(connection);
  }

  /** Serves the turn's part of what others ask; returns how many requests that was worth. */
  int serve() {
    int nowSec = 1 + patience.nowSec(); // never 0, which is no time
    int worth = mail.serve(nowSec);
    came |= mail.came();
    int sinceSec = mail.parkedSinceSec();
    boolean scarce = sinceSec != 0 && nowSec - sinceSec >= SCARCE_SEC;
    peers.scarce(own, scarce || memoryWaits.longestNs() >= Sweeper.SCARCE_NS);
    return worth;
  }

  /** Commands of others that wait for memory here. */
  int parked() {
    return mail.parked();
  }

  /** True if memory is waited for at some worker: who keeps any for nothing is closed. */
  boolean isMemoryWaitedFor() {
    return peers.isScarce();
  }

  /** Shows others what there is for them, and wakes who sleeps. */
  void publish() {
    mail.runErrands();
    for (int other = 0; other < toBeWoken.length; other++) {
      if (other != own) {
        toBeWoken[other] |= mail.publish(other);
        if (toBeWoken[other] && submissions.haveRoom()) {
          toBeWoken[other] = false;
          wake(other);
        }
      }
    }
  }

  /** An error would be told by a CQE with the same op; then its timer wakes it. */
  private void wake(int other) {
    long wake = UserData.pack(Op.WAKE, 0, 0);
    ring.getSqe()
        .prepMsgRing(peers.ringFd(other), 0, wake, 0)
        .flags(IoUring.IOSQE_CQE_SKIP_SUCCESS)
        .userData(wake);
  }

  /**
   * True if the next turn has something to do already.
   *
   * @param reaped whether something has completed in this one, as it may have made room for what
   *     was put off
   */
  boolean hasMore(boolean reaped) {
    return mail.hasMore() || (came || reaped) && mail.putsOff() || isAnyToBeWoken();
  }

  private boolean isAnyToBeWoken() {
    boolean any = false;
    for (boolean one : toBeWoken) {
      any |= one;
    }
    return any;
  }

  /** Says that the worker is about to sleep; false if it may not, as something has come. */
  boolean maySleep() {
    return mail.announceSleep();
  }

  /** It does not sleep any more. */
  void awake() {
    mail.awake();
  }

  /**
   * The worker has no connection left that is owed anything.
   *
   * @return true once none of the others has, either: until then it is needed
   */
  boolean isDone() {
    if (!asksNoMore && !mail.isWaiting()) {
      asksNoMore = true;
      peers.asksNoMore();
    }
    return peers.nobodyAsks();
  }
}
