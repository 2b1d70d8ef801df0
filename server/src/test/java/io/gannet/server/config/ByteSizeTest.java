package io.gannet.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ByteSizeTest {
  private static final long MIB = 1L << 20;

  @Test
  void unitsArePowersOf1024InAnyCase() {
    assertEquals(OptionalLong.of(4096), ByteSize.parse("4096", 1));
    assertEquals(OptionalLong.of(7), ByteSize.parse("7B", 1));
    assertEquals(OptionalLong.of(2048), ByteSize.parse("2k", 1));
    assertEquals(OptionalLong.of(64 * MIB), ByteSize.parse("64MiB", 1));
    assertEquals(OptionalLong.of(64 * MIB), ByteSize.parse("64m", 1));
    assertEquals(OptionalLong.of(1L << 30), ByteSize.parse("1 gib", 1));
    assertEquals(OptionalLong.of(1L << 50), ByteSize.parse("1p", 1));
  }

  @Test
  void onlyABareNumberCountsInTheBareUnit() {
    assertEquals(OptionalLong.of(64 * MIB), ByteSize.parse("64", MIB));
    assertEquals(OptionalLong.of(64 * 1024), ByteSize.parse("64k", MIB));
    assertEquals(OptionalLong.of(64), ByteSize.parse("64b", MIB));
  }

  @Test
  void whatIsNoSizeIsNone() {
    for (String text : List.of("", "m", "-1", "1.5g", "1MB", "1x", "1 m m", "bib", "1bib", "٣")) {
      assertEquals(OptionalLong.empty(), ByteSize.parse(text, 1), text);
    }
  }

  @Test
  void whatDoesNotFitIn63BitsIsNone() {
    assertEquals(OptionalLong.of(Long.MAX_VALUE), ByteSize.parse("9223372036854775807", 1));
    assertEquals(OptionalLong.empty(), ByteSize.parse("9223372036854775808", 1));
    assertEquals(OptionalLong.empty(), ByteSize.parse("8192p", 1));
  }

  @Test
  void sizesAreWrittenInTheGreatestWholeUnitAndReadBack() {
    assertEquals("0", ByteSize.format(0));
    assertEquals("1023", ByteSize.format(1023));
    assertEquals("1KiB", ByteSize.format(1024));
    assertEquals("1025", ByteSize.format(1025));
    assertEquals("1536MiB", ByteSize.format(1536 * MIB));
    for (long bytes : new long[] {0, 1, 1024, 12345, 64 * MIB, 1L << 62, Long.MAX_VALUE}) {
      assertEquals(OptionalLong.of(bytes), ByteSize.parse(ByteSize.format(bytes), 1));
    }
  }
}
