package io.gannet.ffi.simulated;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.kernel.BufferGroup;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Timestamping;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringRecvmsgOut;
import java.lang.foreign.MemorySegment;

/** Receives: once, whole, gathered, into provided buffers, again and again. */
final class Receiving {
  private static final int PAUSE_NS_MAX = 300_000;

  private final SimulatedKernel kernel;
  private final Operations operations;

  Receiving(SimulatedKernel kernel, Operations operations) {
    this.kernel = kernel;
    this.operations = operations;
  }

  void attempt(Request request) {
    if (request.refused() < 0) {
      operations.end(request, request.refused(), 0);
      return;
    }
    if (fails(request)) {
      return;
    }
    if (request.selectsBuffer()) {
      intoProvided(request);
    } else {
      intoPieces(request);
    }
  }

  private boolean fails(Request request) {
    Chance chance = kernel.chance();
    if (chance.happens(Fault.RECV_ERROR)) {
      request.socket.faulted = true;
      operations.end(request, request.resultOr(-Errnos.ofRecv(chance)), 0);
      return true;
    }
    if (chance.happens(Fault.INTERRUPTED)) {
      operations.end(request, request.resultOr(-Errnos.ofInterrupt(chance)), 0);
      return true;
    }
    return false;
  }

  /** A buffer is chosen before the socket is looked at: io_recv in io_uring/net.c. */
  private void intoProvided(Request request) {
    while (!request.over) {
      BufferGroup group = request.ring.groups.at(request.group);
      if (isEmpty(group)) {
        operations.end(request, -Errno.ENOBUFS, 0);
        return;
      }
      int head = request.headBytes();
      if (group.length() < head) {
        operations.end(request, -Errno.EFAULT, 0);
        return;
      }
      int there = request.socket.in.size();
      if (there == 0 && !endsWithMessage(request)) {
        nothing(request);
        return;
      }
      long address = group.address();
      int count = part(Math.min(there, group.length() - head));
      int flags = group.take() << IoUring.IORING_CQE_BUFFER_SHIFT | IoUring.IORING_CQE_F_BUFFER;
      putHead(request, address, count);
      move(request.socket, address + head, count);
      flags |= request.socket.in.size() > 0 ? IoUring.IORING_CQE_F_SOCK_NONEMPTY : 0;
      if (count == 0 || !goesOn(request)) {
        operations.end(request, head + count, flags);
        return;
      }
      operations.tell(request, head + count, flags | IoUring.IORING_CQE_F_MORE);
      if (kernel.chance().happens(Fault.PAUSED_RECV)) {
        long ns = 1 + kernel.chance().below(PAUSE_NS_MAX);
        kernel.after(ns, () -> operations.attempt(request));
        return;
      }
      if (request.socket.in.size() == 0 && !request.socket.inEnded) {
        return; // without a buffer for what has not come: it is chosen when something has
      }
    }
  }

  /** The end of a stream is a message of no bytes: io_recvmsg_multishot in io_uring/net.c. */
  private static boolean endsWithMessage(Request request) {
    SimulatedSocket socket = request.socket;
    return request.isMessage() && socket.inEnded && socket.pendingErrno == 0;
  }

  private static void putHead(Request request, long address, int count) {
    if (request.isMessage()) {
      SimulatedSocket socket = request.socket;
      boolean tells = socket.stamps && count > 0
          && request.controlBytes >= Timestamping.controlBytes();
      long control = address + IoUringRecvmsgOut.CONTROL_OFFSET;
      int controlBytes = tells ? Timestamping.put(control, socket.arrivedNs) : 0;
      IoUringRecvmsgOut.put(address, controlBytes, count, 0);
    }
  }

  private boolean isEmpty(BufferGroup group) {
    return group == null || group.isEmpty() || kernel.chance().happens(Fault.STARVED_BUFFERS);
  }

  private boolean goesOn(Request request) {
    return request.isMultishot()
        && request.ring.completions.hasRoom()
        && !kernel.chance().happens(Fault.DROPPED_MORE);
  }

  /** Of so many bytes all, or some. */
  private int part(int count) {
    return count > 1 && kernel.chance().happens(Fault.SHORT_RECV)
        ? 1 + kernel.chance().below(count - 1)
        : count;
  }

  private void intoPieces(Request request) {
    SimulatedSocket socket = request.socket;
    int count = part((int) Math.min(socket.in.size(), request.bytes - request.done));
    if (count == 0) {
      nothing(request);
      return;
    }
    long skip = request.done;
    int left = count;
    for (int i = 0; i < request.pieces.length && left > 0; i += 2) {
      long length = request.pieces[i + 1];
      int piece = (int) Math.min(left, Math.max(0, length - skip));
      move(socket, request.pieces[i] + skip, piece);
      skip = Math.max(0, skip - length);
      left -= piece;
    }
    request.done += count;
    boolean whole = request.done == request.bytes || !request.is(Socket.MSG_WAITALL);
    if (whole) {
      int flags = socket.in.size() > 0 ? IoUring.IORING_CQE_F_SOCK_NONEMPTY : 0;
      operations.end(request, (int) request.done, flags);
    } else if (socket.in.size() > 0 || socket.inEnded) {
      attempt(request);
    }
  }

  private void nothing(Request request) {
    if (request.socket.inEnded) {
      operations.end(request, request.resultOr(request.socket.endOfInput()), 0);
    } else if (request.is(Socket.MSG_DONTWAIT)) {
      operations.end(request, request.resultOr(-Errno.EAGAIN), 0);
    }
  }

  private static void move(SimulatedSocket socket, long address, int count) {
    Bytes in = socket.in;
    if (count > 0) {
      MemorySegment to = AddressSpace.at(address, count);
      MemorySegment.copy(in.array(), in.head(), to, JAVA_BYTE, 0, count);
      in.drop(count);
      socket.peer.changed();
    }
  }
}
