package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may ask anything at all: names and passwords, as memcached's file of them has a line each,
 * {@code user:password}. One for all workers of a server: any thread may replace what is known, and
 * any may look.
 *
 * <p>How long a look takes says nothing about what it found: each is held against every user, byte
 * by byte, over as many bytes as the longest may have.
 */
public final class Users {
  /** How many there may be: each costs every look its time. */
  public static final int USERS_MAX = 64;

  /** Bytes of the longest name, and of the longest password. */
  public static final int WORD_BYTES_MAX = 255;

  private static final int PASSWORD = WORD_BYTES_MAX;

  /** Each name and password in a place of equal length, zeroes behind them. */
  private volatile byte[][] entries;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the line that is none
   */
  public Users(List<String> lines) {
    replace(lines);
  }

  /**
   * Others are known from now on.
   *
   * @throws IllegalArgumentException naming the line that is none; then all stay
   */
  public void replace(List<String> lines) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        all.add(entry(lines.get(i), i + 1));
      }
    }
    if (all.size() > USERS_MAX) {
      throw new IllegalArgumentException(all.size() + " users, of at most " + USERS_MAX);
    }
    entries = all.toArray(byte[][]::new);
  }

  /** How many there are. */
  public int count() {
    return entries.length;
  }

  private static byte[] entry(String line, int number) {
    int colon = line.indexOf(':');
    byte[] name = line.substring(0, Math.max(0, colon)).getBytes(UTF_8);
    byte[] password = line.substring(colon + 1).getBytes(UTF_8);
    if (colon < 1 || name.length > WORD_BYTES_MAX || password.length > WORD_BYTES_MAX) {
      throw new IllegalArgumentException("line " + number + " is no user:password");
    }
    byte[] entry = new byte[2 * WORD_BYTES_MAX];
    System.arraycopy(name, 0, entry, 0, name.length);
    System.arraycopy(password, 0, entry, PASSWORD, password.length);
    return entry;
  }

  /** True if a name and a password that lie in memory are those of a user. */
  boolean admit(
      MemorySegment memory, long name, long nameLength, long password, long passwordLength) {
    boolean fit = nameLength <= WORD_BYTES_MAX && passwordLength <= WORD_BYTES_MAX;
    long nameEnd = name + Math.min(nameLength, WORD_BYTES_MAX);
    long passwordEnd = password + Math.min(passwordLength, WORD_BYTES_MAX);
    byte[][] known = entries;
    int found = 0;
    for (int i = 0; i < known.length; i++) {
      int different =
          difference(known[i], 0, memory, name, nameEnd)
              | difference(known[i], PASSWORD, memory, password, passwordEnd);
      found |= different - 1 >>> Integer.SIZE - 1; // 1 if it is 0
    }
    return fit & found != 0;
  }

  /** 0 if both are the same, their ends included; more otherwise. Zeroes are no part of a word. */
  private static int difference(byte[] entry, int at, MemorySegment memory, long from, long to) {
    int different = 0;
    for (int i = 0; i < WORD_BYTES_MAX; i++) {
      long offset = Math.min(from + i, to - 1);
      int inside = (int) (from + i - to >> Long.SIZE - 1); // -1 if it is, 0 behind it
      int said = to > from ? memory.get(BYTE, offset) & inside : 0;
      different |= (entry[at + i] ^ said) & 0xff;
    }
    return different;
  }
}
