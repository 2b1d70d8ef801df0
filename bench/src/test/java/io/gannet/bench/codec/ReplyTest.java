package io.gannet.bench.codec;

import static io.gannet.bench.codec.Outcome.DONE;
import static io.gannet.bench.codec.Outcome.HIT;
import static io.gannet.bench.codec.Outcome.MISS;
import static io.gannet.bench.codec.Outcome.PENDING;
import static io.gannet.bench.codec.Outcome.REFUSED;
import static io.gannet.bench.codec.Outcome.WRONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What replies are taken for, wherever the stream is cut. */
class ReplyTest {
  private static final Ask GET = Wire.ask(Op.GET, 42, 5);
  private static final Ask SET = Wire.ask(Op.SET, 42, 5);
  private static final Ask DELETE = Wire.ask(Op.DELETE, 42, 5);
  private static final String VALUE = Wire.value(GET);
  private static final String KEY = "key:00000042";

  /** A reply, the ask it answers, and what it is. */
  private record Turn(Protocol protocol, Ask ask, String reply, Outcome outcome) {}

  private static List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    Protocol text = Protocol.MEMCACHED;
    turns.add(new Turn(text, GET, "VALUE key:00000042 0 5\r\n" + VALUE + "\r\nEND\r\n", HIT));
    turns.add(new Turn(text, GET, "VALUE key:00000042 77 5\r\n" + VALUE + "\r\nEND\r\n", HIT));
    turns.add(new Turn(text, GET, "END\r\n", MISS));
    turns.add(new Turn(text, GET, "SERVER_ERROR out of memory\r\n", REFUSED));
    turns.add(new Turn(text, GET, "CLIENT_ERROR bad command line format\r\n", REFUSED));
    turns.add(new Turn(text, GET, "ERROR\r\n", REFUSED));
    turns.add(new Turn(text, SET, "STORED\r\n", DONE));
    turns.add(new Turn(text, SET, "NOT_STORED\r\n", REFUSED));
    turns.add(new Turn(text, SET, "SERVER_ERROR object too large for cache\r\n", REFUSED));
    turns.add(new Turn(text, DELETE, "DELETED\r\n", DONE));
    turns.add(new Turn(text, DELETE, "NOT_FOUND\r\n", MISS));
    Protocol meta = Protocol.META;
    turns.add(new Turn(meta, GET, "VA 5 kkey:00000042\r\n" + VALUE + "\r\n", HIT));
    turns.add(new Turn(meta, GET, "EN\r\n", MISS));
    turns.add(new Turn(meta, GET, "EN kkey:00000042\r\n", MISS));
    turns.add(new Turn(meta, GET, "ERROR\r\n", REFUSED));
    turns.add(new Turn(meta, SET, "HD\r\n", DONE));
    turns.add(new Turn(meta, SET, "NS\r\n", REFUSED));
    turns.add(new Turn(meta, SET, "SERVER_ERROR out of memory storing object\r\n", REFUSED));
    turns.add(new Turn(meta, DELETE, "HD\r\n", DONE));
    turns.add(new Turn(meta, DELETE, "NF\r\n", MISS));
    Protocol resp = Protocol.RESP;
    turns.add(new Turn(resp, GET, "$5\r\n" + VALUE + "\r\n", HIT));
    turns.add(new Turn(resp, GET, "$-1\r\n", MISS));
    turns.add(new Turn(resp, GET, "-LOADING Redis is loading the dataset\r\n", REFUSED));
    turns.add(new Turn(resp, SET, "+OK\r\n", DONE));
    turns.add(new Turn(resp, SET, "-OOM command not allowed\r\n", REFUSED));
    turns.add(new Turn(resp, DELETE, ":1\r\n", DONE));
    turns.add(new Turn(resp, DELETE, ":0\r\n", MISS));
    Protocol binary = Protocol.BINARY;
    turns.add(new Turn(binary, GET, packet(0x0c, 0, 12, 4, "\0\0\0\0" + KEY + VALUE), HIT));
    turns.add(new Turn(binary, GET, packet(0x0c, 0, 12, 4, "\0\0\0\7" + KEY + VALUE), HIT));
    turns.add(new Turn(binary, GET, packet(0x0c, 1, 12, 0, KEY), MISS));
    turns.add(new Turn(binary, GET, packet(0x0c, 0x82, 0, 0, "Out of memory"), REFUSED));
    turns.add(new Turn(binary, SET, packet(0x01, 0, 0, 0, ""), DONE));
    turns.add(new Turn(binary, SET, packet(0x01, 3, 0, 0, "Too large."), REFUSED));
    turns.add(new Turn(binary, DELETE, packet(0x04, 0, 0, 0, ""), DONE));
    turns.add(new Turn(binary, DELETE, packet(0x04, 1, 0, 0, "Not found"), MISS));
    turns.add(new Turn(Protocol.PING, GET, "PONG\r\n", HIT));
    turns.add(new Turn(Protocol.PING, GET, "+PONG\r\n", HIT));
    turns.add(new Turn(Protocol.PING, GET, "ERROR\r\n", REFUSED));
    return turns;
  }

  /** A reply to a request of key 42. */
  private static String packet(
      int opcode, int status, int keyBytes, int extrasBytes, String body) {
    byte[] head =
        ByteBuffer.allocate(BinaryCodec.HEAD_BYTES)
            .put((byte) BinaryCodec.RESPONSE)
            .put((byte) opcode)
            .putShort((short) keyBytes)
            .put((byte) extrasBytes)
            .put((byte) 0)
            .putShort((short) status)
            .putInt(body.length())
            .putInt(42)
            .putLong(7)
            .array();
    return new String(head, ISO_8859_1) + body;
  }

  @Test
  void anotherPacketThanTheOneThatIsDueIsFound() {
    Protocol binary = Protocol.BINARY;
    String flags = "\0\0\0\0";
    String other = "key:00000043";
    assertWrong(binary, GET, packet(0x0c, 0, 12, 4, flags + other + VALUE), "another key");
    assertWrong(binary, GET, packet(0x0c, 0, 11, 4, flags + KEY + VALUE), "another key");
    assertWrong(binary, GET, packet(0x0c, 1, 12, 0, other), "another key");
    assertWrong(binary, GET, packet(0x0c, 0, 12, 4, flags + KEY + VALUE + "x"), "another length");
    assertWrong(binary, GET, packet(0x0c, 0, 12, 0, KEY + VALUE), "another form");
    assertWrong(binary, GET, packet(0x01, 0, 0, 0, ""), "another request");
    assertWrong(binary, SET, packet(0x01, 0, 0, 4, flags), "another form");
    String unasked = packet(0x01, 0, 0, 0, "").replace((char) 42, (char) 43);
    assertWrong(binary, SET, unasked, "another request");
  }

  @Test
  void eachReplyIsWhatItIs() {
    for (Turn turn : turns()) {
      for (boolean verify : new boolean[] {false, true}) {
        ReplyReader reader = turn.protocol.codec().newReader(verify);
        assertEquals(turn.outcome, Wire.read(reader, turn.reply, turn.ask), turn.toString());
        if (turn.outcome == REFUSED) {
          boolean packets = turn.protocol == Protocol.BINARY;
          int from = packets ? BinaryCodec.HEAD_BYTES : 0;
          assertEquals(turn.reply.substring(from).strip(), reader.lastError());
        }
      }
    }
  }

  @Test
  void cutsOfTheSameBytesGiveTheSameOutcomes() {
    for (Protocol protocol : Protocol.values()) {
      List<Turn> turns = turns().stream().filter(turn -> turn.protocol == protocol).toList();
      int bytes = turns.stream().mapToInt(turn -> turn.reply.length()).sum();
      for (int first = 0; first <= bytes; first++) {
        for (int second = first; second <= bytes; second += 8) {
          converse(turns, first, second);
        }
      }
    }
  }

  @Test
  void byteByByteGivesTheSameOutcomes() {
    for (Protocol protocol : Protocol.values()) {
      List<Turn> turns = turns().stream().filter(turn -> turn.protocol == protocol).toList();
      int bytes = turns.stream().mapToInt(turn -> turn.reply.length()).sum();
      converse(turns, IntStream.range(0, bytes).toArray());
    }
  }

  /** Reads all replies as one stream that is cut at these places. */
  private static void converse(List<Turn> turns, int... cuts) {
    String stream = String.join("", turns.stream().map(Turn::reply).toList());
    ReplyReader reader = turns.getFirst().protocol.codec().newReader(true);
    Window window = new Window();
    int turn = 0;
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : stream.length();
      MemorySegment memory = Wire.memory(stream.substring(from, to));
      window.set(memory, 0, memory.byteSize());
      while (window.remaining() > 0) {
        Outcome outcome = reader.read(window, turns.get(turn).ask);
        if (outcome == PENDING) {
          assertEquals(0, window.remaining());
        } else {
          assertEquals(turns.get(turn).outcome, outcome, stream.substring(0, to));
          turn++;
        }
      }
      from = to;
    }
    assertEquals(turns.size(), turn);
  }

  private static void assertWrong(Protocol protocol, Ask ask, String reply, String why) {
    for (int cut = 0; cut <= reply.length(); cut++) {
      ReplyReader reader = protocol.codec().newReader(false);
      Outcome outcome = PENDING;
      for (String part : List.of(reply.substring(0, cut), reply.substring(cut))) {
        if (outcome == PENDING && !part.isEmpty()) {
          MemorySegment memory = Wire.memory(part);
          outcome = reader.read(new Window().set(memory, 0, memory.byteSize()), ask);
        }
      }
      assertEquals(WRONG, outcome, reply);
      assertTrue(reader.lastError().contains(why), reader.lastError());
    }
  }

  @Test
  void anotherKeyIsFound() {
    String behind = "\r\n" + VALUE + "\r\n";
    String text = behind + "END\r\n";
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:00000043 0 5" + text, "another key");
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:000000042 0 5" + text, "another key");
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:00000042x 0 5" + text, "another key");
    assertWrong(Protocol.META, GET, "VA 5 kkey:00000043" + behind, "another key");
    assertWrong(Protocol.META, GET, "VA 5 key:00000042" + behind, "another key");
    assertWrong(Protocol.META, GET, "VA 5" + behind, "another key");
    assertWrong(Protocol.META, GET, "EN kkey:00000043\r\n", "another key");
  }

  @Test
  void anotherLengthIsFound() {
    String text = "\r\n" + VALUE + "x\r\nEND\r\n";
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:00000042 0 6" + text, "another length");
    assertWrong(Protocol.META, GET, "VA 6 kkey:00000042\r\n" + VALUE + "x\r\n", "another length");
    assertWrong(Protocol.RESP, GET, "$6\r\n" + VALUE + "x\r\n", "another length");
  }

  @Test
  void aValueThatIsLongerThanItSaysIsFound() {
    String text = "\r\n" + VALUE + "x\r\nEND\r\n";
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:00000042 0 5" + text, "does not end");
    assertWrong(Protocol.MEMCACHED, GET, "VALUE key:00000042 0 5\r\n" + VALUE + "\r\nENDS", "end");
    assertWrong(Protocol.META, GET, "VA 5 kkey:00000042\r\n" + VALUE + "x\r\n", "does not end");
    assertWrong(Protocol.RESP, GET, "$5\r\n" + VALUE + "x\r\n", "does not end");
  }

  @Test
  void nonsenseIsFound() {
    for (Protocol protocol : Protocol.values()) {
      for (Ask ask : new Ask[] {GET, SET, DELETE}) {
        for (String nonsense : new String[] {"\r\n", "\n", "x\r\n", "HTTP/1.1 400 Bad\r\n"}) {
          assertWrong(protocol, ask, nonsense, "not a reply");
        }
      }
      boolean lines = protocol != Protocol.BINARY;
      assertWrong(protocol, GET, "x".repeat(2000), lines ? "a line of more than" : "not a reply");
    }
    String text = "\r\n" + VALUE + "\r\nEND\r\n";
    for (String length : new String[] {"", "-5", "5x", "99999999999", " 5"}) {
      String line = "VALUE key:00000042 0 " + length;
      assertWrong(Protocol.MEMCACHED, GET, line + text, "not a reply");
      assertWrong(Protocol.RESP, GET, "$" + length + "\r\n", "not a reply");
    }
    assertWrong(Protocol.MEMCACHED, GET, "STORED\r\n", "not a reply");
    assertWrong(Protocol.MEMCACHED, SET, "END\r\n", "not a reply");
    assertWrong(Protocol.RESP, SET, "$5\r\n", "not a reply");
    assertWrong(Protocol.RESP, GET, "+OK\r\n", "not a reply");
  }

  @Test
  void aSetThatWasNotUnderstoodIsTheEnd() {
    assertWrong(Protocol.MEMCACHED, SET, "ERROR\r\n", "ERROR");
    assertWrong(Protocol.MEMCACHED, SET, "CLIENT_ERROR bad data chunk\r\n", "CLIENT_ERROR");
    assertWrong(Protocol.META, SET, "CLIENT_ERROR invalid flag\r\n", "CLIENT_ERROR");
  }

  @Test
  void anyLengthIsRightWhereNoneIsKnown() {
    Ask ask = Wire.ask(Op.GET, 42, -1);
    for (int bytes : new int[] {0, 1, 8, 1000}) {
      String value = "v".repeat(bytes);
      ReplyReader text = Protocol.MEMCACHED.codec().newReader(false);
      String reply = "VALUE key:00000042 0 " + bytes + "\r\n" + value + "\r\nEND\r\n";
      assertEquals(HIT, Wire.read(text, reply, ask));
      ReplyReader resp = Protocol.RESP.codec().newReader(false);
      assertEquals(HIT, Wire.read(resp, "$" + bytes + "\r\n" + value + "\r\n", ask));
    }
  }

  @Test
  void aChangedByteIsFoundWhereValuesAreVerified() {
    Ask ask = Wire.ask(Op.GET, 42, 2 * Values.POOL_BYTES);
    String value = Wire.value(ask);
    ReplyReader reader = Protocol.RESP.codec().newReader(true);
    String head = "$" + ask.valueBytes + "\r\n";
    assertEquals(HIT, Wire.read(reader, head + value + "\r\n", ask));
    for (int at : new int[] {0, 1, 70_000, Values.POOL_BYTES, 2 * Values.POOL_BYTES - 1}) {
      String changed = value.substring(0, at) + ' ' + value.substring(at + 1);
      assertEquals(WRONG, Wire.read(reader, head + changed + "\r\n", ask));
      assertEquals("a value of other bytes than this workload stores", reader.lastError());
      ReplyReader trusting = Protocol.RESP.codec().newReader(false);
      assertEquals(HIT, Wire.read(trusting, head + changed + "\r\n", ask));
    }
  }

  @Test
  void aNewConnectionBeginsAfresh() {
    for (Turn turn : turns()) {
      for (int cut = 0; cut < turn.reply.length(); cut++) {
        ReplyReader reader = turn.protocol.codec().newReader(true);
        assertEquals(PENDING, Wire.read(reader, turn.reply.substring(0, cut), turn.ask));
        reader.reset();
        assertEquals(turn.outcome, Wire.read(reader, turn.reply, turn.ask));
      }
    }
  }

  @Test
  void anErrorsTextIsBoundedAndPrintable() {
    ReplyReader reader = Protocol.MEMCACHED.codec().newReader(false);
    assertEquals(REFUSED, Wire.read(reader, "SERVER_ERROR \1" + "y".repeat(500) + "\r\n", GET));
    assertEquals("SERVER_ERROR .", reader.lastError().substring(0, 14));
    assertEquals(LineReader.ERROR_BYTES_MAX, reader.lastError().length());
  }

  /** Whatever comes and however it is cut: no exception, no endless loop, nothing read beyond. */
  @Test
  void mangledRepliesNeverThrow() {
    long seed = 20260722;
    Random random = new Random(seed);
    List<Turn> turns = turns();
    for (int i = 0; i < 30_000; i++) {
      Turn turn = turns.get(random.nextInt(turns.size()));
      StringBuilder reply = new StringBuilder(turn.reply);
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(reply.length());
        switch (random.nextInt(3)) {
          case 0 -> reply.setCharAt(at, (char) random.nextInt(256));
          case 1 -> reply.insert(at, (char) random.nextInt(256));
          default -> reply.append("\r\n");
        }
      }
      readInParts(turn, reply.toString(), random, "seed " + seed + ", reply " + i);
    }
  }

  private static void readInParts(Turn turn, String reply, Random random, String name) {
    ReplyReader reader = turn.protocol.codec().newReader(random.nextBoolean());
    Outcome outcome = PENDING;
    int from = 0;
    while (from < reply.length() && outcome == PENDING) {
      int to = from + 1 + random.nextInt(reply.length() - from);
      MemorySegment memory = Wire.memory(reply.substring(from, to));
      Window window = new Window().set(memory, 0, memory.byteSize());
      outcome = reader.read(window, turn.ask);
      assertTrue(outcome != PENDING || window.remaining() == 0, name);
      from = to;
    }
    if (outcome == WRONG || outcome == REFUSED) {
      assertTrue(!reader.lastError().isEmpty(), name);
    }
  }
}
