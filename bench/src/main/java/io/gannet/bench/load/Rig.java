package io.gannet.bench.load;

import io.gannet.bench.codec.Codec;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.loop.RingTimer;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.uring.BufferRing;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import java.lang.foreign.MemorySegment;

/**
 * What a load thread owns, made and closed on that thread: the ring, the memory, the connections.
 *
 * <pre>
 *   in    │ receive buffers: a group that the kernel takes from          │ timespec │
 *   out   │ connection 0: half, half │ connection 1: half, half │ …      │
 * </pre>
 *
 * <p>A half has room for as many requests as a connection may have in flight, but for no more than
 * {@link #HALF_BYTES_MAX} together (a single one always fits): a longer batch goes in several
 * sends. Reserved huge pages are left to the server that is measured.
 */
final class Rig implements AutoCloseable {
  static final int BUFFER_GROUP = 0;

  private static final long HALF_BYTES_MAX = 2 << 20;
  private static final long OUT_BYTES_MAX = 1 << 30;
  private static final long POPULATE_BYTES_MAX = 64 << 20;
  private static final long ALIGNMENT = 64;

  private static final int BUFFER_BYTES_MIN = 4 << 10;
  private static final int BUFFER_BYTES_MAX = 64 << 10;
  private static final int BUFFERS_MIN = 64;
  private static final long IN_BYTES_MAX = 16 << 20;
  private static final int REPLY_BYTES_BESIDE_VALUE = 128;

  private static final long TICK_NS = 20_000_000;

  /** CQEs of multishots outnumber SQEs: four times as many make an overflow unheard of. */
  private static final RingOptions RING_OPTIONS = new RingOptions(4096, 4 * 4096, true);

  final Connection[] connections;
  RingTimer tick;
  Ring ring;
  BufferRing buffers;

  private Region in;
  private Region out;

  /**
   * Everything for {@code count} connections with at most {@code inFlightMax} requests each.
   *
   * @throws LinuxException naming the call and the cure; nothing is left open then
   */
  Rig(int count, int inFlightMax, LoadPlan plan, Codec codec) {
    int valueBytesMax = plan.workload().valueBytesMax();
    connections = new Connection[count];
    try {
      long replyBytes = (long) inFlightMax * (valueBytesMax + REPLY_BYTES_BESIDE_VALUE);
      int bufferBytes = bufferBytes(replyBytes);
      int entries = entries(count, bufferBytes);
      long inBytes = (long) entries * bufferBytes;
      in = map(inBytes + ALIGNMENT);
      ring = Ring.open(RING_OPTIONS);
      tick = tick(in.memory().asSlice(inBytes, RingTimer.BYTES));
      registerFiles(count);
      MemorySegment memory = in.memory().asSlice(0, inBytes);
      buffers = BufferRing.register(ring, BUFFER_GROUP, entries, memory, bufferBytes);
      makeConnections(inFlightMax, plan, codec);
      ring.enable();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private RingTimer tick(MemorySegment memory) {
    return new RingTimer(ring, memory, TICK_NS, Op.TICK, 0);
  }

  private static int bufferBytes(long replyBytes) {
    long wanted = Math.clamp(replyBytes, (long) BUFFER_BYTES_MIN, (long) BUFFER_BYTES_MAX);
    return Pow2.atLeast((int) wanted);
  }

  /** Two a connection, so that none waits for another's, within bounds. */
  private static int entries(int count, int bufferBytes) {
    int most = (int) (IN_BYTES_MAX / bufferBytes);
    return Pow2.atLeast(Math.clamp(2L * count, BUFFERS_MIN, most));
  }

  private void registerFiles(int count) {
    LinuxException.check(
        ring.registerFilesSparse(count),
        "io_uring_register(IORING_REGISTER_FILES2) of " + count,
        "raise the limit of open files (ulimit -n), or make fewer connections");
  }

  private void makeConnections(int inFlightMax, LoadPlan plan, Codec codec) {
    long requestBytes = codec.requestBytesMax(plan.workload().valueBytesMax());
    long bound = Math.min(HALF_BYTES_MAX, OUT_BYTES_MAX / (2L * connections.length));
    long most = Math.max(requestBytes, Math.min(requestBytes * inFlightMax, bound));
    long halfBytes = Math.ceilDiv(most, ALIGNMENT) * ALIGNMENT;
    int fillsMax = plan.workload().fillsOnMiss() ? inFlightMax : 1;
    out = map(2 * halfBytes * connections.length);
    for (int i = 0; i < connections.length; i++) {
      connections[i] =
          new Connection(
              i,
              new InFlight(inFlightMax),
              new FillQueue(fillsMax),
              new OutBuffer(out.memory(), 2 * halfBytes * i, halfBytes),
              codec.newReader(plan.verify()));
    }
  }

  /** In transparent huge pages where there are some; faulted in if it is likely all used. */
  private static Region map(long bytes) {
    Region region;
    try {
      region = Region.map(bytes, Policy.THP);
    } catch (LinuxException e) {
      region = Region.map(bytes, Policy.OFF);
    }
    if (bytes <= POPULATE_BYTES_MAX) {
      region.populate();
    }
    return region;
  }

  /** Closes the ring first: until then the kernel may use the memory. */
  @Override
  public void close() {
    if (ring != null) {
      ring.close();
    }
    if (in != null) {
      in.close();
    }
    if (out != null) {
      out.close();
    }
  }
}
