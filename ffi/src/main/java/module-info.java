/**
 * What Linux offers, in Linux's words: io_uring, sockets, memory. The only module with native
 * access; usable on its own, with no dependency.
 */
@SuppressWarnings("module") // bench is not there yet when this is compiled
module io.gannet.ffi {
  exports io.gannet.ffi.epoll;
  exports io.gannet.ffi.host;
  exports io.gannet.ffi.linux;
  exports io.gannet.ffi.loop;
  exports io.gannet.ffi.simulated;
  exports io.gannet.ffi.uring;
  exports io.gannet.ffi.memory;
  exports io.gannet.ffi.seccomp;
  exports io.gannet.ffi.probe to io.gannet.bench;
}
