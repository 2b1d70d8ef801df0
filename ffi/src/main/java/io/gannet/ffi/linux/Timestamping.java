package io.gannet.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.abi.Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * linux/net_tstamp.h: when the kernel received what a message brings, by CLOCK_REALTIME
 * (Documentation/networking/timestamping.rst). Of TCP it is told of the packet that brought the
 * last byte of a receive: each packet that a receive touches overwrites the time of the one before
 * ({@code tcp_recvmsg_locked} in net/ipv4/tcp.c), as do packets that are joined while they wait
 * ({@code tcp_try_coalesce}). Of Unix sockets nothing is told.
 *
 * <p>Packets get a time only while somebody on the host asks for it, which is switched on a little
 * after the call that asks: what comes meanwhile has none. Any thread.
 */
@Header("linux/net_tstamp.h")
public final class Timestamping {
  /** Has the kernel note the time at which a packet comes from its device. */
  public static final int SOF_TIMESTAMPING_RX_SOFTWARE = 1 << 3;

  /** Tells such times. */
  public static final int SOF_TIMESTAMPING_SOFTWARE = 1 << 4;

  /** Of {@code struct scm_timestamping}: three times, of which the first is the kernel's. */
  private static final long TIMES_BYTES = 3 * KernelTimespec.LAYOUT.byteSize();

  private static final MemorySegment FLAGS =
      Arena.global()
          .allocateFrom(JAVA_INT, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE);

  private Timestamping() {}

  /** Bytes of ancillary data that a time takes. */
  public static int controlBytes() {
    return (int) Cmsghdr.space(TIMES_BYTES);
  }

  /** Asks for it, of a socket: 0, or -errno. */
  public static int stampReceives(int fd) {
    return Socket.setsockopt(fd, Socket.SOL_SOCKET, Socket.SO_TIMESTAMPING, FLAGS);
  }

  /** The time in ns that ancillary data in {@code memory[control, control + bytes)} tells, or 0. */
  public static long receivedNs(MemorySegment memory, long control, long bytes) {
    int type = Socket.SCM_TIMESTAMPING;
    long times = Cmsghdr.find(memory, control, bytes, Socket.SOL_SOCKET, type);
    return times == Cmsghdr.NONE ? 0 : KernelTimespec.ns(memory, times);
  }

  /** Tells a time as a kernel does, at an address: how many bytes of ancillary data it takes. */
  public static int put(long control, long ns) {
    int type = Socket.SCM_TIMESTAMPING;
    long times = Cmsghdr.put(control, Socket.SOL_SOCKET, type, TIMES_BYTES);
    KernelTimespec.set(times, ns);
    for (long other = KernelTimespec.LAYOUT.byteSize(); other < TIMES_BYTES; ) {
      KernelTimespec.set(times + other, 0);
      other += KernelTimespec.LAYOUT.byteSize();
    }
    return controlBytes();
  }
}
