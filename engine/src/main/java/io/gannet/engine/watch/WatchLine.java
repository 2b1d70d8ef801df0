package io.gannet.engine.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.UrlText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Events as lines, in the format of memcached's {@code logger.c} of 1.6.45; but microseconds have
 * all their six digits, where memcached leaves out zeros in front.
 *
 * <pre>
 *   ts=1700000000.000042 gid=1 type=item_get key=foo status=found clsid=1 cfd=3 size=4
 *   … type=item_store key=foo status=stored cmd=set ttl=0 clsid=1 cfd=3 size=4
 *   … type=eviction key=foo fetch=no ttl=-1 la=3 clsid=1 size=4
 *   … type=deleted key=foo cmd=delete clsid=1 size=4
 *   … type=conn_new rip=127.0.0.1 rport=4711 transport=tcp cfd=3
 *   … type=conn_close rip=127.0.0.1 rport=4711 transport=tcp reason=normal cfd=3
 * </pre>
 */
final class WatchLine {
  private static final byte[] TS = bytes("ts=");
  private static final byte[] GID = bytes(" gid=");
  private static final byte[] ITEM_GET = bytes(" type=item_get key=");
  private static final byte[] ITEM_STORE = bytes(" type=item_store key=");
  private static final byte[] EVICTION = bytes(" type=eviction key=");
  private static final byte[] DELETED = bytes(" type=deleted key=");
  private static final byte[] CONN_NEW = bytes(" type=conn_new rip=");
  private static final byte[] CONN_CLOSE = bytes(" type=conn_close rip=");
  private static final byte[] STATUS = bytes(" status=");
  private static final byte[] CMD = bytes(" cmd=");
  private static final byte[] FETCHED = bytes(" fetch=yes");
  private static final byte[] NOT_FETCHED = bytes(" fetch=no");
  private static final byte[] TTL = bytes(" ttl=");
  private static final byte[] FOR_EVER = bytes(" ttl=-1");
  private static final byte[] LA = bytes(" la=");
  private static final byte[] CLSID = bytes(" clsid=");
  private static final byte[] CFD = bytes(" cfd=");
  private static final byte[] SIZE = bytes(" size=");
  private static final byte[] RPORT = bytes(" rport=");
  private static final byte[] TRANSPORT = bytes(" transport=");
  private static final byte[] REASON = bytes(" reason=");
  private static final byte[] NO_ADDRESS = bytes("unix rport=0");

  private static final int MICROS_DIGITS = 6;
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long NS_PER_MICRO = 1_000L;

  /** The longest: of an item that was stored under the longest key, each byte in three letters. */
  static final int BYTES_MAX = 1200;

  static {
    int words =
        TS.length + GID.length + ITEM_STORE.length + STATUS.length + CMD.length + TTL.length
            + CLSID.length + CFD.length + SIZE.length + 2 * "NOT_FOUND ".length();
    int numbers = 7 * (Ascii.DECIMAL_BYTES_MAX + 1);
    assert words + numbers + UrlText.LETTERS_MAX * WatchLayout.TEXT_BYTES_MAX <= BYTES_MAX;
  }

  private WatchLine() {}

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  /**
   * Writes the line of an event.
   *
   * @param event what it is, at {@code at} in {@code from}
   * @param wallNs when it was, of the epoch
   * @return the offset behind the line
   */
  static long put(
      int event, MemorySegment from, long at, long wallNs, MemorySegment to, long offset) {
    long end = putTime(to, put(to, offset, TS), wallNs);
    end = putNumber(to, end, GID, Bits.getLong(from, at + WatchLayout.GID));
    end =
        switch (event) {
          case WatchLayout.FETCH -> putFetch(from, at, to, end);
          case WatchLayout.STORE -> putStore(from, at, to, end);
          case WatchLayout.EVICTION -> putEviction(from, at, to, end);
          case WatchLayout.DELETION -> putDeletion(from, at, to, end);
          case WatchLayout.CONNECTED -> putConnection(CONN_NEW, from, at, to, end);
          case WatchLayout.CLOSED -> putConnection(CONN_CLOSE, from, at, to, end);
          default -> throw new AssertionError("no event: " + event);
        };
    to.set(Ascii.BYTE, end, (byte) '\n');
    return end + 1;
  }

  private static long putTime(MemorySegment to, long offset, long wallNs) {
    long at = Ascii.putDecimal(to, offset, wallNs / NS_PER_SEC);
    to.set(Ascii.BYTE, at++, (byte) '.');
    long micros = wallNs % NS_PER_SEC / NS_PER_MICRO;
    for (int zeros = MICROS_DIGITS - Ascii.decimalBytes(micros); zeros > 0; zeros--) {
      to.set(Ascii.BYTE, at++, (byte) '0');
    }
    return Ascii.putDecimal(to, at, micros);
  }

