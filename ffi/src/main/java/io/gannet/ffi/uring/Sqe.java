package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Native.address;

import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Sockaddr;
import java.lang.foreign.MemorySegment;

/**
 * A request, written where the kernel will read it. A ring has one of these and moves it to the
 * next free entry, zeroed; a {@code prep} sets the fields of its operation and nothing else, so
 * that modifiers ({@link #flags}, {@link #userData}, …) may come before or after it.
 *
 * <p>Memory is given as {@code memory[offset, offset + length)} and checked against its bounds; it
 * must be native, and must stay alive and in place until the completion, which only the caller can
 * see to. Likewise headers, vectors, addresses and times, unless said otherwise: those are read at
 * submission (IORING_FEAT_SUBMIT_STABLE), so they need to last until the next {@code submit}.
 *
 * <p>{@code fd} is a descriptor; or, after {@code flags(IOSQE_FIXED_FILE)}, a slot of the ring's
 * file table. The ring's thread only. What an operation does is told by io_uring_enter(2), and
 * liburing's manual page of the same name: io_uring_prep_recv_multishot(3).
 */
public final class Sqe {
  private final MemorySegment sqes;
  private long base;

  /** A view of a queue's memory. A ring has its own; others are filled only to be measured. */
  public Sqe(MemorySegment sqes) {
    this.sqes = sqes;
  }

  /** Moves to the entry at offset {@code base}, and zeroes it. */
  public Sqe moveTo(long base) {
    this.base = base;
    IoUringSqe.clear(sqes, base);
    return this;
  }

  /** Adds IOSQE_* bits to those set, by a prep or before. */
  public Sqe flags(int iosqeFlags) {
    IoUringSqe.addFlags(sqes, base, iosqeFlags);
    return this;
  }

  /** Adds bits to ioprio, where accept, send and recv have further flags: IORING_RECVSEND_*. */
  public Sqe ioprio(int flags) {
    IoUringSqe.addIoprio(sqes, base, flags);
    return this;
  }

  /** What the completions of this request will bring back. */
  public Sqe userData(long userData) {
    IoUringSqe.userData(sqes, base, userData);
    return this;
  }

  /** The group that provides the buffer; wants IOSQE_BUFFER_SELECT too. */
  public Sqe bufferGroup(int group) {
    IoUringSqe.bufIndex(sqes, base, group);
    return this;
  }

  /** The registered buffer in which the memory lies; for operations called fixed. */
  public Sqe bufferIndex(int index) {
    IoUringSqe.bufIndex(sqes, base, index);
    return this;
  }

  /** The slot for a new direct descriptor; IORING_FILE_INDEX_ALLOC lets the kernel choose. */
  public Sqe fileSlot(int slot) {
    // The kernel counts slots from 1 here, as 0 means none; ALLOC is -1 and taken as it is.
    int index = slot == IoUring.IORING_FILE_INDEX_ALLOC ? slot : slot + 1;
    IoUringSqe.fileIndex(sqes, base, index);
    return this;
  }

  private Sqe prep(int opcode, int fd, long off, long addr, int len, int opFlags) {
    IoUringSqe.opcode(sqes, base, opcode);
    IoUringSqe.fd(sqes, base, fd);
    IoUringSqe.off(sqes, base, off);
    IoUringSqe.addr(sqes, base, addr);
    IoUringSqe.len(sqes, base, len);
    IoUringSqe.rwFlags(sqes, base, opFlags);
    return this;
  }

  /** Does nothing, and completes. */
  public Sqe prepNop() {
    return prep(IoUring.IORING_OP_NOP, -1, 0, 0, 0, 0);
  }

  // Receiving.

