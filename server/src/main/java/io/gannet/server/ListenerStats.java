package io.gannet.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What {@code stats conns} tells of the sockets that listen: where, as memcached tells it. */
final class ListenerStats implements Things {
  private static final byte[] LISTENING = "conn_listening".getBytes(US_ASCII);

  private final byte[][] addresses;
  private final int firstNumber;

  /**
   * @param addresses with what they are of: {@code tcp:127.0.0.1:11211}
   * @param firstNumber by which the first goes: one that no connection has
   */
  ListenerStats(List<String> addresses, int firstNumber) {
    this.addresses =
        addresses.stream().map(one -> one.getBytes(UTF_8)).toArray(byte[][]::new);
    this.firstNumber = firstNumber;
  }

  @Override
  public int things() {
    return addresses.length;
  }

  @Override
  public long put(int listener, byte[] head, MemorySegment memory, long offset) {
    int number = firstNumber + listener;
    byte[] address = addresses[listener];
    long at = ThingLine.put(memory, offset, head, number, ConnectionStats.ADDR, address);
    return ThingLine.put(memory, at, head, number, ConnectionStats.STATE, LISTENING);
  }
}
