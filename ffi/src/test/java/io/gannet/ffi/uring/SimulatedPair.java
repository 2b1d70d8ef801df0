package io.gannet.ffi.uring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.simulated.Peer;
import io.gannet.ffi.simulated.SimulatedKernel;
import java.lang.foreign.MemorySegment;

/** Two ends of a played connection: theirs is no descriptor, but a client's. */
final class SimulatedPair extends TcpPair {
  private static final int WINDOW = 1 << 16;
  private static final int NONE = -1;

  private final SimulatedKernel kernel;
  private final Peer peer;

  private SimulatedPair(SimulatedKernel kernel, SimulatedKernel.Connected connected) {
    super(connected.fd(), NONE);
    this.kernel = kernel;
    this.peer = connected.peer();
  }

  static SimulatedPair open(SimulatedKernel kernel) {
    return new SimulatedPair(kernel, kernel.connect(WINDOW));
  }

  @Override
  void write(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertEquals(bytes.length, peer.write(bytes, 0, bytes.length));
  }

  @Override
  String read(int maxBytes) {
    return new String(peer.read(maxBytes), US_ASCII);
  }

  @Override
  long readInto(MemorySegment in, long length) {
    byte[] bytes = peer.read((int) length);
    in.copyFrom(MemorySegment.ofArray(bytes));
    return bytes.length;
  }

  @Override
  void shutdownTheirs() {
    peer.shutdown();
  }

  @Override
  void hangUpTheirs() {
    peer.close();
  }

  @Override
  void resetByTheirs() {
    peer.reset();
  }

  @Override
  public void close() {
    kernel.close(ours());
  }
}
