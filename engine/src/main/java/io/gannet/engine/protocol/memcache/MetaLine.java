package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Base64;
import java.lang.foreign.MemorySegment;

/**
 * The line that a meta command is answered by: a code, then what was asked for by flags, in their
 * order. What there is to say is filled in first, and only what is asked for; reused.
 */
public final class MetaLine {
  /** Room that a line without a key needs, or a number behind it. */
  public static final int KEYLESS_BYTES_MAX = 128;

  /** Room that any line needs. */
  public static final int BYTES_MAX =
      KEYLESS_BYTES_MAX + 4 + Base64.letters(MemcacheParser.KEY_BYTES_MAX);

  /** Room that the line of {@code me} needs. */
  public static final int DEBUG_BYTES_MAX = BYTES_MAX;

  public static final short HD = code("HD");
  public static final short VA = code("VA");
  public static final short EN = code("EN");
  public static final short NF = code("NF");
  public static final short NS = code("NS");
  public static final short EX = code("EX");

  /** The flags that are told of what was found. */
  public static final long FOUND = Request.flags("stcflhOk");

  /** Of what was stored, or was to be. */
  public static final long STORED = Request.flags("Okcs");

  /** Of what was counted. */
  public static final long COUNTED = Request.flags("ctOk");

  /** Of all else. */
  public static final long OTHERS = Request.flags("Ok");

  /** Of what is known to its owner alone: what the client has sent. */
  public static final long OPAQUE = Request.flags("O");

  private static final short ME_CODE = code("ME");

  /** Where the key lies. */
  public MemorySegment keyMemory;

  public long keyOffset;
  public int keyLength;

  /** True if the key is told in base 64. */
  public boolean keyIsBinary;

  public long cas;
  public int clientFlags;

  /** Bytes of the value. */
  public int size;

  /** Seconds that it has to live, or -1. */
  public int leftSec;

  /** Seconds since it was found last. */
  public int ageSec;

  public boolean wasFound;
  public boolean isStale;
  public boolean isSent;
  public boolean hasWon;

  /** Nothing to say yet. */
  public MetaLine() {}

  private static short code(String letters) {
    return (short) Ascii.pack(letters);
  }

  /**
   * Writes a line; returns the offset behind it, and may write over some bytes behind that.
   *
   * @param code what became of it
   * @param told of which flags something is told
   * @param flags where the flags lie that are asked for, one space between two
   */
  public long put(
      MemorySegment to, long at, short code, long told, MemorySegment flags, long offset,
      int length) {
    to.set(SHORT, at, code);
    long end = at + 2;
    if (code == VA) {
      end = MemcacheComposer.putSpaceDecimal(to, end, size);
    }
    end = putFlags(to, end, told, flags, offset, length);
    return MemcacheComposer.putLineEnd(to, end);
  }

  /** The same with the marks of what was found. */
  public long putFound(
      MemorySegment to, long at, short code, MemorySegment flags, long offset, int length) {
    long end = put(to, at, code, FOUND, flags, offset, length) - 2;
    end = isSent ? putFlag(to, end, 'Z') : end;
    end = isStale ? putFlag(to, end, 'X') : end;
    end = hasWon ? putFlag(to, end, 'W') : end;
    return MemcacheComposer.putLineEnd(to, end);
  }

  private long putFlags(
      MemorySegment to, long at, long told, MemorySegment flags, long offset, int length) {
    long end = at;
    long limit = offset + length;
    for (long flag = offset; flag < limit; ) {
      boolean alone = flag + 1 == limit || flags.get(BYTE, flag + 1) == ' ';
      long next = alone ? flag + 1 : Ascii.indexOf(flags, flag, limit, (byte) ' ');
      char letter = (char) flags.get(BYTE, flag);
      if ((told >>> letter - 'A' & 1) != 0) {
        end = putTold(to, end, letter, flags, flag, next - flag);
      }
      flag = Math.min(limit, next + 1);
    }
    return end;
  }

  private long putTold(
      MemorySegment to, long at, char letter, MemorySegment flags, long flag, long length) {
    return switch (letter) {
      case 's' -> putNumber(to, at, 's', size);
      case 'c' -> putNumber(to, at, 'c', cas);
      case 'f' -> putNumber(to, at, 'f', clientFlags & 0xffff_ffffL);
      case 'l' -> putNumber(to, at, 'l', ageSec);
      case 'h' -> putNumber(to, at, 'h', wasFound ? 1 : 0);
      case 't' -> putLeft(to, putFlag(to, at, 't'));
      case 'k' -> putKeyFlag(to, at);
      default -> {
        to.set(BYTE, at, (byte) ' ');
        MemorySegment.copy(flags, flag, to, at + 1, length);
        yield at + 1 + length;
      }
    };
  }

  private static long putFlag(MemorySegment to, long at, char letter) {
    to.set(SHORT, at, (short) (' ' | letter << Byte.SIZE));
    return at + 2;
  }

  private static long putNumber(MemorySegment to, long at, char letter, long value) {
    return Ascii.putDecimal(to, putFlag(to, at, letter), value);
  }

  private long putLeft(MemorySegment to, long at) {
    if (leftSec >= 0) {
      return Ascii.putDecimal(to, at, leftSec);
    }
    to.set(SHORT, at, (short) ('-' | '1' << Byte.SIZE));
    return at + 2;
  }

  private long putKeyFlag(MemorySegment to, long at) {
    long end = putKey(to, putFlag(to, at, 'k'));
    return keyIsBinary ? putFlag(to, end, 'b') : end;
  }

  private long putKey(MemorySegment to, long at) {
    if (keyIsBinary) {
      return Base64.encode(keyMemory, keyOffset, keyLength, to, at);
    }
    MemorySegment.copy(keyMemory, keyOffset, to, at, keyLength);
    return at + keyLength;
  }

  /** Writes all that is known of an item, as {@code me} tells it. */
  public long putDebug(MemorySegment to, long at) {
    to.set(SHORT, at, ME_CODE);
    to.set(BYTE, at + 2, (byte) ' ');
    long end = putLeft(to, putText(to, putKey(to, at + 3), " exp="));
    end = Ascii.putDecimal(to, putText(to, end, " la="), ageSec);
    end = Ascii.putDecimal(to, putText(to, end, " cas="), cas);
    end = putText(to, end, wasFound ? " fetch=yes" : " fetch=no");
    end = Ascii.putDecimal(to, putText(to, end, " cls=0 size="), keyLength + size);
    return MemcacheComposer.putLineEnd(to, end);
  }

  private static long putText(MemorySegment to, long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      to.set(BYTE, at + i, (byte) text.charAt(i));
    }
    return at + text.length();
  }
}
