package io.gannet.engine.protocol.memcache.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BinaryComposerTest {
  private static final int AT = 3;
  private final MemorySegment to = Arena.ofAuto().allocate(1024);

  @Test
  void aStatusIsToldByNumberAndWords() {
    long end = BinaryComposer.putStatus(to, AT, 0x01, 0xdeadbeef, Status.EXISTS, 0);
    assertEquals(
        "81010000000000020000001" + "4deadbeef0000000000000000" + hex("Data exists for key."),
        written(end));
  }

  @Test
  void successHasNoWords() {
    long end = BinaryComposer.putStatus(to, AT, 0x0a, 1, Status.SUCCESS, 0x1122334455667788L);
    assertEquals("810a00000000000000000000000000011122334455667788", written(end));
  }

  @Test
  void aNumberIsEightBytes() {
    long end = BinaryComposer.putNumber(to, AT, 0x05, 2, -2, 9);
    assertEquals(
        "810500000000000000000008000000020000000000000009fffffffffffffffe", written(end));
  }

  @Test
  void aValueComesBehindItsFlagsAndKey() {
    MemorySegment key = MemorySegment.ofArray("_key".getBytes(US_ASCII));
    long end = BinaryComposer.putValueHead(to, AT, 0x0c, 3, 5, 0xf0000001, key, 1, 3, 10);
    assertEquals(
        "810c00030400000000000011000000030000000000000005f0000001" + hex("key"), written(end));
    end = BinaryComposer.putValueHead(to, AT, 0x00, 3, 5, 7, key, 1, 0, 10);
    assertEquals("81000000040000000000000e00000003000000000000000500000007", written(end));
  }

  @Test
  void aMissIsToldByItsKey() {
    MemorySegment key = MemorySegment.ofArray("_key".getBytes(US_ASCII));
    long end = BinaryComposer.putKeyMiss(to, AT, 0x0c, 4, key, 1, 3);
    assertEquals("810c00030000000100000003000000040000000000000000" + hex("key"), written(end));
  }

  @Test
  void textAndFigures() {
    long end = BinaryComposer.putText(to, AT, 0x0b, 5, "1.6.18".getBytes(US_ASCII));
    assertEquals(
        "810b00000000000000000006000000050000000000000000" + hex("1.6.18"), written(end));
    end = BinaryComposer.putStatHead(to, AT, 6, 3, 4);
    assertEquals("811000030000000000000007000000060000000000000000", written(end));
  }

  @Test
  void everyReplyFitsTheRoomThatIsAskedFor() {
    for (Status status : Status.values()) {
      to.fill((byte) 0x5a);
      BinaryComposer.putStatus(to, AT, 0xff, -1, status, -1);
      long room = AT + BinaryComposer.REPLY_BYTES_MAX;
      assertEquals((byte) 0x5a, to.get(Ascii.BYTE, room), status.name());
      assertEquals((byte) 0x5a, to.get(Ascii.BYTE, AT - 1), status.name());
    }
    assertTrue(BinaryComposer.REPLY_BYTES_MAX <= 80);
  }

  private String written(long end) {
    return HexFormat.of().formatHex(to.asSlice(AT, end - AT).toArray(Ascii.BYTE));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
