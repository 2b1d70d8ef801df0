package io.gannet.bench.trace;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a trace file, unpacked if need be, a line or a record at a time: each lies whole in
 * {@link #bytes}, from {@link #from} to {@link #to}. Nothing is allocated per line. One thread.
 */
public final class TraceInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int HEAD_BYTES = 4 << 10;

  /** A longer line is no line of a trace. */
  private static final int LINE_BYTES_MAX = 64 << 10;

  private static final int MAGIC_BYTES = 4;
  private static final int GZIP_MAGIC = 0x8b1f;
  private static final int ZSTD_MAGIC = 0xfd2f_b528;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final InputStream stream;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private int next;
  private int limit;
  private long number;

  private TraceInput(Path file, InputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /**
   * Opens a file, plain or packed by gzip.
   *
   * @throws TraceException when it cannot be read, or is packed by zstd
   */
  public static TraceInput open(Path file) {
    InputStream raw = null;
    try {
      raw = Files.newInputStream(file);
      return new TraceInput(file, unpacked(file, new PeekedStream(raw, MAGIC_BYTES)));
    } catch (NoSuchFileException e) {
      throw new TraceException("there is no file " + file, e);
    } catch (IOException e) {
      closeQuietly(raw);
      throw new TraceException(file + " cannot be read: " + e.getMessage(), e);
    } catch (TraceException e) {
      closeQuietly(raw);
      throw e;
    }
  }

  private static void closeQuietly(InputStream raw) {
    try {
      if (raw != null) {
        raw.close();
      }
    } catch (IOException e) {
      // What went wrong before is what is told.
    }
  }

  /** Looks at the first bytes of the stream itself: a pipe has them only once. */
  private static InputStream unpacked(Path file, PeekedStream raw) throws IOException {
    byte[] magic = Arrays.copyOf(raw.peek(), MAGIC_BYTES);
    int word = (int) INT.get(magic, 0);
    if (word == ZSTD_MAGIC) {
      throw new TraceException(
          file + " is packed by zstd, which the JDK cannot unpack", "zstd -d " + file);
    }
    return (word & 0xffff) == GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
  }

  /** The file's name and first bytes; nothing is consumed. To be called before anything is read. */
  public TraceHead head() {
    while (limit < HEAD_BYTES && fill()) {
      // A stream may give less than was asked for.
    }
    byte[] head = Arrays.copyOfRange(bytes, next, Math.min(limit, next + HEAD_BYTES));
    return new TraceHead(file.getFileName().toString(), head);
  }

  /**
   * Skips what is no request before the first one: a byte-order mark, comments, a line of headings.
   * To be called before anything is read.
   */
  void skip(Preamble preamble) {
    next = preamble.bytes();
    number = preamble.lines();
  }

  /** Goes on to the next line that is not empty; false at the end. */
  public boolean nextLine() {
    boolean more;
    do {
      more = scanLine();
    } while (from == to && more);
    return from != to;
  }

  /** Goes on to the next line; false at the end, which may have a line without an end before it. */
  private boolean scanLine() {
    number++;
    from = next;
    int at = from;
    while (true) {
      if (at == limit) {
        at -= makeRoom();
        if (!fill()) {
          endLine(at);
          return false;
        }
      }
      if (bytes[at] == '\n') {
        endLine(at);
        return true;
      }
      at++;
    }
  }

  private void endLine(int at) {
    next = Math.min(at + 1, limit);
    to = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
  }

  /** Moves the line begun to the front; by how much. */
  private int makeRoom() {
    if (limit - from > LINE_BYTES_MAX) {
      throw fail("a line of at most " + LINE_BYTES_MAX + " bytes");
    }
    int moved = from;
    System.arraycopy(bytes, from, bytes, 0, limit - from);
    limit -= moved;
    from = 0;
    return moved;
  }

  /**
   * Goes on to the next record; false at the end.
   *
   * @throws TraceException if the file ends within a record
   */
  public boolean nextRecord(int recordBytes) {
    number++;
    from = next;
    while (limit - from < recordBytes) {
      makeRoom();
      if (!fill()) {
        if (limit != from) {
          throw fail("a whole record: the file ends after " + (limit - from) + " bytes of it");
        }
        return false;
      }
    }
    next = from + recordBytes;
    to = next;
    return true;
  }

  private boolean fill() {
    try {
      int count = stream.read(bytes, limit, bytes.length - limit);
      limit += Math.max(count, 0);
      return count > 0;
    } catch (IOException e) {
      throw new TraceException(file + ", near " + number + ": " + e.getMessage(), e);
    }
  }

  /** Where the line or the record lies; valid until the next. */
  public byte[] bytes() {
    return bytes;
  }

  /** Its first byte in {@link #bytes}. */
  public int from() {
    return from;
  }

  /** Behind its last byte, line end excluded. */
  public int to() {
    return to;
  }

  /** Four bytes of the record as an unsigned number. */
  public long u32(int offset) {
    return (int) INT.get(bytes, from + offset) & 0xffff_ffffL;
  }

  /** Eight bytes of the record. */
  public long u64(int offset) {
    return (long) LONG.get(bytes, from + offset);
  }

  /** What to throw at this line or record. */
  public TraceException fail(String expected) {
    return new TraceException(
        file + ":" + number + " cannot be understood", "here should be " + expected);
  }

  @Override
  public void close() {
    closeQuietly(stream);
  }
}
