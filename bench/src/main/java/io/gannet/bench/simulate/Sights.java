package io.gannet.bench.simulate;

import io.gannet.engine.process.shard.ShardMetrics;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.simulated.Fault;
import io.gannet.ffi.simulated.Request;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Sees by a worker's entries, completions and counters which {@link Point}s were reached. */
final class Sights {
  /** Of user data: which slot, and which user of it. */
  private static final long CONNECTION_MASK = (1L << 56) - 1;

  private static final Set<String> HOLDING =
      Set.of(
          "segments_pinned", "segments_reserved", "segments_read", "slabs_pinned",
          "slabs_reserved", "reservations", "reserved_bytes");

  private final Simulation world;
  private final Station station;
  private final Points points;
  private final Map<Long, Request> underWay = new HashMap<>();
  private final Map<Long, Long> evictedBefore = new HashMap<>();
  private final Map<Integer, Long> lastOfSlot = new HashMap<>();
  private final Set<Long> withoutBuffer = new HashSet<>();
  private long stale;
  private boolean leftBehind;
  private int submitted;
  private long flushes;
  private long served;

  Sights(Simulation world, Station station) {
    this.world = world;
    this.station = station;
    this.points = world.points;
  }

  /** True of a gauge that is 0 when nobody is there. */
  static boolean isHolding(String metric) {
    return HOLDING.contains(metric);
  }

  /** User data of a slot's former user; 0 if no slot has had two. */
  long stale() {
    return stale;
  }

  void entered(int submit) {
    if (submit > 0 && leftBehind) {
      points.reach(Point.ENTRIES_LEFT_BEHIND);
    }
    leftBehind = submit > 0;
    submitted = submit;
    seeFlush();
  }

  /** A turn has ended in which the owner forgot all, and served others. */
  private void seeFlush() {
    long flushesNow = station.storage().metrics().flushes.get();
    long servedNow = station.shared().served.get();
    boolean others = world.sum(Station::awaited) > station.awaited();
    reachIf(others && flushesNow > flushes && servedNow > served, Point.FLUSHED_WHILE_ASKED);
    flushes = flushesNow;
    served = servedNow;
  }

  void taken(Request request) {
    leftBehind = --submitted > 0;
    long userData = request.userData();
    int op = request.opcode();
    switch (op) {
      case IoUring.IORING_OP_SEND, IoUring.IORING_OP_SENDMSG, IoUring.IORING_OP_SEND_ZC -> {
        underWay.put(userData, request);
        if (station.storage().holds(request.firstAddress())) {
          evictedBefore.put(userData, evictions());
        }
        if (op == IoUring.IORING_OP_SEND_ZC) {
          points.reach(Point.ZERO_COPY_SEND);
        }
      }
      case IoUring.IORING_OP_RECV, IoUring.IORING_OP_RECVMSG -> {
        underWay.put(userData, request);
        if (request.isMultishot()) {
          remember(userData);
        }
      }
      case IoUring.IORING_OP_POLL_ADD, IoUring.IORING_OP_ASYNC_CANCEL ->
          underWay.put(userData, request);
      case IoUring.IORING_OP_MSG_RING -> {
        points.reach(Point.OWNER_WOKEN); // who is awake is not woken
        underWay.put(userData, request);
      }
      default -> {}
    }
  }

  private void remember(long userData) {
    Long before = lastOfSlot.put(UserData.index(userData), userData);
    if (before != null && before != userData) {
      stale = before;
      points.reach(Point.SLOT_USED_AGAIN);
    }
  }

  private long evictions() {
    return station.storage().items().evictions.get();
  }

  void completed(long userData, int res, int flags) {
    Request request = underWay.get(userData);
    if (request == null) {
      return;
    }
    boolean more = (flags & IoUring.IORING_CQE_F_MORE) != 0;
    switch (request.opcode()) {
      case IoUring.IORING_OP_RECV, IoUring.IORING_OP_RECVMSG -> received(request, res, more);
      case IoUring.IORING_OP_POLL_ADD -> polled(res);
      case IoUring.IORING_OP_ASYNC_CANCEL -> cancelled(res);
      case IoUring.IORING_OP_MSG_RING -> reachIf(res < 0, Point.WAKE_UP_FAILED);
      default -> sent(request, userData, res, flags);
    }
    if (!more) {
      underWay.remove(userData);
    }
  }

  private void received(Request request, int res, boolean more) {
    if (res == -Errno.ENOBUFS) {
      noBuffer(request);
    } else if (res > 0) {
      withoutBuffer.remove(request.userData() & CONNECTION_MASK);
    }
    if (request.isMultishot() && !more) {
      reachIf(res == -Errno.ECANCELED, Point.MORE_LOST_ON_CANCEL);
      reachIf(res > request.headBytes(), Point.MORE_LOST_WITH_BYTES);
      reachIf(res == request.headBytes(), Point.END_OF_INPUT);
    }
    if (res > 0 && !request.isMultishot()) {
      boolean inPlace = station.storage().holds(request.firstAddress());
      boolean gathered = request.opcode() == IoUring.IORING_OP_RECVMSG;
      points.reach(inPlace ? Point.RECEIVED_IN_PLACE : Point.RECEIVED_INTO_ITS_OWN_PLACE);
      reachIf(gathered && res == request.bytes(), Point.RECEIVED_IN_PLACE_WITH_ITS_END);
      reachIf(inPlace && res < request.bytes(), Point.RECEIVED_IN_PLACE_IN_PART);
    }
  }

