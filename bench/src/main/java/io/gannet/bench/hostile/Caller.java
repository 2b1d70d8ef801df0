package io.gannet.bench.hostile;

import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;

import io.gannet.bench.peer.PeerSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One client of a crowd: a connection, which it may make anew, and what it has yet to say. */
final class Caller {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int WRITES_PER_TURN_MAX = 4;

  /** Which of the crowd it is. */
  final int index;

  /** A number of its habit's own; 0 on each new connection. */
  long step;

  /** What it was answered on this connection. */
  Replies replies = new Replies();

  private final Crowd crowd;
  private final Habit habit;
  private SocketChannel channel;
  private SelectionKey key;
  private ByteBuffer out = NOTHING;
  private long lives;
  private boolean isDone;

  Caller(Crowd crowd, Habit habit, int index) {
    this.crowd = crowd;
    this.habit = habit;
    this.index = index;
  }

  /** How often it has connected, and so a number for keys that nobody has used. */
  long lives() {
    return lives;
  }

  /** Says this next, from its position on. */
  void say(ByteBuffer bytes) {
    out = bytes.duplicate();
    if (key != null && key.isValid()) {
      key.interestOps(interest());
    }
  }

  /** Does this after so long, if it is still on the connection that it is on now. */
  void after(long ns, Runnable deed) {
    crowd.schedule(new Deed(System.nanoTime() + ns, this, lives, deed));
  }

  /** It has had all that it wanted. */
  void done() {
    if (!isDone) {
      isDone = true;
      crowd.done();
    }
  }

  /** Calls again after so long. */
  void again(long afterNs) {
    crowd.again(this, afterNs);
  }

  /** Whether it is connected. */
  boolean isOpen() {
    return channel != null && channel.isConnected();
  }

  /** Begins to connect. */
  void open(SocketAddress server, Selector selector) throws IOException {
    lives++;
    step = 0;
    replies = new Replies();
    out = NOTHING;
    channel = PeerSocket.open(server);
    channel.configureBlocking(false);
    int receiveBytes = habit.receiveBytes(this);
    if (receiveBytes > 0) {
      channel.setOption(SO_RCVBUF, receiveBytes);
    }
    boolean isThere = channel.connect(server);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    if (isThere) {
      connected();
    }
  }

  /** Goes on with what the socket is ready for. */
  void ready(ByteBuffer in) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      connected();
      return;
    }
    if (key.isValid() && key.isReadable()) {
      read(in);
    }
    if (key != null && key.isValid() && key.isWritable()) {
      write();
    }
  }

  private void connected() throws IOException {
    crowd.connected(this);
    out = habit.opening(this).duplicate();
    key.interestOps(interest());
    if (out.hasRemaining()) {
      write();
    } else {
      habit.said(this);
    }
  }

  private int interest() {
    return (habit.listens(this) ? SelectionKey.OP_READ : 0)
        | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
  }

  private void read(ByteBuffer in) throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      throw new IOException("closed by the server");
    }
    replies.read(in.flip());
    habit.heard(this);
  }

  private void write() throws IOException {
    for (int i = 0; i < WRITES_PER_TURN_MAX && channel != null && out.hasRemaining(); i++) {
      channel.write(out);
      if (!out.hasRemaining()) {
        habit.said(this);
      }
    }
    if (key != null && key.isValid()) {
      key.interestOps(interest());
    }
  }

  /** Closes with a FIN, or, over TCP, with a RST; {@code afterNs} later it calls again. */
  void hangUp(boolean reset, long afterNs) {
    boolean isTcp = channel != null && channel.supportedOptions().contains(SO_LINGER);
    if (isTcp && reset) {
      try {
        channel.setOption(SO_LINGER, 0);
      } catch (IOException e) {
        // It is gone already.
      }
    }
    close();
    crowd.again(this, afterNs);
  }

  /** Closes, and stays so. */
  void close() {
    if (channel != null) {
      crowd.add(replies);
      try {
        channel.close();
      } catch (IOException e) {
        // It is gone either way.
      }
      channel = null;
      key = null;
    }
  }

  /** The server has closed it. */
  void lost() {
    close();
    habit.lost(this);
  }
}
