package io.gannet.ffi.seccomp;

/**
 * What an argument of a system call has to be: in these bits, this. What a pointer points to no
 * filter sees.
 *
 * @param argument its number, from 0
 * @param mask the bits that are looked at
 * @param value what they have to be
 */
public record Condition(int argument, long mask, long value) {
  private static final long INT = 0xffff_ffffL;

  /** A value outside the mask would never be. */
  public Condition {
    assert (value & ~mask) == 0 : value + " is not within " + mask;
  }

  /** An int, or anything of 32 bits. */
  public static Condition isInt(int argument, int value) {
    return new Condition(argument, INT, value & INT);
  }

  /** Anything of 64 bits: an address, a length. */
  public static Condition isLong(int argument, long value) {
    return new Condition(argument, -1, value);
  }

  /** None of these bits of an int. */
  public static Condition none(int argument, int bits) {
    return new Condition(argument, bits & INT, 0);
  }

  /** All of these bits of an int. */
  public static Condition all(int argument, int bits) {
    return new Condition(argument, bits & INT, bits & INT);
  }

  /** The lower half of the bits, and the upper one. */
  int maskOf(boolean upper) {
    return (int) (upper ? mask >>> Integer.SIZE : mask);
  }

  /** The same of what they have to be. */
  int valueOf(boolean upper) {
    return (int) (upper ? value >>> Integer.SIZE : value);
  }
}
