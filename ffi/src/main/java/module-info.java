/**
 * What Linux offers, in Linux's words: io_uring, sockets, memory. The only module with native
 * access; usable on its own, with no dependency.
 */
module io.gannet.ffi {
  exports io.gannet.ffi.linux;
  exports io.gannet.ffi.uring;
  exports io.gannet.ffi.memory;
}
