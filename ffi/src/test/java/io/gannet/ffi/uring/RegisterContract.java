package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What io_uring_setup(2) and io_uring_register(2) refuse, with which error, and what is left. */
abstract class RegisterContract extends KernelContract {
  private static final int FIXED = IoUring.IOSQE_FIXED_FILE;
  private static final int SLOTS = 4;
  private static final int NOBODY = 1 << 20;

  private int register(int operation, MemorySegment argument, int count) {
    return kernel().register(ring.fd(), operation, argument, count);
  }

  private int setup(int entries, int flags, int cqEntries) {
    MemorySegment params = arena.allocate(IoUringParams.LAYOUT);
    IoUringParams.ask(params, flags, cqEntries);
    return kernel().setup(entries, params);
  }

  @Test
  void queuesWithoutSizeOrTooLargeAreRefused() {
    int sized = RingSetup.wanted(SMALL);
    int exact = sized & ~IoUring.IORING_SETUP_CLAMP;
    assertEquals(-Errno.EINVAL, setup(0, sized, 8));
    assertEquals(-Errno.EINVAL, setup(8, sized, 0));
    assertEquals(-Errno.EINVAL, setup(8, sized, 4)); // fewer completions than entries
    assertEquals(-Errno.EINVAL, setup(1 << 20, exact, 1 << 20));
    assertEquals(-Errno.EINVAL, setup(-1, exact, 64));
    assertEquals(-Errno.EINVAL, setup(8, sized | 1 << 31, 8)); // a flag that no kernel has
  }

  private int group(int id, long address, int entries) {
    MemorySegment reg = arena.allocate(IoUringBufReg.LAYOUT);
    IoUringBufReg.set(reg, address, entries, id);
    return register(IoUring.IORING_REGISTER_PBUF_RING, reg, 1);
  }

  private int noGroup(int id) {
    MemorySegment reg = arena.allocate(IoUringBufReg.LAYOUT);
    IoUringBufReg.set(reg, 0, 0, id);
    return register(IoUring.IORING_UNREGISTER_PBUF_RING, reg, 1);
  }

  @Test
  void groupOfBuffersIsRegisteredOnceUntilItIsUnregistered() {
    long page = arena.allocate(4096, 4096).address();
    long other = arena.allocate(4096, 4096).address();
    int last = 0xffff;
    for (int id : new int[] {0, 1000, last}) {
      assertEquals(-Errno.ENOENT, noGroup(id));
      assertEquals(0, group(id, page, 4));
      assertEquals(-Errno.EEXIST, group(id, other, 4));
      assertEquals(0, noGroup(id));
      assertEquals(-Errno.ENOENT, noGroup(id));
      assertEquals(0, group(id, other, 4));
    }
  }

  @Test
  void groupOfBuffersIsAPowerOfTwoAndSixteenBitsWide() {
    long page = arena.allocate(4096, 4096).address();
    assertEquals(0, group(1, page, 4));
    for (int entries : new int[] {0, 3, 1 << 16, 1 << 31}) {
      assertEquals(-Errno.EINVAL, group(1, page, entries)); // sooner than that it is there
      assertEquals(-Errno.EINVAL, group(2, page, entries));
    }
    assertEquals(-Errno.ENOENT, noGroup(2));
  }

  private int table(int slots, int bytes) {
    MemorySegment files = arena.allocate(IoUringRsrcRegister.LAYOUT);
    IoUringRsrcRegister.sparse(files, slots);
    return register(IoUring.IORING_REGISTER_FILES2, files, bytes);
  }

  @Test
  void tableOfFilesIsMadeOnceOfAsManySlotsAsThereMayBe() {
    int bytes = (int) IoUringRsrcRegister.LAYOUT.byteSize();
    assertEquals(-Errno.EINVAL, table(SLOTS, 1)); // it counts bytes
    assertEquals(-Errno.EINVAL, table(0, bytes));
    assertEquals(-Errno.EMFILE, table(1 << 30, bytes));
    assertEquals(-Errno.EMFILE, table(-1, bytes));
    assertEquals(0, table(SLOTS, bytes));
    assertEquals(-Errno.EBUSY, table(SLOTS, bytes));
    assertEquals(-Errno.EBUSY, table(1 << 30, bytes));
  }

  private int update(int first, int... fds) {
    MemorySegment update = arena.allocate(IoUringRsrcUpdate.LAYOUT);
    MemorySegment array = arena.allocateFrom(JAVA_INT, fds);
    IoUringRsrcUpdate.set(update, first, array.address());
    return register(IoUring.IORING_REGISTER_FILES_UPDATE, update, fds.length);
  }

