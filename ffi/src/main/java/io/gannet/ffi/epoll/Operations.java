package io.gannet.ffi.epoll;

import io.gannet.ffi.kernel.FileTable;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.Arena;

/** Which operation is carried out by whom, and which there are. One thread. */
final class Operations {
  private static final int[] SUPPORTED = {
    IoUring.IORING_OP_NOP,
    IoUring.IORING_OP_RECV,
    IoUring.IORING_OP_RECVMSG,
    IoUring.IORING_OP_SEND,
    IoUring.IORING_OP_SENDMSG,
    IoUring.IORING_OP_ACCEPT,
    IoUring.IORING_OP_CONNECT,
    IoUring.IORING_OP_SHUTDOWN,
    IoUring.IORING_OP_CLOSE,
    IoUring.IORING_OP_READ,
    IoUring.IORING_OP_WRITE,
    IoUring.IORING_OP_POLL_ADD,
    IoUring.IORING_OP_POLL_REMOVE,
    IoUring.IORING_OP_TIMEOUT,
    IoUring.IORING_OP_TIMEOUT_REMOVE,
    IoUring.IORING_OP_ASYNC_CANCEL,
    IoUring.IORING_OP_MSG_RING
  };

  private static final int FLAGS =
      IoUring.IOSQE_FIXED_FILE
          | IoUring.IOSQE_ASYNC
          | IoUring.IOSQE_BUFFER_SELECT
          | IoUring.IOSQE_CQE_SKIP_SUCCESS;

  private final EpollKernel kernel;
  private final FileTable<OpenFile> table;
  private final Receiving receiving;
  private final Sending sending;
  private final Opening opening;
  private final Watching watching;
  private final Transferring transferring;
  private final Cancelling cancelling;

  Operations(
      EpollKernel kernel,
      FileTable<OpenFile> table,
      Receiving receiving,
      Sending sending,
      Completions completions,
      Cancelling cancelling,
      Arena arena) {
    this.kernel = kernel;
    this.table = table;
    this.receiving = receiving;
    this.sending = sending;
    this.opening = new Opening(completions, arena);
    this.watching = new Watching(completions, arena);
    this.transferring = new Transferring(arena);
    this.cancelling = cancelling;
  }

  static boolean supports(int opcode) {
    for (int supported : SUPPORTED) {
      if (supported == opcode) {
        return true;
      }
    }
    return false;
  }

  /** Of one that was just taken. */
  int begin(Request request) {
    if ((request.flags & ~FLAGS) != 0) {
      return -Errno.EINVAL; // links and drains: nobody here asks for them
    }
    if (request.isFixedFile()) {
      request.file = table.at(request.fd);
      if (request.file == null) {
        return -Errno.EBADF;
      }
    }
    return attempt(request);
  }

  /** Of one that was just taken, or has waited for what is there now. */
  int attempt(Request request) {
    return switch (request.opcode) {
      case IoUring.IORING_OP_RECV -> receiving.attempt(request);
      case IoUring.IORING_OP_SEND -> sending.attemptSend(request);
      case IoUring.IORING_OP_SENDMSG -> sending.attemptSendmsg(request);
      case IoUring.IORING_OP_RECVMSG -> receiving.attemptRecvmsg(request);
      case IoUring.IORING_OP_NOP -> 0;
      default -> attemptRare(request);
    };
  }

  private int attemptRare(Request request) {
    return switch (request.opcode) {
      case IoUring.IORING_OP_ACCEPT -> opening.attemptAccept(request);
      case IoUring.IORING_OP_CONNECT -> opening.attemptConnect(request);
      case IoUring.IORING_OP_POLL_ADD -> watching.attempt(request);
      case IoUring.IORING_OP_READ, IoUring.IORING_OP_WRITE -> transferring.attempt(request);
      case IoUring.IORING_OP_SHUTDOWN -> Socket.shutdown(request.descriptor(), request.len);
      case IoUring.IORING_OP_CLOSE -> close(request);
      case IoUring.IORING_OP_TIMEOUT -> cancelling.timeout(request);
      case IoUring.IORING_OP_ASYNC_CANCEL -> cancelling.cancel(request);
      case IoUring.IORING_OP_TIMEOUT_REMOVE, IoUring.IORING_OP_POLL_REMOVE ->
          cancelling.remove(request);
      case IoUring.IORING_OP_MSG_RING -> message(request);
      default -> -Errno.EINVAL;
    };
  }

  private int close(Request request) {
    return request.fileIndex == 0 ? Unistd.close(request.fd) : table.close(request.fileIndex - 1);
  }

  private int message(Request request) {
    if (request.addr != IoUring.IORING_MSG_DATA || request.opFlags != 0) {
      return -Errno.EINVAL;
    }
    return kernel.post(request.fd, request.off, request.len);
  }
}
