package io.gannet.ffi.simulated;

import java.util.Arrays;

/** The client's end of a connection. What it does is seen by the ring's end when that is woken. */
public final class Peer {
  private static final Runnable NOBODY = () -> {};

  private final SimulatedSocket socket;
  private Runnable listener = NOBODY;

  Peer(SimulatedSocket socket) {
    this.socket = socket;
  }

  /** Whom to tell, later, that there may be bytes to read, room to write, or an end. */
  public void onChange(Runnable told) {
    listener = told;
  }

  void changed() {
    socket.kernel.timeline().at(socket.kernel.timeNs(), () -> listener.run());
  }

  /** How many bytes the window takes now. */
  public int room() {
    return isReset() || socket.inEnded ? 0 : Math.max(0, socket.window - socket.in.size());
  }

  /** Sends as much as the window takes: how much that was. */
  public int write(byte[] bytes, int offset, int length) {
    int count = Math.min(length, room());
    if (count > 0 && socket.isOpen()) {
      socket.in.add(bytes, offset, count);
      socket.arrivedNs = socket.kernel.wallNs();
      socket.kernel.operations().wake(socket);
    } else if (count > 0) {
      socket.reset(); // nobody there to receive it
      return 0;
    }
    return count;
  }

  /** Reads what has arrived, at most so much. */
  public byte[] read(int most) {
    byte[] read = new byte[Math.min(most, available())];
    for (int at = 0; at < read.length; ) {
      SimulatedSocket.Sent first = socket.out.peek();
      int piece = Math.min(first.left, read.length - at);
      System.arraycopy(first.bytes, first.offset, read, at, piece);
      first.offset += piece;
      first.left -= piece;
      at += piece;
      if (first.left == 0) {
        socket.out.poll();
      }
    }
    if (read.length > 0) {
      socket.outBytes -= read.length;
      socket.kernel.operations().progress(socket);
    }
    return read;
  }

  /** Bytes that can be read now. */
  public int available() {
    int bytes = 0;
    for (SimulatedSocket.Sent sent : socket.out) {
      if (!sent.transmitted) {
        break;
      }
      bytes += sent.left;
    }
    return bytes;
  }

  /** True if all was read and the other end has closed without a reset. */
  public boolean isEnded() {
    return socket.outEnded && !socket.reset && socket.out.isEmpty();
  }

  /** True if the connection was dissolved. */
  public boolean isReset() {
    return socket.reset;
  }

  /** True if a fault was played on this connection: it may end for no other reason. */
  public boolean isFaulted() {
    return socket.faulted;
  }

  /** True if the other end holds it open. */
  public boolean isOpen() {
    return socket.isOpen();
  }

  /** Bytes that the other end has not yet received. */
  public int unreceived() {
    return socket.in.size();
  }

  /** Sends no more, and goes on reading. */
  public void shutdown() {
    socket.inEnded = true;
    socket.kernel.operations().wake(socket);
  }

  /** Closes: what arrives from now on is answered with a reset. */
  public void close() {
    listener = NOBODY;
    if (available() > 0) {
      reset();
      return;
    }
    socket.peerClosed = true;
    socket.inEnded = true;
    socket.kernel.operations().wake(socket);
  }

  /** Dissolves the connection. */
  public void reset() {
    listener = NOBODY;
    socket.out.clear();
    socket.resetByPeer();
  }

  @Override
  public String toString() {
    return "peer with " + socket.in.size() + " unreceived, " + available() + " unread, "
        + Arrays.toString(new boolean[] {socket.inEnded, socket.outEnded, socket.reset});
  }
}
