package io.gannet.ffi.simulated;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import java.util.List;
import java.util.Set;

/** What an entry asks for, from its beginning to its last completion. */
final class Operations {
  private static final Set<Integer> SUPPORTED =
      Set.of(
          IoUring.IORING_OP_NOP,
          IoUring.IORING_OP_RECV,
          IoUring.IORING_OP_RECVMSG,
          IoUring.IORING_OP_SEND,
          IoUring.IORING_OP_SENDMSG,
          IoUring.IORING_OP_SEND_ZC,
          IoUring.IORING_OP_CONNECT,
          IoUring.IORING_OP_CLOSE,
          IoUring.IORING_OP_POLL_ADD,
          IoUring.IORING_OP_POLL_REMOVE,
          IoUring.IORING_OP_TIMEOUT,
          IoUring.IORING_OP_TIMEOUT_REMOVE,
          IoUring.IORING_OP_ASYNC_CANCEL,
          IoUring.IORING_OP_MSG_RING);

  private static final int PUNT_NS_MAX = 500_000;
  private static final int LATE_NS_MAX = 20_000_000;

  private final SimulatedKernel kernel;
  private final Receiving receiving;
  private final Sending sending;
  private final Cancelling cancelling;

  Operations(SimulatedKernel kernel) {
    this.kernel = kernel;
    this.receiving = new Receiving(kernel, this);
    this.sending = new Sending(kernel, this);
    this.cancelling = new Cancelling(kernel, this);
  }

  static boolean supports(int opcode) {
    return SUPPORTED.contains(opcode);
  }

  /** An entry was taken. */
  void begin(Request request) {
    request.stream = new CompletionStream();
    request.ring.requests.add(request);
    boolean moves = isReceive(request) || isSend(request);
    if (moves) {
      request.takePieces();
    }
    kernel.witness().taken(request);
    if (moves || request.opcode == IoUring.IORING_OP_POLL_ADD) {
      beginOnSocket(request);
    } else {
      beginOther(request);
    }
  }

  private SimulatedSocket socketOf(Request request) {
    return request.isFixedFile() ? request.ring.table.at(request.fd) : kernel.socket(request.fd);
  }

  private void beginOnSocket(Request request) {
    request.socket = socketOf(request);
    if (request.socket == null) {
      end(request, -Errno.EBADF, 0);
      return;
    }
    request.socket.hold();
    (isSend(request) ? request.socket.senders : request.socket.receivers).add(request);
    if (kernel.chance().happens(Fault.PUNT)) {
      kernel.after(1 + kernel.chance().below(PUNT_NS_MAX), () -> attempt(request));
    } else {
      attempt(request);
    }
  }

  static boolean isSend(Request request) {
    return request.opcode == IoUring.IORING_OP_SEND
        || request.opcode == IoUring.IORING_OP_SENDMSG
        || request.opcode == IoUring.IORING_OP_SEND_ZC;
  }

  private static boolean isReceive(Request request) {
    return request.opcode == IoUring.IORING_OP_RECV
        || request.opcode == IoUring.IORING_OP_RECVMSG;
  }

  private void beginOther(Request request) {
    switch (request.opcode) {
      case IoUring.IORING_OP_NOP -> end(request, 0, 0);
      case IoUring.IORING_OP_CONNECT -> end(request, connect(request), 0);
      case IoUring.IORING_OP_CLOSE -> end(request, close(request), 0);
      case IoUring.IORING_OP_TIMEOUT -> timeout(request);
      case IoUring.IORING_OP_ASYNC_CANCEL -> end(request, cancelling.cancel(request), 0);
      case IoUring.IORING_OP_TIMEOUT_REMOVE, IoUring.IORING_OP_POLL_REMOVE ->
          end(request, cancelling.remove(request), 0);
      case IoUring.IORING_OP_MSG_RING -> end(request, message(request), 0);
      default -> end(request, -Errno.EINVAL, 0);
    }
  }

  /** To nobody: the connection is dissolved. */
  private int connect(Request request) {
    SimulatedSocket socket = socketOf(request);
    if (socket == null) {
      return -Errno.EBADF;
    }
    if (AddressSpace.getShort(request.addr) != Socket.AF_UNSPEC) {
      return -Errno.EISCONN;
    }
    if (kernel.chance().happens(Fault.CONNECT_ERROR)) {
      socket.faulted = true;
      return -Errnos.ofConnect(kernel.chance());
    }
    socket.reset();
    return 0;
  }

