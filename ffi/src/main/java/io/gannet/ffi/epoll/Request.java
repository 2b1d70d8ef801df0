package io.gannet.ffi.epoll;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringSqe;
import java.lang.foreign.MemorySegment;

/**
 * An entry that was taken from the queue, until its last completion. Made once, used for one entry
 * after another: {@link Requests}. Fields are those of {@link IoUringSqe}, read when it was taken,
 * so that the entry is free again.
 */
final class Request {
  int opcode;
  int flags;
  int ioprio;
  int fd;
  long off;
  long addr;
  int len;
  int opFlags;
  long userData;
  int group;
  int fileIndex;

  /** The file of a direct descriptor; of any other once it waits. */
  OpenFile file;

  /** Waits, on the list of its file or of the timers, and is found by its user data. */
  boolean waits;

  /** EPOLL* that it waits for. */
  int events;

  /** Bytes that have been moved, of one that is to be whole. */
  int done;

  /** Bytes of ancillary data that each of its messages has room for; -1 if not yet asked. */
  int controlBytes;

  /** IORING_CQE_F_* of its last completion. */
  int cqeFlags;

  /** What it sends, copied, as the caller's headers were his only until the entry was taken. */
  Vectors vectors;

  /** Where it connects to, copied likewise when it has to wait; kept for the next that does. */
  MemorySegment address;

  /** When a timeout expires. */
  long dueNs;

  /** Neighbours on that list, and in the table of user data. */
  Request before;

  Request behind;
  Request sameBefore;
  Request sameBehind;

  void take(MemorySegment sqes, long base) {
    opcode = IoUringSqe.opcode(sqes, base);
    flags = IoUringSqe.flags(sqes, base);
    ioprio = IoUringSqe.ioprio(sqes, base);
    fd = IoUringSqe.fd(sqes, base);
    off = IoUringSqe.off(sqes, base);
    addr = IoUringSqe.addr(sqes, base);
    len = IoUringSqe.len(sqes, base);
    opFlags = IoUringSqe.rwFlags(sqes, base);
    userData = IoUringSqe.userData(sqes, base);
    group = IoUringSqe.bufIndex(sqes, base);
    fileIndex = IoUringSqe.fileIndex(sqes, base);
    done = 0;
    events = 0;
    cqeFlags = 0;
    controlBytes = -1;
  }

  boolean isFixedFile() {
    return (flags & IoUring.IOSQE_FIXED_FILE) != 0;
  }

  boolean isMessage() {
    return opcode == IoUring.IORING_OP_RECVMSG;
  }

  boolean selectsBuffer() {
    return (flags & IoUring.IOSQE_BUFFER_SELECT) != 0;
  }

  boolean skipsSuccess() {
    return (flags & IoUring.IOSQE_CQE_SKIP_SUCCESS) != 0;
  }

  boolean hasIoprio(int bits) {
    return (ioprio & bits) != 0;
  }

  /** The descriptor to call with. */
  int descriptor() {
    return file == null ? fd : file.fd;
  }

  /** What it ends with if it has to end now: how far it came, or why it came nowhere. */
  int resultOr(int errno) {
    return done > 0 ? done : errno;
  }
}
