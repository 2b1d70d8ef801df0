package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUringRecvmsgOut;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The messages of a multishot IORING_OP_RECVMSG: each into a provided buffer, behind what {@link
 * IoUringRecvmsgOut} says of it and its ancillary data. One thread.
 */
final class Messages {
  private static final int CONTROL_BYTES_MAX = 1 << 16;

  private final MemorySegment header;
  private final MemorySegment iovec;

  Messages(Arena arena) {
    this.header = arena.allocate(Msghdr.LAYOUT);
    this.iovec = Iovec.allocateArray(arena, 1);
  }

  /** Reads the caller's header while it is still his: 0, or -errno. */
  int check(Request request) {
    if (request.controlBytes >= 0) {
      return 0; // it was read when the entry was taken
    }
    if (!request.selectsBuffer() || (request.opFlags & Socket.MSG_WAITALL) != 0) {
      return -Errno.EINVAL;
    }
    if (Msghdr.nameBytes(request.addr) != 0 || Msghdr.iovecCount(request.addr) != 0) {
      return -Errno.EINVAL; // peers, and parts of buffers: nobody here asks for them
    }
    long controlBytes = Msghdr.controlBytes(request.addr);
    if (controlBytes < 0 || controlBytes > CONTROL_BYTES_MAX) {
      return -Errno.EOVERFLOW;
    }
    request.controlBytes = (int) controlBytes;
    return 0;
  }

  /** What a message of no bytes takes of its buffer. */
  int headBytes(Request request) {
    return IoUringRecvmsgOut.headBytes(request.controlBytes);
  }

  /** Receives a message into a buffer: how much of it is filled, or -errno. */
  int receive(Request request, long buffer, int length, int flags) {
    int head = headBytes(request);
    if (length < head) {
      return -Errno.EFAULT;
    }
    Iovec.set(iovec, buffer + head, length - head);
    long control = buffer + IoUringRecvmsgOut.CONTROL_OFFSET;
    Msghdr.receive(header, iovec, control, request.controlBytes);
    int bytes = Socket.recvmsg(request.descriptor(), header.address(), flags);
    if (bytes < 0) {
      return bytes;
    }
    int controlBytes = (int) Msghdr.controlBytes(header);
    IoUringRecvmsgOut.put(buffer, controlBytes, bytes, Msghdr.flags(header));
    return head + bytes;
  }
}
