package io.gannet.ffi.simulated;

import java.util.Arrays;

/** A queue of bytes that grows. */
final class Bytes {
  private byte[] bytes = new byte[256];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** Room for so many more at the end, in one piece: the array; its offset is {@link #tail}. */
  byte[] room(int count) {
    if (head + size + count > bytes.length) {
      byte[] to = size + count > bytes.length
          ? new byte[Math.max(2 * bytes.length, size + count)]
          : bytes;
      System.arraycopy(bytes, head, to, 0, size);
      bytes = to;
      head = 0;
    }
    return bytes;
  }

  int tail() {
    return head + size;
  }

  /** So many bytes were written into the room. */
  void added(int count) {
    size += count;
  }

  void add(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, room(count), tail(), count);
    added(count);
  }

  /** The array; the first byte is at {@link #head}. */
  byte[] array() {
    return bytes;
  }

  int head() {
    return head;
  }

  /** The first bytes are gone. */
  void drop(int count) {
    assert count <= size;
    head += count;
    size -= count;
    if (size == 0) {
      head = 0;
    }
  }

  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(bytes, head, head + count);
    drop(count);
    return taken;
  }

  void clear() {
    drop(size);
  }
}
