package io.gannet.server.worker.turn;

import java.lang.foreign.MemorySegment;

/**
 * What any thread may read of a worker's connections, by their slots. Each reading is of a field or
 * two that the worker writes, and nothing is promised about what two of them make together. Nothing
 * is allocated.
 */
public final class VisibleConnections {
  /** Bytes that {@link #putPeer} writes at most. */
  public static final int PEER_BYTES_MAX = AddressText.BYTES_MAX;

  private final ConnectionTable table;
  private final PatienceClock patience;

  VisibleConnections(ConnectionTable table, PatienceClock patience) {
    this.table = table;
    this.patience = patience;
  }

  /** How many connections there can be. */
  public int slots() {
    return table.slots();
  }

  /** Now, in the seconds that {@link #receivedAtSec} and {@link #sentAtSec} are of. */
  public int nowSec() {
    return patience.nowSec();
  }

  /** The number of the listener that the client came to. */
  public int listener(int slot) {
    return table.slot(slot).listener;
  }

  /** True if its client came by a Unix socket, and so has no address of its own. */
  public boolean isUnix(int slot) {
    return table.slot(slot).peer.isUnix();
  }

  /** True if its client has an IPv6 address. */
  public boolean isV6(int slot) {
    return table.slot(slot).peer.isV6();
  }

  /**
   * Writes the client's address and port, in ASCII: {@code 127.0.0.1:4711}, {@code [::1]:4711}.
   *
   * @return the offset behind it
   */
  public long putPeer(int slot, MemorySegment memory, long offset) {
    return table.slot(slot).peer.put(memory, offset);
  }

  /** Where it is in its life. */
  public Life life(int slot) {
    return table.slot(slot).life();
  }

  /** Asks for nothing any more, and is told what happens. */
  public boolean isWatching(int slot) {
    return table.slot(slot).session.isWatching();
  }

  /** Waits for its turn, or for whatever else keeps it from having one. */
  public boolean isWaiting(int slot) {
    return table.slot(slot).isWaiting();
  }

  /** Waits for replies of its own to be sent. */
  public boolean waitsForOutput(int slot) {
    return table.slot(slot).waitsForOutput;
  }

  /** Waits for memory of the store. */
  public boolean waitsForMemory(int slot) {
    return table.slot(slot).waitsForMemory();
  }

  /** When bytes last came in. */
  public int receivedAtSec(int slot) {
    return table.slot(slot).receivedAtSec;
  }

  /** When bytes last went out. */
  public int sentAtSec(int slot) {
    return table.slot(slot).sentAtSec;
  }

  /** True while the kernel has replies of it to send. */
  public boolean isSending(int slot) {
    return table.slot(slot).isSending();
  }

  /** Bytes that were answered and not yet sent. */
  public long unsentBytes(int slot) {
    return table.slot(slot).out.unsentBytes();
  }

  /** Blocks of the output pool. */
  public int outputBlocks(int slot) {
    return table.slot(slot).out.blocks();
  }

  /** Stretches of bytes that wait to be sent. */
  public int outputChunks(int slot) {
    return table.slot(slot).out.chunks();
  }

  /** Answers that are still to come, from elsewhere. */
  public int promises(int slot) {
    return table.slot(slot).out.promises();
  }

  /** Values that are kept where they are until they are sent. */
  public int pins(int slot) {
    return table.slot(slot).out.pins();
  }

  /** Provided buffers with what was received and not yet carried out. */
  public int receiveBuffers(int slot) {
    return table.slot(slot).in.buffers();
  }

  /** Bytes of the same in the connection's own place. */
  public long ownBytes(int slot) {
    return table.slot(slot).in.ownBytes();
  }

  /** True while a place in the store is kept for a value that is still to come. */
  public boolean holdsMemory(int slot) {
    return table.slot(slot).session.holdsMemory();
  }

  /** True while the rest of a value is to come, whether a place is kept for it or not. */
  public boolean awaitsValue(int slot) {
    return table.slot(slot).session.awaitsValue();
  }

  /** Bytes of the value that a place is kept for. */
  public long reservedBytes(int slot) {
    return table.slot(slot).session.reservedBytes();
  }

  /** Those of them that are still to come. */
  public long awaitedBytes(int slot) {
    return table.slot(slot).session.awaitedBytes();
  }

  /** Operations that the kernel has not ended. */
  public int inFlight(int slot) {
    return table.slot(slot).inFlight();
  }
}
