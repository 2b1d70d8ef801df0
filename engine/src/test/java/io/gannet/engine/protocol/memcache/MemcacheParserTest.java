package io.gannet.engine.protocol.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemcacheParserTest {
  private final Arena arena = Arena.ofAuto();
  private final MemcacheParser parser = new MemcacheParser();
  private final ParserState state = new ParserState(arena.allocate(MemcacheParser.CARRY_BYTES));
  private final Request[] batch = new Request[4];
  private Window window;

  MemcacheParserTest() {
    Arrays.setAll(batch, i -> new Request());
  }

  @Test
  void everyVerbIsKnownByItsName() {
    for (Verb verb : Verb.values()) {
      String name = verb.name().toLowerCase();
      boolean said = verb != Verb.LOGIN; // a set is one, where users are asked for
      boolean spoken = said && verb.ordinal() < Verb.LIST_END.ordinal() || verb == Verb.MN;
      assertEquals(spoken ? verb : null, verb(name), name);
      assertEquals(null, verb(name + "x"));
      assertEquals(null, verb(name.substring(0, name.length() - 1) + "?"));
    }
  }

  private Verb verb(String name) {
    return Verb.of(window(name).memory, 0, name.length());
  }

  @Test
  void aBatchIsReadWhereItLies() {
    String set = "set bb 7 9 3 noreply\r\nabc\r\n";
    assertEquals(3, parse("get a\r\n" + set + "incr n 18446744073709551615\r\n"));
    assertEquals(Verb.GET, batch[0].verb);
    assertEquals("a", key(batch[0]));
    assertTrue(batch[0].last);
    assertEquals(Verb.SET, batch[1].verb);
    assertEquals("bb", key(batch[1]));
    assertEquals(7, batch[1].clientFlags);
    assertEquals(9, batch[1].exptime);
    assertEquals(3, batch[1].valueLength);
    assertEquals("abc", text(batch[1].valueOffset, 3));
    assertTrue(batch[1].noreply && batch[1].whole);
    assertEquals(-1, batch[2].number);
    assertFalse(batch[2].noreply);
    assertEquals(window.limit, window.position);
  }

  @Test
  void eachKeyOfAListIsARequest() {
    assertEquals(3, parse("gats 5  a bb  c \r\n"));
    assertEquals("a bb c", key(batch[0]) + " " + key(batch[1]) + " " + key(batch[2]));
    assertFalse(batch[0].last || batch[1].last);
    assertTrue(batch[2].last);
    assertEquals(5, batch[2].exptime);
  }

  @Test
  void aBatchThatIsFullGoesOnInTheMiddleOfAList() {
    assertEquals(4, parse("get a b c d e f\r\nversion\r\n"));
    assertEquals(3, parser.parse(state, window, batch));
    assertEquals("f", key(batch[1]));
    assertTrue(batch[1].last);
    assertEquals(Verb.VERSION, batch[2].verb);
  }

  @Test
  void aRequestThatCouldNotBeAnsweredIsReadAgain() {
    assertEquals(4, parse("get a b c d e f\r\nversion\r\n"));
    state.returnTo(batch[1], window);
    assertEquals(4, parser.parse(state, window, batch));
    assertEquals("b", key(batch[0]));
    state.returnBehind(batch[3], window);
    assertEquals(2, parser.parse(state, window, batch));
    assertEquals("f", key(batch[0]));
  }

  @Test
  void aLargeBlockThatIsCutEndsTheBatch() {
    assertEquals(2, parse("get a\r\nset b 0 0 5000\r\nabc\r"));
    assertFalse(batch[1].whole);
    assertEquals("abc\r", text(window.position, window.remaining()));
  }

  @Test
  void aSmallBlockThatIsCutIsCarriedWithItsLine() {
    assertEquals(1, parse("get a\r\nset b 0 0 3\r\nab"));
    assertEquals(0, parser.parse(state, window, batch));
    parser.carry(state, window);
    assertEquals(0, parser.parse(state, state.carried, batch));
    Window next = window("c\r\nversion\r\n");
    parser.carry(state, next);
    assertEquals(9, next.remaining());
    window = state.carried;
    assertEquals(1, parser.parse(state, window, batch));
    assertTrue(batch[0].whole);
    assertEquals("abc\r\n", text(batch[0].valueOffset, 5));
    assertEquals(0, state.carried.remaining());
  }

  @Test
  void aLineThatIsCutIsCarriedOver() {
    assertEquals(1, parse("version\r\nincr n"));
    assertEquals(0, parser.parse(state, window, batch));
    parser.carry(state, window);
    assertEquals(0, window.remaining());
    assertEquals(0, parser.parse(state, state.carried, batch));
    Window next = window(" 5\r\nversion\r\n");
    parser.carry(state, next);
    assertEquals(9, next.remaining());
    window = state.carried;
    assertEquals(1, parser.parse(state, window, batch));
    assertEquals(Verb.INCR, batch[0].verb);
    assertEquals(5, batch[0].number);
    assertEquals(0, state.carried.remaining());
  }

  @Test
  void aBlockNobodyWantsIsSkipped() {
    parse("");
    state.skip(10);
    assertEquals(1, parse("0123\n56\r\nversion\r\n"));
    assertEquals(Verb.ANSWERED, batch[0].verb); // "rsion"
  }

  @Test
  void aLineIsHopelessByItsFirst2049BytesAlone() {
    assertEquals(0, parse("x".repeat(2048)));
    assertEquals(1, parse("x".repeat(2049)));
    assertEquals(Verb.HOPELESS, batch[0].verb);
    assertEquals(1, parse("x".repeat(2049) + "\n"));
    assertEquals(Verb.HOPELESS, batch[0].verb);
    assertEquals(1, parse("x".repeat(2048) + "\n"));
    assertEquals(Verb.ANSWERED, batch[0].verb);
  }

  private int parse(String text) {
    window = window(text);
    return parser.parse(state, window, batch);
  }

  private Window window(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    MemorySegment memory = arena.allocate(bytes.length + 1).asSlice(0, bytes.length);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return new Window().set(memory, 0, bytes.length);
  }

  private String key(Request request) {
    return text(request.keyOffset, request.keyLength);
  }

  private String text(long offset, long length) {
    byte[] bytes = window.memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, ISO_8859_1);
  }
}
