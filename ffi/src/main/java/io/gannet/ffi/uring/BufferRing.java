package io.gannet.ffi.uring;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Mman;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A group of buffers of equal size that the kernel takes from as data arrives, and that we give
 * back after reading: IORING_REGISTER_PBUF_RING (5.19), io_uring_setup_buf_ring(3).
 *
 * <pre>
 *   memory  │buffer 0│buffer 1│ …        buffer id × bufferBytes = offset
 *   ring    │who is next│who then│ …     taken at its head by the kernel, filled at its tail by us
 * </pre>
 *
 * <p>The driver of the ring only.
 */
public final class BufferRing implements AutoCloseable {
  private static final int MAX_ENTRIES = 32768;

  private final Ring ring;
  private final int group;
  private final MemorySegment bufs;
  private final MemorySegment buffers;
  private final long buffersAddress;
  private final int bufferBytes;
  private final int mask;
  private int tail;
  private int published;

  private BufferRing(
      Ring ring, int group, MemorySegment bufs, MemorySegment buffers, int bufferBytes) {
    this.ring = ring;
    this.group = group;
    this.bufs = bufs;
    this.buffers = buffers;
    this.buffersAddress = buffers.address();
    this.bufferBytes = bufferBytes;
    this.mask = (int) (bufs.byteSize() / IoUringBuf.SIZE) - 1;
  }

  /**
   * Cuts {@code buffers} into {@code entries} buffers and hands <em>all</em> of them to the kernel,
   * as group {@code group}. {@code buffers} must outlive the ring.
   *
   * @param entries a power of two, at most 32768; also the number of buffers
   * @throws LinuxException {@code EEXIST} when the group is taken, {@code ENOMEM} without memory
   */
  public static BufferRing register(
      Ring ring, int group, int entries, MemorySegment buffers, int bufferBytes) {
    check(entries, buffers, bufferBytes);
    MemorySegment bufs = map(entries * IoUringBuf.SIZE, ring.arena());
    int result = RingRegister.pbufRing(ring.kernel(), ring.fd(), group, bufs.address(), entries);
    LinuxException.check(
        result, "io_uring_register PBUF_RING, group " + group, "Linux 5.19; a group once");
    BufferRing made = new BufferRing(ring, group, bufs, buffers, bufferBytes);
    for (int bufferId = 0; bufferId < entries; bufferId++) {
      made.add(bufferId);
    }
    made.advance();
    return made;
  }

  private static void check(int entries, MemorySegment buffers, int bufferBytes) {
    if (Integer.bitCount(entries) != 1 || entries > MAX_ENTRIES) {
      throw new IllegalArgumentException("not a power of two up to 32768: " + entries);
    }
    if (bufferBytes < 1 || (long) entries * bufferBytes > buffers.byteSize()) {
      throw new IllegalArgumentException(
          entries + " × " + bufferBytes + " bytes do not fit in " + buffers.byteSize());
    }
    if (!buffers.isNative()) {
      throw new IllegalArgumentException("the kernel needs native memory, not the Java heap");
    }
  }

  /** The kernel wants the ring to begin on a page: a mapping of its own does. */
  private static MemorySegment map(long bytes, Arena arena) {
    int prot = Mman.PROT_READ | Mman.PROT_WRITE;
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_POPULATE;
    long address = Mman.mmap(0, bytes, prot, flags, -1, 0);
    LinuxException.check(address, "mmap of " + bytes + " bytes for a buffer ring", "more memory");
    return Mman.view(address, bytes, arena);
  }

  /** Where all the buffers lie. */
  public MemorySegment memory() {
    return buffers;
  }

  /** Where a buffer begins in {@link #memory}. */
  public long offset(int bufferId) {
    assert bufferId >= 0 && bufferId <= mask;
    return (long) bufferId * bufferBytes;
  }

  /** The size of each. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** How many there are. */
  public int entries() {
    return mask + 1;
  }

  /** The group, as requests name it. */
  public int group() {
    return group;
  }

  /**
   * Gives a buffer back, once, after the completion that brought it; the kernel learns of it at
   * {@link #advance}.
   */
  public void add(int bufferId) {
    assert addedNotAdvanced() <= mask;
    long base = (tail & mask) * IoUringBuf.SIZE;
    IoUringBuf.set(bufs, base, buffersAddress + offset(bufferId), bufferBytes, bufferId);
    tail++;
  }

  /** Shows the kernel all that was added: one release store. */
  public void advance() {
    IoUringBufRing.tailRelease(bufs, tail);
    published = tail;
  }

  /** Buffers added and not yet shown to the kernel. */
  public int addedNotAdvanced() {
    return tail - published;
  }

  /** Ends the group, if the ring is still open; its requests have to be over. */
  @Override
  public void close() {
    if (ring.arena().scope().isAlive()) {
      RingRegister.unregisterPbufRing(ring.kernel(), ring.fd(), group);
    }
  }
}
