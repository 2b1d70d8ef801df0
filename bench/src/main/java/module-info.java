/**
 * Questions about speed. Nothing of the server depends on it; the C programs it measures against
 * are beside it, in src/main/c.
 */
module io.gannet.bench {
  requires io.gannet.ffi;
  requires jmh.core;
}
