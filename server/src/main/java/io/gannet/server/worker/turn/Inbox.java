package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.ReceiveBuffers.NONE;

import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * What one connection has received and has not yet been carried out: a queue of provided buffers,
 * or what lies in its own {@link Place}; never both, as nothing is received into the place before
 * the queue is empty. One thread.
 */
final class Inbox {
  private final ReceiveBuffers buffers;
  private final Place place;
  private int first = NONE;
  private int last = NONE;
  private int added;
  private int released;
  private long ownPosition;
  private long ownLimit;

  Inbox(ReceiveBuffers buffers, Place place) {
    this.buffers = buffers;
    this.place = place;
  }

  boolean isEmpty() {
    return first == NONE && ownPosition == ownLimit;
  }

  /** Provided buffers in the queue. */
  int buffers() {
    return added - released;
  }

  /** Provided buffers that ever were in the queue; counts on from client to client, and wraps. */
  int added() {
    return added;
  }

  /** Those of them that are not any more. */
  int released() {
    return released;
  }

  /** Bytes in its own place. */
  long ownBytes() {
    return ownLimit - ownPosition;
  }

  /** Keeps a stretch of a provided buffer, behind what there is. */
  void add(int buffer, long from, long to) {
    assert ownPosition == ownLimit;
    buffers.hold(buffer, from, to);
    if (first == NONE) {
      first = buffer;
    } else {
      buffers.link(last, buffer);
    }
    last = buffer;
    added++;
  }

  /** So many bytes were received into the place. */
  void addOwn(int bytes) {
    assert isEmpty() && bytes <= Place.IN_BYTES;
    ownPosition = place.inOffset();
    ownLimit = ownPosition + bytes;
  }

  /** Sets the window to the first piece; to nothing if there is none. */
  void show(Window window) {
    if (first != NONE) {
      long from = buffers.position(first);
      window.set(buffers.memory(), from, buffers.limit(first) - from);
    } else {
      window.set(place.memory(), ownPosition, ownLimit - ownPosition);
    }
  }

  /** The piece that was shown is carried out up to the window's position; at its end it goes. */
  void consumed(Window window) {
    if (first == NONE) {
      ownPosition = window.position;
    } else if (window.position < window.limit) {
      buffers.position(first, window.position);
    } else {
      releaseFirst();
    }
  }

  private void releaseFirst() {
    int buffer = first;
    first = buffers.next(buffer);
    if (first == NONE) {
      last = NONE;
    }
    released++;
    buffers.release(buffer);
  }

  /** Forgets everything. */
  void clear() {
    while (first != NONE) {
      releaseFirst();
    }
    ownPosition = ownLimit;
  }

  /** Where the next bytes of the connection's own place go. */
  MemorySegment ownMemory() {
    return place.memory();
  }

  long ownOffset() {
    return place.inOffset();
  }
}
