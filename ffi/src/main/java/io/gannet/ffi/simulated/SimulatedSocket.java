package io.gannet.ffi.simulated;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Poll;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A connected TCP socket as the ring's side has it.
 *
 * <pre>
 *   Peer.write ──► in ──► receives        sends ──► out ──► Peer.read
 *                  at most a window of bytes in either
 * </pre>
 */
final class SimulatedSocket {
  /** A stretch of bytes on its way to the peer: at hand, or still in the sender's memory. */
  static final class Sent {
    byte[] bytes;
    int offset;
    int left;
    boolean transmitted;
  }

  final SimulatedKernel kernel;
  final Peer peer;
  final Bytes in = new Bytes();
  final Deque<Sent> out = new ArrayDeque<>();
  final List<Request> receivers = new ArrayList<>();
  final List<Request> senders = new ArrayList<>();
  final int window;
  int outBytes;
  /** The peer sends no more. */
  boolean inEnded;
  /** We send no more. */
  boolean outEnded;
  /** The connection is no more: by either side's reset. */
  boolean reset;
  /** What a call is told once of that. */
  int pendingErrno;
  /** The peer has closed and answers what it gets with a reset. */
  boolean peerClosed;
  /** Messages tell when they came, and when the last bytes did, by the clock on the wall. */
  boolean stamps;
  long arrivedNs;
  /** Something failed here that in Linux would have had a cause. */
  boolean faulted;
  private int references;

  SimulatedSocket(SimulatedKernel kernel, int window) {
    this.kernel = kernel;
    this.window = window;
    this.peer = new Peer(this);
  }

  void hold() {
    references++;
  }

  /** Closes with the last reference: with a reset if something unread is lost by it. */
  void letGo() {
    assert references > 0;
    if (--references == 0) {
      kernel.socketClosed(this);
      if (in.size() > 0) {
        reset();
      } else {
        outEnded = true;
      }
      peer.changed();
    }
  }

  boolean isOpen() {
    return references > 0;
  }

  /** Bytes that may be sent now. */
  int room() {
    return Math.max(0, window - outBytes);
  }

  /** The connection is dissolved by our side: what has not arrived never will. */
  void reset() {
    if (!reset) {
      dissolve();
      kernel.operations().progress(this);
      peer.changed();
    }
  }

  /** The peer dissolves it. */
  void resetByPeer() {
    if (!reset) {
      pendingErrno = Errno.ECONNRESET;
      dissolve();
      kernel.operations().wake(this);
    }
  }

  private void dissolve() {
    reset = true;
    inEnded = true;
    outEnded = true;
    boolean lost = false;
    for (Iterator<Sent> all = out.iterator(); all.hasNext(); ) {
      Sent sent = all.next();
      lost |= !sent.transmitted; // and with it whatever was to come behind it
      sent.transmitted = true;
      if (lost) {
        all.remove();
      }
    }
  }

  /** What a send says now instead of sending, or 0. */
  int sendErrno() {
    if (pendingErrno != 0) {
      int errno = pendingErrno;
      pendingErrno = 0;
      return errno;
    }
    return outEnded || reset ? Errno.EPIPE : 0;
  }

  /** What a receive says of a connection that has nothing more to bring: an error once, then 0. */
  int endOfInput() {
    int errno = pendingErrno;
    pendingErrno = 0;
    return -errno;
  }

  int pollEvents() {
    int events = in.size() > 0 || inEnded ? Poll.POLLIN : 0;
    events |= room() > 0 ? Poll.POLLOUT : 0;
    events |= inEnded ? Poll.POLLRDHUP : 0;
    events |= reset || inEnded && outEnded ? Poll.POLLHUP : 0;
    return events | (pendingErrno != 0 ? Poll.POLLERR : 0);
  }
}
