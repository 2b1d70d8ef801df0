package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.linux.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RestrictionsTest {
  private static final RingOptions SMALL = new RingOptions(8, 64, true);

  @Test
  void onlyWhatIsAllowedPasses() {
    Restrictions restrictions = new Restrictions()
        .allowSqeOps(IoUring.IORING_OP_NOP, IoUring.IORING_OP_CLOSE)
        .allowSqeFlags(IoUring.IOSQE_IO_LINK)
        .allowRegisterOps(IoUring.IORING_REGISTER_FILES2);
    try (Ring ring = Ring.open(SMALL); Arena arena = Arena.ofConfined()) {
      assertEquals(0, ring.registerRestrictions(restrictions));
      ring.enable();
      ring.getSqe().prepNop();
      assertEquals(0, Completion.await(ring).res());
      ring.getSqe().prepNop().flags(IoUring.IOSQE_IO_LINK);
      assertEquals(0, Completion.await(ring).res());
      ring.getSqe().prepNop().flags(IoUring.IOSQE_ASYNC);
      assertEquals(-Errno.EACCES, Completion.await(ring).res());
      MemorySegment memory = arena.allocate(8);
      ring.getSqe().prepRead(0, memory, 0, 8, -1);
      assertEquals(-Errno.EACCES, Completion.await(ring).res());
      assertEquals(0, ring.registerFilesSparse(4));
      assertEquals(-Errno.EACCES, ring.registerFilesUpdate(0, 0));
    }
  }

  @Test
  void restrictionsComeTooLateAfterEnabling() {
    try (Ring ring = Ring.open(SMALL)) {
      ring.enable();
      assertEquals(-Errno.EBADFD, ring.registerRestrictions(new Restrictions()));
    }
  }
}