  /** Who found no buffer does not ask for one again before it has received something without. */
  private void noBuffer(Request request) {
    if (world.clients.stream().anyMatch(Client::isInRequest)) {
      points.reach(Point.ENOBUFS_WITH_HALF_A_REQUEST);
    }
    if (!withoutBuffer.add(request.userData() & CONNECTION_MASK)) {
      throw new Lie("asked twice in a row for buffers that are not there: " + request);
    }
  }

  private void reachIf(boolean reached, Point point) {
    if (reached) {
      points.reach(point);
    }
  }

  private void polled(int res) {
    reachIf(res > 0 && (res & Poll.POLLHUP) != 0, Point.WATCH_SAW_A_HANG_UP);
  }

  private void cancelled(int res) {
    reachIf(res == -Errno.ENOENT, Point.CANCEL_FOUND_NOTHING);
    reachIf(res == -Errno.EALREADY, Point.CANCEL_CAME_TOO_LATE);
  }

  private void sent(Request request, long userData, int res, int flags) {
    if ((flags & IoUring.IORING_CQE_F_NOTIF) != 0) {
      notified(userData);
    } else {
      reachIf(res == -Errno.ECANCELED, Point.SEND_CANCELLED);
      boolean gathered = request.opcode() == IoUring.IORING_OP_SENDMSG;
      reachIf(gathered && res == request.bytes(), Point.GATHERED_SEND);
      if (res > 0 && res < request.bytes()) {
        boolean edge = request.isEdge(res);
        points.reach(edge ? Point.SHORT_SEND_AT_A_PIECES_EDGE : Point.SHORT_SEND_IN_A_PIECE);
      }
    }
    Long evicted = evictedBefore.get(userData);
    reachIf(evicted != null && evicted < evictions(), Point.PIN_ACROSS_EVICTION);
  }

  private void notified(long userData) {
    int slot = UserData.index(userData);
    boolean sends = false;
    for (Request other : underWay.values()) {
      boolean isSend = other.opcode() == IoUring.IORING_OP_SEND
          || other.opcode() == IoUring.IORING_OP_SENDMSG
          || other.opcode() == IoUring.IORING_OP_SEND_ZC;
      boolean same = UserData.index(other.userData()) == slot && other.userData() != userData;
      sends |= isSend && same;
    }
    reachIf(sends, Point.NOTIFICATION_BEHIND_THE_NEXT_SEND);
    reachIf(underWay.get(userData).isGone(), Point.NOTIFICATION_AFTER_CLOSE);
  }

  /** What the counters tell. */
  void storm() {
    WorkerMetrics metrics = station.metrics();
    reachIf(metrics.refused.get() > 0, Point.TABLE_FULL);
    reachIf(metrics.yields.get() > 0, Point.WAITED_FOR_ITS_TURN);
    reachIf(metrics.pauses.get() > 0, Point.WAITED_FOR_OUTPUT);
    reachIf(metrics.idleKicks.get() > 0, Point.IDLE_CLOSED);
    reachIf(metrics.stallKicks.get() > 0, Point.STALL_CLOSED);
    reachIf(metrics.probes.get() > 0, Point.PROBED);
    reachIf(metrics.wireTimes.count() > 0, Point.TIMED_FROM_WIRE_TO_WIRE);
    reachIf(metrics.cutReplies.get() > 0, Point.REPLY_CUT_AT_THE_END);
    reachIf(metrics.waitingForMemory.get() > 0, Point.WAITED_FOR_MEMORY);
    reachIf(points.of(Fault.FILES_UPDATE_ERROR) > 0, Point.ADOPTION_FAILED);
    reachIf(station.storage().blocksAside().get() > 0, Point.LARGE_ITEM);
    reachIf(evictions() > 0, Point.EVICTED);
    reachIf(station.storage().items().itemsExpired.get() > 0, Point.EXPIRED);
    reachIf(station.storage().metrics().flushes.get() > 0, Point.FLUSHED);
    crossed(metrics);
  }

  private void crossed(WorkerMetrics metrics) {
    ShardMetrics shared = station.shared();
    reachIf(shared.readInPlace.get() > 0, Point.FOREIGN_READ);
    reachIf(shared.readsRepeated.get() > 0, Point.FOREIGN_READ_REPEATED);
    reachIf(shared.readsGivenUp.get() > 0, Point.FOREIGN_READ_GIVEN_UP);
    reachIf(shared.full.get() > 0, Point.MAIL_RING_FULL);
    reachIf(shared.parked.get() > 0, Point.COMMAND_PARKED);
    reachIf(shared.kept.get() > 0, Point.ANSWER_KEPT);
    reachIf(shared.dropped.get() > 0, Point.ANSWER_TO_ONE_WHO_IS_GONE);
    reachIf(metrics.promisesOvertaken.get() > 0, Point.PROMISE_OVERTAKEN);
    reachIf(metrics.sendsHeldBack.get() > 0, Point.REPLIES_HELD_BACK);
  }
}
