package io.gannet.engine.protocol.memcache.binary;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.count;
import static io.gannet.engine.protocol.memcache.binary.Packets.head;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static io.gannet.engine.protocol.memcache.binary.Packets.store;
import static io.gannet.engine.protocol.memcache.binary.Packets.touch;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryParserTest {
  private static final int BATCH = 4;
  private static final int LARGE = 5000;

  private final Arena arena = Arena.ofAuto();
  private final BinaryParser parser = new BinaryParser();
  private final BinaryParserState state =
      new BinaryParserState(arena.allocate(BinaryParser.CARRY_BYTES));
  private final BinaryRequest[] batch = new BinaryRequest[BATCH];
  private Window window;

  BinaryParserTest() {
    Arrays.setAll(batch, i -> new BinaryRequest());
  }

  @Test
  void everyByteIsAnOpcodeOrNone() {
    int[] loud = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 28, 29, 32, 33, 34, 35};
    int[] quiet = {9, 13, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 30, 36};
    int known = 0;
    for (int code = 0; code < 256; code++) {
      Opcode opcode = Opcode.of(code);
      known += opcode == null ? 0 : 1;
      int byCode = code;
      boolean isLoud = Arrays.stream(loud).anyMatch(c -> c == byCode);
      boolean isQuiet = Arrays.stream(quiet).anyMatch(c -> c == byCode);
      assertEquals(isLoud || isQuiet, opcode != null, "" + code);
      assertEquals(isQuiet, opcode != null && opcode.isQuiet(code), "" + code);
    }
    assertEquals(loud.length + quiet.length, known);
    assertEquals(Opcode.GET, Opcode.of(9));
    assertEquals(Opcode.GATK, Opcode.of(36));
    assertEquals(Opcode.PREPEND, Opcode.of(26));
    assertEquals(Opcode.FLUSH, Opcode.of(24));
  }

  @Test
  void aBatchIsReadWhereItLies() {
    byte[] bytes =
        all(
            request(0x0d, 0xcafe, "a"),
            store(0x11, -2, 0x1122_3344_5566_7788L, 7, 9, "bb", "abc"),
            count(0x06, 3, 0, -1, 5, -1, "n"),
            touch(0x1d, 4, 300, "tt"));
    assertEquals(BATCH, parse(bytes));
    assertEquals(Opcode.GETK, batch[0].opcode);
    assertTrue(batch[0].quiet);
    assertEquals(0xcafe, batch[0].opaque);
    assertEquals("a", key(batch[0]));
    assertEquals(Opcode.SET, batch[1].opcode);
    assertTrue(batch[1].quiet && batch[1].whole);
    assertEquals(-2, batch[1].opaque);
    assertEquals(0x1122_3344_5566_7788L, batch[1].cas);
    assertEquals("bb", key(batch[1]));
    assertEquals(7, batch[1].clientFlags);
    assertEquals(9, batch[1].exptime);
    assertEquals("abc", text(batch[1].valueOffset, batch[1].valueLength));
    assertEquals(Opcode.DECREMENT, batch[2].opcode);
    assertFalse(batch[2].quiet || batch[2].makesNumber());
    assertEquals(-1, batch[2].delta);
    assertEquals(5, batch[2].initial);
    assertEquals(Opcode.GAT, batch[3].opcode);
    assertEquals(300, batch[3].exptime);
    assertEquals("tt", key(batch[3]));
    assertEquals(window.limit, window.position);
  }

  @Test
  void anExptimeIsUnsigned() {
    assertEquals(2, parse(all(store(1, 0, 0, 0, -2, "a", ""), touch(0x1c, 0, -1, "b"))));
    assertEquals(0xffff_fffeL, batch[0].exptime);
    assertEquals(0xffff_ffffL, batch[1].exptime);
  }

  @Test
  void flushHasADelayOrNone() {
    byte[] bytes = all(request(8, 1, ""), touch(0x18, 2, 30, ""));
    assertEquals(2, parse(bytes));
    assertEquals(Opcode.FLUSH, batch[0].opcode);
    assertEquals(0, batch[0].exptime);
    assertEquals(Opcode.FLUSH, batch[1].opcode);
    assertEquals(30, batch[1].exptime);
  }

  @Test
  void whatIsNoPacketEndsItAtTheFirstByte() {
    assertEquals(2, parse(all(request(0x0a, 0, ""), "g".getBytes(ISO_8859_1))));
    assertEquals(Opcode.FOREIGN, batch[1].opcode);
  }

  @Test
  void lengthsThatCannotBeAreAnsweredByTheHeadAlone() {
    refuses(Status.UNKNOWN_COMMAND, true, head(0, 2, 0, 1, 9, 0));
    refuses(Status.UNKNOWN_COMMAND, true, head(1, 2, 8, 9, 9, 0));
    refuses(Status.INVALID, true, head(0, 251, 0, 251, 9, 0));
    refuses(Status.INVALID, true, head(0x77, 251, 0, 251, 9, 0));
    refuses(Status.UNKNOWN_COMMAND, false, head(0x77, 250, 0, 250, 9, 0));
    refuses(Status.UNKNOWN_COMMAND, false, head(0x1b, 0, 4, 4, 9, 0));
    refuses(Status.TOO_LARGE, true, head(1, 2, 8, 0x8000_0009, 9, 0));
    refuses(Status.TOO_LARGE, true, head(0x0e, 2, 0, 0x7fff_fffe + 2, 9, 0));
    refuses(Status.INVALID, true, head(0, 2, 0, -1, 9, 0));
  }

  @Test
  void everyOpcodeHasItsForm() {
    for (int code : new int[] {0, 9, 12, 13, 4, 20}) {
      fits(code, 0, true, false);
    }
    for (int code : new int[] {1, 2, 3, 17, 18, 19}) {
      fits(code, 8, true, true);
    }
    for (int code : new int[] {14, 15, 25, 26}) {
      fits(code, 0, true, true);
    }
    for (int code : new int[] {5, 6, 21, 22}) {
      fits(code, 20, true, false);
    }
    for (int code : new int[] {28, 29, 30, 35, 36}) {
      fits(code, 4, true, false);
    }
    for (int code : new int[] {7, 23, 10, 11}) {
      fits(code, 0, false, false);
    }
    fits(8, 4, false, false);
    fits(24, 4, false, false);
  }

  private void fits(int code, int extras, boolean keyed, boolean valued) {
    int key = keyed ? 3 : 0;
    Opcode opcode = Opcode.of(code);
    assertTrue(opcode.fits(extras, key, 0));
    assertEquals(valued, opcode.fits(extras, key, 1));
    assertFalse(opcode.fits(extras, keyed ? 0 : 1, 0));
    assertFalse(opcode.fits(extras + 1, key, 0));
    assertEquals(opcode == Opcode.FLUSH, extras > 0 && opcode.fits(0, key, 0));
  }

  @Test
  void figuresHaveANameOrNone() {
    assertEquals(2, parse(all(request(0x10, 0, "items"), request(0x10, 0, ""))));
    assertEquals("items", key(batch[0]));
    assertEquals(0, batch[1].keyLength);
  }

  @Test
  void whoAClientIsNobodyAsks() {
    byte[] plain = request(0x21, 7, 0, new byte[0], "PLAIN", "\0a\0b");
    assertEquals(3, parse(all(request(0x20, 6, ""), plain, request(0x0a, 8, ""))));
    assertEquals(Status.UNKNOWN_COMMAND, batch[0].status);
    assertEquals(Status.UNKNOWN_COMMAND, batch[1].status);
    assertFalse(batch[1].closes);
    assertEquals(Opcode.NOOP, batch[2].opcode);
    refuses(Status.INVALID, true, head(0x21, 0, 0, 0, 9, 0));
  }

  @Test
  void theBodyOfAnUnknownOpcodeIsIgnoredHoweverLong() {
    byte[] unknown = request(0x77, 1, 0, new byte[3], "key", "x".repeat(LARGE));
    assertEquals(1, parse(Arrays.copyOf(unknown, 40)));
    assertEquals(0, parse(Arrays.copyOfRange(unknown, 40, LARGE)));
    assertEquals(window.limit, window.position);
    byte[] rest = Arrays.copyOfRange(unknown, LARGE, unknown.length);
    assertEquals(1, parse(all(rest, request(0x0a, 2, ""))));
    assertEquals(Opcode.NOOP, batch[0].opcode);
  }

  @Test
  void aLargeValueThatIsCutEndsTheBatch() {
    byte[] set = store(1, 0, 0, 1, 2, "key", "v".repeat(LARGE));
    assertEquals(2, parse(all(request(0, 0, "a"), Arrays.copyOf(set, 40))));
    assertFalse(batch[1].whole);
    assertEquals(LARGE, batch[1].valueLength);
    assertEquals(2, batch[1].exptime);
    assertEquals("vvvvv", text(window.position, window.remaining()));
  }

  @Test
  void aRequestThatCouldNotBeAnsweredIsReadAgain() {
    byte[] bytes = all(request(0, 1, "a"), request(0x77, 2, "bc"), request(0, 3, "d"));
    assertEquals(3, parse(bytes));
    state.returnTo(batch[1], window);
    assertEquals(2, parser.parse(state, window, batch));
    assertEquals(2, batch[0].opaque);
    state.returnBehind(batch[0], window);
    state.skip(2); // as whoever answers a value that nobody wants does
    assertEquals(1, parser.parse(state, window, batch));
    assertEquals("d", key(batch[0]));
  }

  @Test
  void anyCutGivesTheSameRequests() {
    byte[] bytes =
        all(
            request(0x0d, 1, "a"),
            store(0x11, 2, 5, 7, 9, "bb", "abc"),
            request(0x77, 3, "unknown"),
            count(0x06, 4, 0, -1, 5, -1, "n"),
            store(1, 5, 0, 0, 0, "k".repeat(250), "v".repeat(3000)),
            store(2, 6, 0, 0, 0, "k", "v".repeat(LARGE)),
            request(0x0a, 7, ""),
            head(0, 251, 0, 251, 8, 0));
    List<String> whole = requests(bytes, bytes.length);
    assertEquals(8, whole.size());
    for (int cut = 0; cut < bytes.length; cut++) {
      assertEquals(whole, requests(bytes, cut), "cut at " + cut);
    }
    assertEquals(whole, requests(bytes, -1), "byte by byte");
  }

  /** All requests, as the processor would have them, of bytes cut at one place or at each. */
  private List<String> requests(byte[] bytes, int cut) {
    state.reset();
    List<String> requests = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = cut < 0 ? from + 1 : from < cut ? cut : bytes.length;
      read(Arrays.copyOfRange(bytes, from, to), requests);
      from = to;
    }
    return requests;
  }

  private long valueToCome;
  private StringBuilder value = new StringBuilder();

  private void read(byte[] chunk, List<String> requests) {
    Window in = window(chunk);
    while (true) {
      if (valueToCome > 0) {
        int bytes = (int) Math.min(valueToCome, in.remaining());
        value.append(text(in, in.position, bytes));
        in.position += bytes;
        valueToCome -= bytes;
        if (valueToCome > 0) {
          return;
        }
        requests.add(requests.removeLast() + value);
      }
      Window from = state.carried.remaining() > 0 ? state.carried : in;
      int count = parser.parse(state, from, batch);
      for (int i = 0; i < count; i++) {
        requests.add(told(from, batch[i]));
      }
      if (count == 0 && (from == in || from.remaining() > 0)) {
        if (in.remaining() == 0) {
          return;
        }
        parser.carry(state, in);
      }
    }
  }

  private String told(Window from, BinaryRequest request) {
    if (request.opcode == Opcode.ANSWERED) {
      return request.opaque + " " + request.status + " " + request.closes;
    }
    boolean stores = request.opcode.stores();
    valueToCome = stores && !request.whole ? request.valueLength : 0;
    value.setLength(0);
    String there = stores && request.whole
        ? text(from, request.valueOffset, request.valueLength) : "";
    return request.opaque + " " + request.opcode + " " + request.quiet + " " + request.cas + " "
        + text(from, request.keyOffset, request.keyLength) + " " + request.exptime + " " + there;
  }

  private void refuses(Status status, boolean closes, byte[] head) {
    state.reset();
    assertEquals(1, parse(head));
    assertEquals(Opcode.ANSWERED, batch[0].opcode);
    assertEquals(status, batch[0].status);
    assertEquals(closes, batch[0].closes);
    assertEquals(9, batch[0].opaque);
  }

  private int parse(byte[] bytes) {
    window = window(bytes);
    return parser.parse(state, window, batch);
  }

  /** Memory of exactly the bytes: whatever is read behind them throws. */
  private Window window(byte[] bytes) {
    MemorySegment memory = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return new Window().set(memory, 0, bytes.length);
  }

  private String key(BinaryRequest request) {
    return text(request.keyOffset, request.keyLength);
  }

  private String text(long offset, long length) {
    return text(window, offset, length);
  }

  private static String text(Window from, long offset, long length) {
    byte[] bytes = from.memory.asSlice(offset, length).toArray(Ascii.BYTE);
    return new String(bytes, ISO_8859_1);
  }
}
