package io.gannet.engine.process.ping;

import static io.gannet.engine.protocol.ping.Ping.LINE_BYTES_MAX;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Session;
import java.lang.foreign.MemorySegment;

/** The beginning of a line whose end has not come yet. */
final class PingSession extends Session {
  final MemorySegment carry;
  int carriedBytes;

  PingSession(MemorySegment carry) {
    this.carry = carry;
  }

  /** Takes {@code bytes} bytes of a line from {@code in}; false if the line becomes too long. */
  boolean carry(Window in, long bytes) {
    if (carriedBytes + bytes > LINE_BYTES_MAX) {
      return false;
    }
    MemorySegment.copy(in.memory, in.position, carry, carriedBytes, bytes);
    carriedBytes += (int) bytes;
    in.position += bytes;
    return true;
  }
}
