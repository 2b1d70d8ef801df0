package io.gannet.bench.ratio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.workload.Keys;
import io.gannet.engine.bytes.Ascii;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Asks memcached, with replies read later, in order. A look-up is a meta get without flags: it
 * counts as a get for what is evicted, and a hit sends no value back. One thread.
 */
final class MemcachedClient implements AutoCloseable {
  private static final int OUT_BYTES = 64 << 10;
  private static final int LINE_BYTES_MAX = Keys.BYTES_MAX + 64;
  private static final int LINE_FEED = '\n';

  private static final byte[] GET = "mg ".getBytes(US_ASCII);
  private static final byte[] DELETE = "delete ".getBytes(US_ASCII);
  private static final byte[] FLAGS = " 0 ".getBytes(US_ASCII);
  private static final byte[] APPEND = "append ".getBytes(US_ASCII);
  private static final byte[] NOTHING = " 0 0 0\r\n\r\n".getBytes(US_ASCII);
  private static final byte SPACE = ' ';
  private static final byte[] END = "\r\n".getBytes(US_ASCII);

  /** Which store. */
  enum Store {
    SET,
    ADD,
    REPLACE;

    private final byte[] text = (name().toLowerCase(Locale.ROOT) + " ").getBytes(US_ASCII);
  }

  /** What memcached says. */
  enum Reply {
    /** HD: the key is there. */
    HIT,
    /** EN: it is not. */
    MISS,
    /** STORED, DELETED. */
    DONE,
    /** NOT_FOUND, NOT_STORED: nothing to delete or to change; or something where one adds. */
    NOT_DONE,
    /** SERVER_ERROR: too large, or no memory. */
    REFUSED
  }

  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
  private final MemorySegment outMemory = MemorySegment.ofBuffer(out);
  private final ByteBuffer zeroes = ByteBuffer.allocateDirect(1 << 20);
  private final ByteBuffer in = ByteBuffer.allocateDirect(16 << 10).flip();
  private final byte[] line = new byte[256];

  MemcachedClient(SocketChannel channel) {
    this.channel = channel;
  }

  void get(long key, int keyBytes) {
    begin(GET, key, keyBytes);
    out.put(END);
  }

  void delete(long key, int keyBytes) {
    begin(DELETE, key, keyBytes);
    out.put(END);
  }

  /** Writes the key's value anew, as it is. */
  void change(long key, int keyBytes) {
    begin(APPEND, key, keyBytes);
    out.put(NOTHING);
  }

  /**
   * A value of zeroes.
   *
   * @param exptime as the protocol has it; 0 stays for ever
   */
  void store(Store verb, long key, int keyBytes, int valueBytes, long exptime) {
    begin(verb.text, key, keyBytes);
    out.put(FLAGS);
    out.position((int) Ascii.putDecimal(outMemory, out.position(), exptime));
    out.put(SPACE);
    out.position((int) Ascii.putDecimal(outMemory, out.position(), valueBytes));
    out.put(END);
    for (int left = valueBytes; left > 0; ) {
      int part = Math.min(left, zeroes.capacity());
      putZeroes(part);
      left -= part;
    }
    room(END.length);
    out.put(END);
  }

  private void begin(byte[] verb, long key, int keyBytes) {
    room(LINE_BYTES_MAX);
    out.put(verb);
    out.position((int) Keys.put(outMemory, out.position(), key, keyBytes));
  }

  private void putZeroes(int bytes) {
    ByteBuffer part = zeroes.slice(0, bytes);
    if (bytes <= out.remaining()) {
      out.put(part);
      return;
    }
    flush();
    write(part);
  }

  private void room(int bytes) {
    if (out.remaining() < bytes) {
      flush();
    }
  }

  /** Sends what was asked. */
  void flush() {
    out.flip();
    write(out);
    out.clear();
  }

  private void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new SubjectException("memcached hung up: " + e.getMessage(), e);
    }
  }

  /**
   * The next reply.
   *
   * @throws SubjectException if it says that we spoke nonsense
   */
  Reply reply() {
    int length = readLine();
    int letters = length < 2 ? 0 : line[0] << 8 | line[1];
    return switch (letters) {
      case 'H' << 8 | 'D' -> Reply.HIT;
      case 'E' << 8 | 'N' -> Reply.MISS;
      case 'S' << 8 | 'T', 'D' << 8 | 'E' -> Reply.DONE;
      case 'N' << 8 | 'O' -> Reply.NOT_DONE;
      case 'S' << 8 | 'E' -> Reply.REFUSED;
      default ->
          throw new SubjectException("memcached replied " + new String(line, 0, length, US_ASCII));
    };
  }

  /**
   * Asks what it knows of itself, and waits for it; no other reply is on its way.
   *
   * @param section "" or {@code slabs}
   */
  Map<String, String> stats(String section) {
    room(LINE_BYTES_MAX);
    out.put(("stats " + section).strip().getBytes(US_ASCII)).put(END);
    flush();
    Map<String, String> figures = new HashMap<>();
    while (true) {
      int length = readLine();
      String[] words = new String(line, 0, length, US_ASCII).strip().split(" ", 3);
      if (words[0].equals("END")) {
        return figures;
      }
      if (words.length == 3) {
        figures.put(words[1], words[2]);
      }
    }
  }

  private int readLine() {
    int length = 0;
    while (true) {
      if (!in.hasRemaining()) {
        fill();
      }
      byte next = in.get();
      if (next == LINE_FEED) {
        return length;
      }
      if (length < line.length) {
        line[length++] = next;
      }
    }
  }

  private void fill() {
    in.clear();
    try {
      if (channel.read(in) < 0) {
        throw new SubjectException("memcached hung up");
      }
    } catch (IOException e) {
      throw new SubjectException("memcached hung up: " + e.getMessage(), e);
    }
    in.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process is ended next.
    }
  }
}
