package io.gannet.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The address of nobody: AF_UNSPEC. Connecting a socket to it dissolves the association that the
 * socket has; a TCP connection is reset, and what was not sent yet is dropped. connect(2).
 *
 * <p>It is a family and nothing else: no address of somebody is that short, so a filter of system
 * calls can tell it from one.
 */
public final class SockaddrUnspec implements Sockaddr {
  private final MemorySegment memory = Arena.ofAuto().allocate(JAVA_SHORT);

  /** The one value there is. */
  public SockaddrUnspec() {
    memory.set(JAVA_SHORT, 0, (short) Socket.AF_UNSPEC);
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public int length() {
    return (int) memory.byteSize();
  }

  @Override
  public String toString() {
    return "nobody";
  }
}
