package io.gannet.ffi.simulated;

import io.gannet.ffi.uring.IoUring;

/** What operations are called, for people. */
final class Names {
  private Names() {}

  static String operation(int opcode) {
    return switch (opcode) {
      case IoUring.IORING_OP_NOP -> "nop";
      case IoUring.IORING_OP_RECV -> "recv";
      case IoUring.IORING_OP_RECVMSG -> "recvmsg";
      case IoUring.IORING_OP_SEND -> "send";
      case IoUring.IORING_OP_SENDMSG -> "sendmsg";
      case IoUring.IORING_OP_SEND_ZC -> "send_zc";
      case IoUring.IORING_OP_POLL_ADD -> "poll_add";
      case IoUring.IORING_OP_ASYNC_CANCEL -> "cancel";
      case IoUring.IORING_OP_CONNECT -> "connect";
      case IoUring.IORING_OP_CLOSE -> "close";
      case IoUring.IORING_OP_TIMEOUT -> "timeout";
      case IoUring.IORING_OP_TIMEOUT_REMOVE -> "timeout_remove";
      case IoUring.IORING_OP_POLL_REMOVE -> "poll_remove";
      case IoUring.IORING_OP_MSG_RING -> "msg_ring";
      default -> "operation " + opcode;
    };
  }
}
