package io.gannet.ffi.simulated;

import io.gannet.ffi.kernel.Files;
import io.gannet.ffi.linux.Errno;

/** Played sockets, as a table of direct descriptors holds them. */
record SocketFiles(SimulatedKernel kernel) implements Files<SimulatedSocket> {
  @Override
  public int open(int fd) {
    SimulatedSocket socket = kernel.socket(fd);
    if (socket == null) {
      return -Errno.EBADF;
    }
    if (kernel.chance().happens(Fault.FILES_UPDATE_ERROR)) {
      socket.faulted = true;
      return -Errnos.ofFilesUpdate(kernel.chance());
    }
    socket.hold();
    return fd;
  }

  @Override
  public SimulatedSocket opened(int fd) {
    return kernel.socket(fd);
  }

  @Override
  public void release(SimulatedSocket socket) {
    socket.letGo();
  }

  @Override
  public long openMax() {
    return Long.MAX_VALUE;
  }
}
