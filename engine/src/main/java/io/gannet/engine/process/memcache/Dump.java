package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Base64;
import io.gannet.engine.bytes.UrlText;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.ItemPage;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The listing of what is stored that a conversation has under way: which items it wants, and in
 * which of memcached's three forms they are told.
 *
 * <pre>
 *   metadump    key=a%20b exp=-1 la=1700000000 cas=1 fetch=no cls=1 size=50 flags=0 \n     END
 *   mgdump      mg foo\r\n        mg YSBi b\r\n                                            EN
 *   cachedump   ITEM foo [3 b; 1700000000 s]\r\n                                           END
 * </pre>
 */
final class Dump {
  /** Every kind there is. */
  static final long ALL_KINDS = -1;

  /** Kinds that can be asked for, from 0 on: memcached's number of size classes. */
  static final int KINDS = 64;

  enum Form {
    METADUMP,
    MGDUMP,
    CACHEDUMP
  }

  private static final byte[] KEY = bytes("key=");
  private static final byte[] EXP = bytes(" exp=");
  private static final byte[] NEVER = bytes("-1");
  private static final byte[] LA = bytes(" la=");
  private static final byte[] CAS = bytes(" cas=");
  private static final byte[] FETCHED = bytes(" fetch=yes cls=");
  private static final byte[] NOT_FETCHED = bytes(" fetch=no cls=");
  private static final byte[] SIZE = bytes(" size=");
  private static final byte[] FLAGS = bytes(" flags=");
  private static final byte[] LINE_END = bytes(" \n");
  private static final byte[] MG = bytes("mg ");
  private static final byte[] IN_BASE_64 = bytes(" b");
  private static final byte[] ITEM = bytes("ITEM ");
  private static final byte[] VALUE = bytes(" [");
  private static final byte[] EXPIRES = bytes(" b; ");
  private static final byte[] ITEM_END = bytes(" s]\r\n");

  private static final long NUMBER_MAX = 4_294_967_295L;

  static {
    int literals =
        KEY.length + EXP.length + LA.length + CAS.length + FETCHED.length + SIZE.length
            + FLAGS.length + LINE_END.length;
    int numbers = 2 * Ascii.decimalBytes(1L << 35) + Ascii.DECIMAL_BYTES_MAX
        + 3 * Ascii.decimalBytes(NUMBER_MAX);
    assert literals + numbers <= ItemPage.TOLD_ITEM_BYTES_MAX : "the longest of the three";
  }

  private Form form;
  private long kinds;

  /** How many items are still to be told. */
  private long left;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Begins.
   *
   * @param kinds a bit for each kind wanted, or {@link #ALL_KINDS}
   * @param limit how many items at most
   */
  void begin(Form form, long kinds, long limit) {
    this.form = form;
    this.kinds = kinds;
    this.left = limit;
  }

  /** Composes what is wanted of a page's items; false if nothing more is. */
  boolean put(ItemPage page, Output out) {
    while (left > 0 && page.hasNext()) {
      if (wants(page)) {
        out.position = put(page, out.memory, out.position);
        left--;
      }
    }
    return left > 0;
  }

  /** What is said when all was told. */
  Reply end() {
    return form == Form.MGDUMP ? Reply.KEYS_END : Reply.END;
  }

  private boolean wants(ItemPage page) {
    boolean kind =
        kinds == ALL_KINDS || page.kind() < KINDS && (kinds >>> page.kind() & 1) != 0;
    return kind && (form != Form.CACHEDUMP || isPlain(page));
  }

  private long put(ItemPage page, MemorySegment to, long offset) {
    return switch (form) {
      case METADUMP -> putMeta(page, to, offset);
      case MGDUMP -> putKey(page, to, offset);
      case CACHEDUMP -> putItem(page, to, offset);
    };
  }

  private static long putMeta(ItemPage page, MemorySegment to, long offset) {
    long at = MemcacheComposer.putText(to, offset, KEY);
    at = UrlText.put(page.memory, page.keyOffset(), page.keyLength(), to, at);
    at = MemcacheComposer.putText(to, at, EXP);
    at = page.deadlineSec() == 0
        ? MemcacheComposer.putText(to, at, NEVER)
        : Ascii.putDecimal(to, at, page.deadlineSec());
    at = putNumber(to, at, LA, page.sinceSec());
    at = putNumber(to, at, CAS, page.token());
    at = putNumber(to, at, page.found() ? FETCHED : NOT_FETCHED, page.kind());
    at = putNumber(to, at, SIZE, page.itemBytes());
    at = putNumber(to, at, FLAGS, page.clientFlags() & NUMBER_MAX);
    return MemcacheComposer.putText(to, at, LINE_END);
  }

  private static long putNumber(MemorySegment to, long offset, byte[] name, long number) {
    return Ascii.putDecimal(to, MemcacheComposer.putText(to, offset, name), number);
  }

  private static long putKey(ItemPage page, MemorySegment to, long offset) {
    long at = MemcacheComposer.putText(to, offset, MG);
    if (isPlain(page)) {
      at = putRaw(page, to, at);
    } else {
      at = Base64.encode(page.memory, page.keyOffset(), page.keyLength(), to, at);
      at = MemcacheComposer.putText(to, at, IN_BASE_64);
    }
    return MemcacheComposer.putLineEnd(to, at);
  }

  private static long putItem(ItemPage page, MemorySegment to, long offset) {
    long at = putRaw(page, to, MemcacheComposer.putText(to, offset, ITEM));
    at = putNumber(to, at, VALUE, page.valueLength());
    at = putNumber(to, at, EXPIRES, page.deadlineSec());
    return MemcacheComposer.putText(to, at, ITEM_END);
  }

  private static long putRaw(ItemPage page, MemorySegment to, long at) {
    MemorySegment.copy(page.memory, page.keyOffset(), to, at, page.keyLength());
    return at + page.keyLength();
  }

  /** True if the key can be a word of a line. */
  private static boolean isPlain(ItemPage page) {
    long end = page.keyOffset() + page.keyLength();
    for (long at = page.keyOffset(); at < end; at++) {
      if ((page.memory.get(BYTE, at) & 0xff) <= ' ') {
        return false;
      }
    }
    return true;
  }
}