  private static long putFetch(MemorySegment from, long at, MemorySegment to, long offset) {
    long end = putKey(ITEM_GET, from, at, to, offset);
    end = put(to, put(to, end, STATUS), status(from, at));
    end = putKind(from, at, to, end);
    return putSize(from, at, to, putClient(from, at, to, end));
  }

  private static long putStore(MemorySegment from, long at, MemorySegment to, long offset) {
    long end = putKey(ITEM_STORE, from, at, to, offset);
    end = put(to, put(to, end, STATUS), status(from, at));
    end = put(to, put(to, end, CMD), command(from, at));
    end = putNumber(to, end, TTL, Bits.getInt(from, at + WatchLayout.TTL) & 0xFFFF_FFFFL);
    end = putKind(from, at, to, end);
    return putSize(from, at, to, putClient(from, at, to, end));
  }

  private static long putEviction(MemorySegment from, long at, MemorySegment to, long offset) {
    long end = putKey(EVICTION, from, at, to, offset);
    boolean found =
        Bits.getByte(from, at + WatchLayout.STATUS) == WatchStatus.FOUND.ordinal();
    end = put(to, end, found ? FETCHED : NOT_FETCHED);
    int ttlSec = Bits.getInt(from, at + WatchLayout.TTL);
    end = ttlSec < 0 ? put(to, end, FOR_EVER) : putNumber(to, end, TTL, ttlSec);
    end = putNumber(to, end, LA, Bits.getInt(from, at + WatchLayout.AGE));
    return putSize(from, at, to, putKind(from, at, to, end));
  }

  private static long putDeletion(MemorySegment from, long at, MemorySegment to, long offset) {
    long end = putKey(DELETED, from, at, to, offset);
    end = put(to, put(to, end, CMD), command(from, at));
    return putSize(from, at, to, putKind(from, at, to, end));
  }

  /** The address is there as people write it, {@code [::1]:4711}; one by a Unix socket has none. */
  private static long putConnection(
      byte[] type, MemorySegment from, long at, MemorySegment to, long offset) {
    int command = Bits.getByte(from, at + WatchLayout.COMMAND);
    long end = put(to, offset, type);
    if (command == WatchCommand.LOCAL.ordinal()) {
      end = put(to, end, NO_ADDRESS);
    } else {
      end = putAddress(from, at + WatchLayout.HEAD_BYTES, length(from, at), to, end);
    }
    end = put(to, put(to, end, TRANSPORT), WatchCommand.text(command));
    if (type == CONN_CLOSE) {
      end = put(to, put(to, end, REASON), status(from, at));
    }
    return putClient(from, at, to, end);
  }

  private static long putAddress(
      MemorySegment from, long text, int length, MemorySegment to, long offset) {
    int port = length;
    while (from.get(Ascii.BYTE, text + port - 1) != ':') {
      port--;
    }
    boolean brackets = from.get(Ascii.BYTE, text) == '[';
    int begin = brackets ? 1 : 0;
    int bytes = port - 1 - 2 * begin;
    MemorySegment.copy(from, text + begin, to, offset, bytes);
    long end = put(to, offset + bytes, RPORT);
    MemorySegment.copy(from, text + port, to, end, length - port);
    return end + length - port;
  }

  private static long putKey(
      byte[] type, MemorySegment from, long at, MemorySegment to, long offset) {
    long key = at + WatchLayout.HEAD_BYTES;
    return UrlText.put(from, key, length(from, at), to, put(to, offset, type));
  }

  private static int length(MemorySegment from, long at) {
    return Bits.getShort(from, at + WatchLayout.LENGTH);
  }

  private static byte[] status(MemorySegment from, long at) {
    return WatchStatus.text(Bits.getByte(from, at + WatchLayout.STATUS));
  }

  private static byte[] command(MemorySegment from, long at) {
    return WatchCommand.text(Bits.getByte(from, at + WatchLayout.COMMAND));
  }

  private static long putKind(MemorySegment from, long at, MemorySegment to, long offset) {
    return putNumber(to, offset, CLSID, Bits.getInt(from, at + WatchLayout.KIND));
  }

  private static long putClient(MemorySegment from, long at, MemorySegment to, long offset) {
    return putNumber(to, offset, CFD, Bits.getInt(from, at + WatchLayout.CFD));
  }

  private static long putSize(MemorySegment from, long at, MemorySegment to, long offset) {
    return putNumber(to, offset, SIZE, Bits.getInt(from, at + WatchLayout.SIZE));
  }

  static long putNumber(MemorySegment to, long offset, byte[] name, long number) {
    return Ascii.putDecimal(to, put(to, offset, name), number);
  }

  private static long put(MemorySegment to, long offset, byte[] text) {
    MemorySegment.copy(text, 0, to, ValueLayout.JAVA_BYTE, offset, text.length);
    return offset + text.length;
  }
}
