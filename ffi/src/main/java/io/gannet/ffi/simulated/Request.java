package io.gannet.ffi.simulated;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringRecvmsgOut;
import io.gannet.ffi.uring.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** One entry that was taken: a copy of its words, and how far it is. */
public final class Request {
  final SimulatedRing ring;
  final int opcode;
  final int flags;
  final int ioprio;
  final int fd;
  final long off;
  final long addr;
  final int len;
  final int opFlags;
  final long userData;
  final int group;
  final int fileIndex;

  /** What it works on; null if it needs none. */
  SimulatedSocket socket;
  /** Where its bytes are or go: pairs of address and length. */
  long[] pieces;
  long bytes;
  /** Bytes of ancillary data that each of its messages has room for. */
  int controlBytes;
  long done;
  boolean over;
  /** Its result was told, and only its notification is to come: nothing cancels that. */
  boolean told;
  /** Its wake-up was lost: only a cancel ends it, or another of its socket. */
  boolean deaf;
  long dueNs;

  /** What it has sent without a copy: each reads its bytes, if nobody has before. */
  final List<Runnable> untransmitted = new ArrayList<>();

  /** The stream of its completions. */
  CompletionStream stream;

  Request(SimulatedRing ring, MemorySegment sqes, long base) {
    this.ring = ring;
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
  }

  /** Which IORING_OP_*. */
  public int opcode() {
    return opcode;
  }

  /** The ring that it was taken from. */
  public int ringFd() {
    return ring.fd;
  }

  /** What its completions bring back. */
  public long userData() {
    return userData;
  }

  /** A descriptor or a slot. */
  public int fd() {
    return fd;
  }

  /** Bytes that it is to move. */
  public long bytes() {
    return bytes;
  }

  /** Where its first byte lies; of a gathered one too. */
  public long firstAddress() {
    return pieces == null ? addr : pieces[0];
  }

  /** True if so many bytes are some of its pieces, whole. */
  public boolean isEdge(long count) {
    long edge = 0;
    for (int i = 1; i < pieces.length && edge < count; i += 2) {
      edge += pieces[i];
    }
    return edge == count;
  }

  /** True if the client that it is for has gone. */
  public boolean isGone() {
    return socket != null && (socket.reset || socket.peerClosed);
  }

  /** True if it is a receive that goes on. */
  public boolean isMultishot() {
    return (opcode == IoUring.IORING_OP_RECV || isMessage())
        && (ioprio & IoUring.IORING_RECV_MULTISHOT) != 0;
  }

  boolean isMessage() {
    return opcode == IoUring.IORING_OP_RECVMSG;
  }

  /** Bytes at the beginning of each of its provided buffers that say what is behind them. */
  public int headBytes() {
    return isMessage() ? IoUringRecvmsgOut.headBytes(controlBytes) : 0;
  }

  /** Why it can't be carried out at all: 0, or -errno. */
  int refused() {
    if (!isMessage() || !isMultishot()) {
      return isMessage() && selectsBuffer() ? -Errno.EINVAL : 0;
    }
    return !selectsBuffer() || is(Socket.MSG_WAITALL) || pieces.length > 0 ? -Errno.EINVAL : 0;
  }

  boolean isFixedFile() {
    return (flags & IoUring.IOSQE_FIXED_FILE) != 0;
  }

  boolean selectsBuffer() {
    return (flags & IoUring.IOSQE_BUFFER_SELECT) != 0;
  }

  boolean skipsSuccess() {
    return (flags & IoUring.IOSQE_CQE_SKIP_SUCCESS) != 0;
  }

  boolean is(int msgFlag) {
    return (opFlags & msgFlag) != 0;
  }

  /** Copies what it points to: it may be overwritten once the entry is taken. */
  void takePieces() {
    boolean gathered =
        opcode == IoUring.IORING_OP_SENDMSG || opcode == IoUring.IORING_OP_RECVMSG;
    if (!gathered) {
      pieces = new long[] {addr, Integer.toUnsignedLong(len)};
      bytes = pieces[1];
      return;
    }
    controlBytes = (int) Msghdr.controlBytes(addr);
    int count = (int) Msghdr.iovecCount(addr);
    long iovecs = Msghdr.iovecs(addr);
    pieces = new long[2 * count];
    for (int i = 0; i < count; i++) {
      long at = iovecs + i * Iovec.LAYOUT.byteSize();
      pieces[2 * i] = AddressSpace.getLong(at);
      pieces[2 * i + 1] = AddressSpace.getLong(at + Long.BYTES);
      bytes += pieces[2 * i + 1];
    }
  }

  /** What a partly done operation says at its end. */
  int resultOr(int errno) {
    return done > 0 ? (int) done : errno;
  }

  @Override
  public String toString() {
    return Names.operation(opcode) + " " + Long.toHexString(userData) + " fd " + fd
        + (bytes > 0 ? " of " + bytes : "") + (isMultishot() ? " multishot" : "");
  }
}