  private int close(Request request) {
    int result =
        request.fileIndex == 0
            ? kernel.close(request.fd)
            : request.ring.table.close(request.fileIndex - 1);
    boolean fails = result == 0 && kernel.chance().happens(Fault.CLOSE_ERROR);
    return fails ? -Errnos.ofClose(kernel.chance()) : result;
  }

  private void timeout(Request request) {
    boolean plain = request.off == 0 && request.opFlags == 0 && request.len == 1;
    if (!plain || KernelTimespec.isNegative(request.addr)) {
      end(request, -Errno.EINVAL, 0);
      return;
    }
    boolean fails = kernel.chance().happens(Fault.TIMEOUT_ERROR);
    long ns = fails ? 1 + kernel.chance().below(LATE_NS_MAX) : KernelTimespec.ns(request.addr);
    kernel.after(ns, () -> {
      if (!request.over) {
        request.ring.timeoutExpired();
        end(request, fails ? -Errnos.ofTimeout(kernel.chance()) : -Errno.ETIME, 0);
      }
    });
  }

  private int message(Request request) {
    if (request.addr != IoUring.IORING_MSG_DATA || request.opFlags != 0) {
      return -Errno.EINVAL;
    }
    return kernel.chance().happens(Fault.MESSAGE_ERROR)
        ? -Errnos.ofMessage(kernel.chance())
        : kernel.post(request.fd, request.off, request.len);
  }

  /** Tries what waits for bytes, room or an event. */
  void attempt(Request request) {
    if (request.over || request.told) {
      return;
    }
    if (isSend(request)) {
      sending.attempt(request);
    } else if (request.opcode == IoUring.IORING_OP_POLL_ADD) {
      attemptPoll(request);
    } else {
      receiving.attempt(request);
    }
  }

  private void attemptPoll(Request request) {
    if (kernel.chance().happens(Fault.POLL_ERROR)) {
      request.socket.faulted = true;
      end(request, -Errnos.ofPoll(kernel.chance()), 0);
      return;
    }
    int always = Poll.POLLERR | Poll.POLLHUP;
    int there = request.socket.pollEvents() & (request.opFlags & 0xffff | always);
    if (there != 0) {
      end(request, there, 0);
    }
  }

  /** The peer has done something: whoever waits for it is woken, sooner or later. */
  void wake(SimulatedSocket socket) {
    for (Request request : List.copyOf(socket.receivers)) {
      wake(request);
    }
    progress(socket);
  }

  private void wake(Request request) {
    if (request.deaf) {
      return;
    }
    if (request.isMultishot() && kernel.chance().happens(Fault.LOST_WAKE_UP)) {
      request.deaf = true;
      request.socket.faulted = true;
    } else if (kernel.chance().happens(Fault.LATE_WAKE_UP)) {
      kernel.after(1 + kernel.chance().below(LATE_NS_MAX), () -> attempt(request));
    } else {
      attempt(request);
    }
  }

  /** There may be room to send into, or nobody to send to. */
  void progress(SimulatedSocket socket) {
    for (Request request : List.copyOf(socket.senders)) {
      attempt(request);
    }
    if (socket.reset) {
      for (Request request : List.copyOf(socket.receivers)) {
        if (!request.deaf) {
          attempt(request);
        }
      }
    }
  }

  /** An operation goes on, and this is what there is to say of it meanwhile. */
  void tell(Request request, int res, int flags) {
    request.ring.completions.add(request.stream, request.userData, res, flags);
  }

  /** An operation is over. */
  void end(Request request, int res, int flags) {
    forget(request);
    if (res < 0 || !request.skipsSuccess()) {
      CompletionStream stream =
          request.stream == null ? new CompletionStream() : request.stream;
      request.ring.completions.add(stream, request.userData, res, flags);
    }
  }

  /** It is over, and nobody is told. */
  void forget(Request request) {
    if (request.over) {
      return;
    }
    request.over = true;
    request.ring.requests.remove(request);
    if (request.socket != null) {
      request.socket.receivers.remove(request);
      request.socket.senders.remove(request);
      request.socket.letGo();
    }
  }

  void cancel(Request request) {
    if (isSend(request)) {
      sending.cancelled(request, -Errno.ECANCELED);
    } else {
      end(request, request.resultOr(-Errno.ECANCELED), 0);
    }
  }
}
