package io.gannet.server.guard;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Mman;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * The one address that a server connects to: its own, to see whether it serves. A filter sees of an
 * address only where it lies, so this one lies on a page of its own that nobody writes to any more.
 * Any thread.
 */
public final class SealedAddress {
  private static final int PAGE_BYTES = 4096;

  private final MemorySegment page;
  private final int family;
  private final int length;

  private SealedAddress(Sockaddr address) {
    MemorySegment memory = address.memory();
    this.family = memory.get(ValueLayout.JAVA_SHORT, 0);
    this.length = address.length();
    this.page = map();
    MemorySegment.copy(memory, 0, page, 0, length);
    int result = Mman.mprotect(page.address(), PAGE_BYTES, Mman.PROT_READ);
    LinuxException.check(result, "mprotect of an address", "");
  }

  private static MemorySegment map() {
    int prot = Mman.PROT_READ | Mman.PROT_WRITE;
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    long address = Mman.mmap(0, PAGE_BYTES, prot, flags, -1, 0);
    LinuxException.check(address, "mmap of " + PAGE_BYTES + " bytes", "more memory");
    return Mman.view(address, PAGE_BYTES, Arena.ofAuto());
  }

  /** Of a port or a socket in the file system. */
  public static SealedAddress of(SocketAddress address) {
    return new SealedAddress(
        switch (address) {
          case InetSocketAddress port -> Sockaddr.of(port);
          case UnixDomainSocketAddress socket -> new SockaddrUn(socket.getPath().toString());
          default -> throw new IllegalArgumentException("neither port nor path: " + address);
        });
  }

  /** AF_*. */
  public int family() {
    return family;
  }

  /** Where it lies. */
  long address() {
    return page.address();
  }

  /** Bytes of it. */
  int length() {
    return length;
  }

  /** connect(2) to it: 0, or -errno. */
  public int connect(int fd) {
    return Socket.connect(fd, page.address(), length);
  }
}
