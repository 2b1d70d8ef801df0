package io.gannet.bench.micro;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringSqe;
import io.gannet.ffi.uring.Sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Filling a request that sends, over plain memory, so that no kernel is in it. {@link #product} is
 * what the ring does, zeroing included; the others write the same six fields in the styles that
 * there were to choose from. The choice was for beauty among those that cost nothing, see ffi's
 * docs/003.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SqeBenchmark {
  private static final int ENTRIES = 256;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final long FD = offset("fd");
  private static final long ADDR = offset("addr");
  private static final long LEN = offset("len");
  private static final long FLAGS = offset("rw_flags");
  private static final long USER_DATA = offset("user_data");
  private static final VarHandle FD_HANDLE = handle("fd");
  private static final VarHandle ADDR_HANDLE = handle("addr");
  private static final VarHandle LEN_HANDLE = handle("len");
  private static final VarHandle FLAGS_HANDLE = handle("rw_flags");
  private static final VarHandle USER_DATA_HANDLE = handle("user_data");

  private final MemorySegment sqes =
      Arena.ofAuto().allocate(IoUringSqe.LAYOUT.byteSize() * ENTRIES, 64);
  private final MemorySegment memory = Arena.ofAuto().allocate(4096);
  private final Sqe sqe = new Sqe(sqes);
  private final VarHandle ofInstance = handle("user_data");
  private int next;

  private static long offset(String member) {
    return IoUringSqe.LAYOUT.byteOffset(PathElement.groupElement(member));
  }

  private static VarHandle handle(String member) {
    return IoUringSqe.LAYOUT.varHandle(PathElement.groupElement(member));
  }

  private long base() {
    return (long) (next++ & ENTRIES - 1) * IoUringSqe.LAYOUT.byteSize();
  }

  /** The way it is. */
  @Benchmark
  public Sqe product() {
    return sqe.moveTo(base()).prepSend(next, memory, 0, 64, MSG_NOSIGNAL).userData(next);
  }

  /** Offsets that are constants, as below the product. */
  @Benchmark
  public MemorySegment offsets() {
    long base = base();
    sqes.set(JAVA_BYTE, base, (byte) IoUring.IORING_OP_SEND);
    sqes.set(JAVA_INT, base + FD, next);
    sqes.set(JAVA_LONG, base + ADDR, memory.address());
    sqes.set(JAVA_INT, base + LEN, 64);
    sqes.set(JAVA_INT, base + FLAGS, MSG_NOSIGNAL);
    sqes.set(JAVA_LONG, base + USER_DATA, next);
    return sqes;
  }

  /** Handles that are constants. */
  @Benchmark
  public MemorySegment staticHandles() {
    long base = base();
    sqes.set(JAVA_BYTE, base, (byte) IoUring.IORING_OP_SEND);
    FD_HANDLE.set(sqes, base, next);
    ADDR_HANDLE.set(sqes, base, memory.address());
    LEN_HANDLE.set(sqes, base, 64);
    FLAGS_HANDLE.set(sqes, base, MSG_NOSIGNAL);
    USER_DATA_HANDLE.set(sqes, base, (long) next);
    return sqes;
  }

  /** One field alone, by a handle that the compiler cannot take for a constant: never so. */
  @Benchmark
  public MemorySegment instanceHandleOneField() {
    ofInstance.set(sqes, base(), (long) next);
    return sqes;
  }
}