  private boolean isEmpty(int slot) {
    ring.getSqe().prepCancelFd(slot, IoUring.IORING_ASYNC_CANCEL_FD_FIXED).flags(FIXED);
    int result = Completion.await(ring).res();
    assertTrue(Set.of(-Errno.EBADF, -Errno.ENOENT).contains(result), Errno.name(result));
    return result == -Errno.EBADF;
  }

  @Test
  void slotsAreFilledInOrderUntilOneCannotBe() {
    int ours = socketPair().ours();
    assertEquals(-Errno.ENXIO, update(0, ours));
    ring.registerFilesSparse(SLOTS);
    assertEquals(2, update(0, ours, ours));
    assertEquals(1, update(1, ours, NOBODY, ours));
    assertEquals(-Errno.EBADF, update(0, NOBODY, ours));
    assertTrue(isEmpty(0)); // what was there is gone
    assertTrue(!isEmpty(1) && isEmpty(2) && isEmpty(3));
    assertEquals(2, update(0, ours, IoUring.IORING_REGISTER_FILES_SKIP));
    assertTrue(!isEmpty(0) && !isEmpty(1));
    assertEquals(3, update(0, -1, -1, -1));
    assertTrue(isEmpty(0) && isEmpty(1) && isEmpty(2));
  }

  @Test
  void updateBeyondTheTableChangesNothing() {
    int ours = socketPair().ours();
    ring.registerFilesSparse(SLOTS);
    assertEquals(-Errno.EINVAL, update(SLOTS - 1, ours, ours));
    assertTrue(isEmpty(SLOTS - 1));
    assertEquals(-Errno.EINVAL, update(SLOTS, ours));
    assertEquals(-Errno.EINVAL, update(0));
  }

  private int restrict(Ring bound, int... opcodesAndAllowed) {
    int count = opcodesAndAllowed.length / 2;
    MemorySegment array = arena.allocate(IoUringRestriction.LAYOUT, count);
    for (int i = 0; i < count; i++) {
      IoUringRestriction.set(array, i, opcodesAndAllowed[2 * i], opcodesAndAllowed[2 * i + 1]);
    }
    return kernel().register(bound.fd(), IoUring.IORING_REGISTER_RESTRICTIONS, array, count);
  }

  @Test
  void restrictionThatIsNoneLeavesNothingBehind() {
    Ring bound = disabled(SMALL);
    int sqeOp = IoUring.IORING_RESTRICTION_SQE_OP;
    assertEquals(-Errno.EINVAL, restrict(bound, sqeOp, IoUring.IORING_OP_NOP, 99, 0));
    assertEquals(0, restrict(bound, sqeOp, IoUring.IORING_OP_CLOSE));
    assertEquals(-Errno.EBUSY, restrict(bound, sqeOp, IoUring.IORING_OP_NOP));
    assertEquals(0, kernel().register(
        bound.fd(), IoUring.IORING_REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0));
    bound.getSqe().prepNop();
    assertEquals(-Errno.EACCES, Completion.await(bound).res());
  }

  @Test
  void ringIsEnabledOnceAndARestrictedOneIsNotAskedTwice() {
    int enable = IoUring.IORING_REGISTER_ENABLE_RINGS;
    assertEquals(-Errno.EBADFD, register(enable, MemorySegment.NULL, 0));
    Ring bound = disabled(SMALL);
    assertEquals(0, bound.registerRestrictions(new Restrictions()));
    assertEquals(0, kernel().register(bound.fd(), enable, MemorySegment.NULL, 0));
    assertEquals(-Errno.EACCES, kernel().register(bound.fd(), enable, MemorySegment.NULL, 0));
  }

  /** Before 6.13 there is no call without a ring at all. */
  @Test
  void callWithoutARingIsAMessageOrRefused() {
    MemorySegment sqe = arena.allocate(IoUringSqe.LAYOUT);
    new Sqe(sqe).prepMsgRing(ring.fd(), 7, 8, 0);
    int sent = kernel().register(-1, IoUring.IORING_REGISTER_SEND_MSG_RING, sqe, 1);
    if (sent == -Errno.EBADF) {
      return;
    }
    assertEquals(0, sent);
    assertEquals(new Completion(8, 7, 0), Completion.await(ring));
    int message = IoUring.IORING_REGISTER_SEND_MSG_RING;
    assertEquals(-Errno.EINVAL, kernel().register(-1, message, sqe, 2));
    assertEquals(
        -Errno.EINVAL, kernel().register(-1, IoUring.IORING_REGISTER_PBUF_RING, sqe, 1));
    IoUringSqe.opcode(sqe, 0, IoUring.IORING_OP_NOP);
    assertEquals(-Errno.EINVAL, kernel().register(-1, message, sqe, 1));
    assertNothing();
  }
}