  /** recv(2) into memory. */
  public Sqe prepRecv(int fd, MemorySegment memory, long offset, int length, int msgFlags) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_RECV, fd, 0, addr, length, msgFlags);
  }

  /** recv(2), once, into a buffer of the group: {@link Cqe#bufferId}, or {@code -ENOBUFS}. */
  public Sqe prepRecvSelect(int fd, int bufferGroup) {
    return prep(IoUring.IORING_OP_RECV, fd, 0, 0, 0, 0)
        .flags(IoUring.IOSQE_BUFFER_SELECT)
        .bufferGroup(bufferGroup);
  }

  /**
   * recv(2) again and again, each time into a buffer of the group, until a completion comes without
   * {@link Cqe#more} (6.0). {@code -ENOBUFS} is one: the group was empty.
   */
  public Sqe prepRecvMultishot(int fd, int bufferGroup) {
    return prepRecvSelect(fd, bufferGroup).ioprio(IoUring.IORING_RECV_MULTISHOT);
  }

  /**
   * recvmsg(2) again and again, each time into a buffer of the group, which an {@link
   * IoUringRecvmsgOut} begins, until a completion comes without {@link Cqe#more} (6.0).
   *
   * @param msghdr says how many bytes of ancillary data each buffer has room for, and nothing else
   */
  public Sqe prepRecvmsgMultishot(int fd, MemorySegment msghdr, int bufferGroup) {
    return prepRecvmsg(fd, msghdr, 0)
        .flags(IoUring.IOSQE_BUFFER_SELECT)
        .bufferGroup(bufferGroup)
        .ioprio(IoUring.IORING_RECV_MULTISHOT);
  }

  /** recvmsg(2) into a {@link Msghdr}. */
  public Sqe prepRecvmsg(int fd, MemorySegment msghdr, int msgFlags) {
    long addr = address(msghdr, 0, Msghdr.LAYOUT.byteSize());
    return prep(IoUring.IORING_OP_RECVMSG, fd, 0, addr, 1, msgFlags);
  }

  // Sending. Ask for MSG_NOSIGNAL as ever; MSG_WAITALL lets the kernel finish short sends.

  /** send(2) from memory. */
  public Sqe prepSend(int fd, MemorySegment memory, long offset, int length, int msgFlags) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_SEND, fd, 0, addr, length, msgFlags);
  }

  /** sendmsg(2) of a {@link Msghdr}. */
  public Sqe prepSendmsg(int fd, MemorySegment msghdr, int msgFlags) {
    long addr = address(msghdr, 0, Msghdr.LAYOUT.byteSize());
    return prep(IoUring.IORING_OP_SENDMSG, fd, 0, addr, 1, msgFlags);
  }

  /**
   * send(2) without a copy (6.0): completes twice, with the result and {@link Cqe#more}, and then
   * with {@link Cqe#notif} when the memory may be written again. A result without {@code more} is
   * an error, and nothing follows.
   */
  public Sqe prepSendZc(int fd, MemorySegment memory, long offset, int length, int msgFlags) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_SEND_ZC, fd, 0, addr, length, msgFlags);
  }

  /** As {@link #prepSendZc}, from memory inside the registered buffer {@code bufferIndex}. */
  public Sqe prepSendZcFixed(
      int fd, MemorySegment memory, long offset, int length, int msgFlags, int bufferIndex) {
    return prepSendZc(fd, memory, offset, length, msgFlags)
        .ioprio(IoUring.IORING_RECVSEND_FIXED_BUF)
        .bufferIndex(bufferIndex);
  }

  /** sendmsg(2) without a copy (6.1): completes as {@link #prepSendZc}. */
  public Sqe prepSendmsgZc(int fd, MemorySegment msghdr, int msgFlags) {
    long addr = address(msghdr, 0, Msghdr.LAYOUT.byteSize());
    return prep(IoUring.IORING_OP_SENDMSG_ZC, fd, 0, addr, 1, msgFlags);
  }

  // Connections.

  /** accept4(2), once; the result is the descriptor. */
  public Sqe prepAccept(int fd, int flags) {
    return prep(IoUring.IORING_OP_ACCEPT, fd, 0, 0, 0, flags);
  }

  /** accept4(2) again and again, until a completion comes without {@link Cqe#more} (5.19). */
  public Sqe prepMultishotAccept(int fd, int flags) {
    return prepAccept(fd, flags).ioprio(IoUring.IORING_ACCEPT_MULTISHOT);
  }

  /** As {@link #prepMultishotAccept}, into slots of the file table: the results are slots. */
  public Sqe prepMultishotAcceptDirect(int fd, int flags) {
    return prepMultishotAccept(fd, flags).fileSlot(IoUring.IORING_FILE_INDEX_ALLOC);
  }

  /** socket(2) (5.19). */
  public Sqe prepSocket(int domain, int type, int protocol) {
    return prep(IoUring.IORING_OP_SOCKET, domain, type, 0, protocol, 0);
  }

  /** connect(2). */
  public Sqe prepConnect(int fd, Sockaddr address) {
    long addr = address(address.memory(), 0, address.length());
    return prep(IoUring.IORING_OP_CONNECT, fd, address.length(), addr, 0, 0);
  }

  /** shutdown(2), {@code how} being one of SHUT_*. */
  public Sqe prepShutdown(int fd, int how) {
    return prep(IoUring.IORING_OP_SHUTDOWN, fd, 0, 0, how, 0);
  }

  /** close(2) of a descriptor. */
  public Sqe prepClose(int fd) {
    return prep(IoUring.IORING_OP_CLOSE, fd, 0, 0, 0, 0);
  }

  /** Empties a slot of the file table; its file is closed when no request holds it any more. */
  public Sqe prepCloseDirect(int slot) {
    return prep(IoUring.IORING_OP_CLOSE, 0, 0, 0, 0, 0).fileSlot(slot);
  }

  /**
   * Puts {@code count} descriptors, ints at {@code fds[offset…]}, into the file table from
   * {@code slot} on; the result is how many. {@code fds} is read when the request runs.
   */
  public Sqe prepFilesUpdate(MemorySegment fds, long offset, int count, int slot) {
    long addr = address(fds, offset, (long) count * Integer.BYTES);
    return prep(IoUring.IORING_OP_FILES_UPDATE, -1, slot, addr, count, 0);
  }

  /** Makes an ordinary descriptor of a slot of the file table (6.8). */
  public Sqe prepFixedFdInstall(int slot, int flags) {
    return prep(IoUring.IORING_OP_FIXED_FD_INSTALL, slot, 0, 0, 0, flags)
        .flags(IoUring.IOSQE_FIXED_FILE);
  }

  // Files, pipes, eventfds.

  /** pread(2) at {@code fileOffset}; -1 is the current position, and right for what has none. */
  public Sqe prepRead(int fd, MemorySegment memory, long offset, int length, long fileOffset) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_READ, fd, fileOffset, addr, length, 0);
  }

  /** pwrite(2) at {@code fileOffset}; -1 is the current position. */
  public Sqe prepWrite(int fd, MemorySegment memory, long offset, int length, long fileOffset) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_WRITE, fd, fileOffset, addr, length, 0);
  }

  /** As {@link #prepRead}, into memory inside the registered buffer {@code bufferIndex}. */
  public Sqe prepReadFixed(
      int fd, MemorySegment memory, long offset, int length, long fileOffset, int bufferIndex) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_READ_FIXED, fd, fileOffset, addr, length, 0)
        .bufferIndex(bufferIndex);
  }

  /** As {@link #prepWrite}, from memory inside the registered buffer {@code bufferIndex}. */
  public Sqe prepWriteFixed(
      int fd, MemorySegment memory, long offset, int length, long fileOffset, int bufferIndex) {
    long addr = address(memory, offset, length);
    return prep(IoUring.IORING_OP_WRITE_FIXED, fd, fileOffset, addr, length, 0)
        .bufferIndex(bufferIndex);
  }

  /** read(2) again and again, each time into a buffer of the group (6.7). */
  public Sqe prepReadMultishot(int fd, int bufferGroup) {
    return prep(IoUring.IORING_OP_READ_MULTISHOT, fd, -1, 0, 0, 0)
        .flags(IoUring.IOSQE_BUFFER_SELECT)
        .bufferGroup(bufferGroup);
  }

  // Readiness, time, cancellation, other rings.

  /** poll(2) for POLL* events, once; the result is those that are there. */
  public Sqe prepPollAdd(int fd, int events) {
    return prep(IoUring.IORING_OP_POLL_ADD, fd, 0, 0, 0, events);
  }

  /** poll(2) again and again, until a completion comes without {@link Cqe#more}. */
  public Sqe prepPollMultishot(int fd, int events) {
    return prep(IoUring.IORING_OP_POLL_ADD, fd, 0, 0, IoUring.IORING_POLL_ADD_MULTI, events);
  }

  /** Ends the poll that has this user data. */
  public Sqe prepPollRemove(long userData) {
    return prep(IoUring.IORING_OP_POLL_REMOVE, -1, 0, userData, 0, 0);
  }

  /**
   * Completes with {@code -ETIME} after the time of a {@link KernelTimespec}; or with 0, when
   * {@code count} other completions have come before, if that is not 0.
   */
  public Sqe prepTimeout(MemorySegment timespec, int count, int timeoutFlags) {
    long addr = address(timespec, 0, KernelTimespec.LAYOUT.byteSize());
    return prep(IoUring.IORING_OP_TIMEOUT, -1, count, addr, 1, timeoutFlags);
  }

  /** Limits the request before, which has IOSQE_IO_LINK, to a time. */
  public Sqe prepLinkTimeout(MemorySegment timespec, int timeoutFlags) {
    long addr = address(timespec, 0, KernelTimespec.LAYOUT.byteSize());
    return prep(IoUring.IORING_OP_LINK_TIMEOUT, -1, 0, addr, 1, timeoutFlags);
  }

  /** Ends the timeout that has this user data: it completes with {@code -ECANCELED}. */
  public Sqe prepTimeoutRemove(long userData, int timeoutFlags) {
    return prep(IoUring.IORING_OP_TIMEOUT_REMOVE, -1, 0, userData, 0, timeoutFlags);
  }

  /**
   * Cancels a request by its user data: 0, {@code -ENOENT} when there is none, {@code -EALREADY}
   * when it is too late. With IORING_ASYNC_CANCEL_ALL, all such: how many.
   */
  public Sqe prepCancel64(long userData, int cancelFlags) {
    return prep(IoUring.IORING_OP_ASYNC_CANCEL, -1, 0, userData, 0, cancelFlags);
  }

  /**
   * Cancels a request by its descriptor (5.19); with IORING_ASYNC_CANCEL_FD_FIXED added by its slot
   * (6.0), and with IORING_ASYNC_CANCEL_ALL all of them.
   */
  public Sqe prepCancelFd(int fd, int cancelFlags) {
    int flags = cancelFlags | IoUring.IORING_ASYNC_CANCEL_FD;
    return prep(IoUring.IORING_OP_ASYNC_CANCEL, fd, 0, 0, 0, flags);
  }

  /**
   * Makes a completion on another ring (5.18), with {@code length} as its result and {@code data}
   * as its user data. The other must be enabled, or this completes with {@code -EBADFD}.
   */
  public Sqe prepMsgRing(int ringFd, int length, long data, int flags) {
    return prep(IoUring.IORING_OP_MSG_RING, ringFd, data, IoUring.IORING_MSG_DATA, length, flags);
  }
}
