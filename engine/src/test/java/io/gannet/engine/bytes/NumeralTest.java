package io.gannet.engine.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class NumeralTest {
  private final Numeral numeral = new Numeral();

  @Test
  void unsignedNumbersHave64Bits() {
    assertUnsigned("0", 0);
    assertUnsigned("000000000000000000000000000018446744073709551615", -1);
    assertUnsigned("9223372036854775808", Long.MIN_VALUE);
    assertUnsigned("+7", 7);
    assertUnsigned("-0", 0);
    for (String wrong : new String[] {"", "+", "-", "-1", "x", "1x", "18446744073709551616",
        "18446744073709551620", "184467440737095516150", "99999999999999999999"}) {
      assertFalse(parse(wrong, true), wrong);
    }
  }

  @Test
  void signedNumbersHave63BitsAndASign() {
    assertSigned("9223372036854775807", Long.MAX_VALUE);
    assertSigned("-9223372036854775807", -Long.MAX_VALUE);
    assertSigned("-5", -5);
    for (String wrong : new String[] {"9223372036854775808", "--5", "+-5", "- 5", "1.5"}) {
      assertFalse(parse(wrong, false), wrong);
    }
  }

  @Test
  void blanksMayStandAroundANumber() {
    assertUnsigned(" \t\r\n12", 12);
    assertUnsigned("12 whatever", 12);
    assertUnsigned("12\t", 12);
    assertUnsigned("12\0", 12);
  }

  private void assertUnsigned(String text, long value) {
    assertTrue(parse(text, true), text);
    assertEquals(value, numeral.value, text);
  }

  private void assertSigned(String text, long value) {
    assertTrue(parse(text, false), text);
    assertEquals(value, numeral.value, text);
  }

  private boolean parse(String text, boolean unsigned) {
    MemorySegment memory = Arena.ofAuto().allocate(text.length() + 1).asSlice(0, text.length());
    MemorySegment.copy(
        MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, memory, 0, text.length());
    return unsigned
        ? numeral.parseUnsigned(memory, 0, text.length())
        : numeral.parseSigned(memory, 0, text.length());
  }
}
