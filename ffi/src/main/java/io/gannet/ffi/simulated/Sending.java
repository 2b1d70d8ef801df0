package io.gannet.ffi.simulated;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.MemorySegment;

/**
 * Sends: once, whole, gathered, without a copy. The last of these leaves its bytes where they are
 * until they are transmitted, some time after its result: whoever writes there before the
 * notification has sent something else.
 */
final class Sending {
  private static final int TRANSMIT_NS_MAX = 400_000;
  private static final int LATE_NS_MAX = 30_000_000;

  private final SimulatedKernel kernel;
  private final Operations operations;
  private long lastDelayNs;

  Sending(SimulatedKernel kernel, Operations operations) {
    this.kernel = kernel;
    this.operations = operations;
  }

  void attempt(Request request) {
    Chance chance = kernel.chance();
    SimulatedSocket socket = request.socket;
    if (chance.happens(Fault.SEND_ERROR)) {
      socket.faulted = true;
      cancelled(request, -Errnos.ofSend(chance));
      return;
    }
    if (chance.happens(Fault.INTERRUPTED)) {
      cancelled(request, -Errnos.ofInterrupt(chance));
      return;
    }
    int errno = socket.sendErrno();
    if (errno != 0) {
      cancelled(request, -errno);
      return;
    }
    send(request);
  }

  private void send(Request request) {
    SimulatedSocket socket = request.socket;
    int count = (int) Math.min(socket.room(), request.bytes - request.done);
    boolean cut = count > 1 && kernel.chance().happens(Fault.SHORT_SEND);
    count = cut ? 1 + kernel.chance().below(count - 1) : count;
    if (socket.peerClosed) {
      request.done = request.bytes;
      kernel.after(1, socket::resetByPeer);
    } else if (count > 0) {
      move(request, count);
    }
    boolean whole = request.done == request.bytes;
    if (whole || cut || request.done > 0 && !request.is(Socket.MSG_WAITALL)) {
      over(request, (int) request.done);
    } else if (request.is(Socket.MSG_DONTWAIT)) {
      cancelled(request, -Errno.EAGAIN);
    }
  }

  private void move(Request request, int count) {
    long skip = request.done;
    int left = count;
    for (int i = 0; i < request.pieces.length && left > 0; i += 2) {
      long length = request.pieces[i + 1];
      int piece = (int) Math.min(left, Math.max(0, length - skip));
      put(request, request.pieces[i] + skip, piece);
      skip = Math.max(0, skip - length);
      left -= piece;
    }
    request.done += count;
    request.socket.peer.changed();
  }

  private void put(Request request, long address, int count) {
    if (count == 0) {
      return;
    }
    SimulatedSocket.Sent sent = new SimulatedSocket.Sent();
    sent.left = count;
    request.socket.out.add(sent);
    request.socket.outBytes += count;
    if (request.opcode != IoUring.IORING_OP_SEND_ZC) {
      transmit(request.socket, sent, address);
    } else {
      request.untransmitted.add(() -> transmit(request.socket, sent, address));
      kernel.after(delayNs(Fault.LATE_TRANSMIT), () -> transmit(request.socket, sent, address));
      request.dueNs = Math.max(request.dueNs, kernel.timeNs() + lastDelayNs);
    }
  }

  private long delayNs(Fault late) {
    boolean isLate = kernel.chance().happens(late);
    lastDelayNs = 1 + kernel.chance().below(isLate ? LATE_NS_MAX : TRANSMIT_NS_MAX);
    return lastDelayNs;
  }

  private static void transmit(SimulatedSocket socket, SimulatedSocket.Sent sent, long address) {
    if (sent.transmitted) {
      return; // the connection was dissolved meanwhile
    }
    sent.bytes = new byte[sent.left];
    MemorySegment from = AddressSpace.at(address, sent.left);
    MemorySegment.copy(from, JAVA_BYTE, 0, sent.bytes, 0, sent.left);
    sent.transmitted = true;
    socket.peer.changed();
  }

  /** The memory may be unmapped from now on; what the network holds of it keeps its pages. */
  static void transmitAll(Request request) {
    request.untransmitted.forEach(Runnable::run);
  }

  /** It ends before all was sent: with what was, or else with an error. */
  void cancelled(Request request, int errno) {
    over(request, request.resultOr(errno));
  }

  private void over(Request request, int result) {
    if (request.opcode != IoUring.IORING_OP_SEND_ZC) {
      operations.end(request, result, 0);
      return;
    }
    operations.tell(request, result, IoUring.IORING_CQE_F_MORE);
    request.socket.senders.remove(request);
    request.told = true;
    long transmittedNs = Math.max(0, request.dueNs - kernel.timeNs());
    kernel.after(transmittedNs + delayNs(Fault.LATE_NOTIFICATION), () -> notified(request));
  }

  private void notified(Request request) {
    if (!request.over) {
      operations.end(request, 0, IoUring.IORING_CQE_F_NOTIF);
    }
  }
}
