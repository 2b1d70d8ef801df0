package io.gannet.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import io.gannet.server.worker.ConnectionFigure;
import io.gannet.server.worker.ConnectionsView;
import io.gannet.server.worker.WaitsFor;
import io.gannet.server.worker.turn.Life;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code stats conns} tells of a worker's connections: memcached's lines, then what each
 * holds. Where memcached has the number of a descriptor is that of the ring's own table.
 */
final class ConnectionStats implements Things {
  /** memcached's name of the section. */
  static final String SECTION = "conns";

  private static final ConnectionFigure[] FIGURES = ConnectionFigure.values();
  private static final byte[][] FIGURE_NAMES =
      Arrays.stream(FIGURES).map(figure -> name(figure.word())).toArray(byte[][]::new);

  static final byte[] ADDR = name("addr");
  private static final byte[] TCP = ascii("tcp:");
  private static final byte[] TCP6 = ascii("tcp6:");
  private static final byte[] LISTEN_ADDR = name("listen_addr");
  static final byte[] STATE = name("state");
  private static final byte[] WAITS_FOR = name("waits_for");

  private static final byte[][] WAITS =
      Arrays.stream(WaitsFor.values()).map(one -> ascii(one.word())).toArray(byte[][]::new);

  private static final byte[] CLOSING = ascii("conn_closing");
  private static final byte[] WATCHING = ascii("conn_watch");
  private static final byte[] WRITING = ascii("conn_write");
  private static final byte[] RECEIVING_VALUE = ascii("conn_nread");
  private static final byte[] EXECUTING = ascii("conn_parse_cmd");
  private static final byte[] READING = ascii("conn_read");

  private final ConnectionsView view;
  private final int firstNumber;
  private final byte[][] listeners;

  /** Of all workers, behind those of the sockets that listen. */
  static List<Things> of(List<ConnectionsView> workers) {
    List<Things> all = new ArrayList<>();
    int number = 0;
    for (ConnectionsView worker : workers) {
      all.add(new ConnectionStats(worker, number));
      number += worker.slots();
    }
    all.addFirst(new ListenerStats(workers.getFirst().listeners(), number));
    return all;
  }

  /**
   * @param firstNumber by which its first slot goes: those of other workers have others
   */
  private ConnectionStats(ConnectionsView view, int firstNumber) {
    this.view = view;
    this.firstNumber = firstNumber;
    this.listeners =
        view.listeners().stream().map(one -> one.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] name(String word) {
    return ascii(":" + word + " ");
  }

  @Override
  public int things() {
    return view.slots();
  }

  @Override
  public long put(int slot, byte[] head, MemorySegment memory, long offset) {
    Life life = view.life(slot);
    if (life == Life.FREE) {
      return offset;
    }
    WaitsFor waitsFor = view.waitsFor(slot);
    long at = putPeer(slot, head, memory, offset);
    at = putText(slot, head, LISTEN_ADDR, listeners[view.listener(slot)], memory, at);
    at = putText(slot, head, STATE, state(slot, life, waitsFor), memory, at);
    at = putText(slot, head, WAITS_FOR, WAITS[waitsFor.ordinal()], memory, at);
    for (int i = 0; i < FIGURES.length; i++) {
      long figure = view.figure(FIGURES[i], slot);
      at = ThingLine.put(memory, at, head, firstNumber + slot, FIGURE_NAMES[i], figure);
    }
    return at;
  }

  private long putPeer(int slot, byte[] head, MemorySegment memory, long offset) {
    if (view.isUnix(slot)) {
      return putText(slot, head, ADDR, listeners[view.listener(slot)], memory, offset);
    }
    long at = ThingLine.begin(memory, offset, head, firstNumber + slot, ADDR);
    at = ThingLine.text(memory, at, view.isV6(slot) ? TCP6 : TCP);
    return ThingLine.end(memory, view.putPeer(slot, memory, at));
  }

  private long putText(
      int slot, byte[] head, byte[] name, byte[] text, MemorySegment memory, long offset) {
    return ThingLine.put(memory, offset, head, firstNumber + slot, name, text);
  }

  /** What memcached would call it. */
  private byte[] state(int slot, Life life, WaitsFor waitsFor) {
    if (life == Life.CLOSING) {
      return CLOSING;
    }
    if (view.isWatching(slot)) {
      return WATCHING;
    }
    if (life == Life.DRAINING || view.isSending(slot)) {
      return WRITING;
    }
    if (view.figure(ConnectionFigure.UNSENT_BYTES, slot) > 0) {
      return EXECUTING; // it is being answered in this very turn: who asks is one of them
    }
    if (view.figure(ConnectionFigure.HOLDS_MEMORY, slot) > 0) {
      return RECEIVING_VALUE;
    }
    if (waitsFor != WaitsFor.NOTHING) {
      return EXECUTING;
    }
    return view.awaitsValue(slot) ? RECEIVING_VALUE : READING;
  }
}
