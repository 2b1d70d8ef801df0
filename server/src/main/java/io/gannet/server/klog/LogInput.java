package io.gannet.server.klog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.klog.LogBlock;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedRequest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A log that is read, compressed or not, up to its end or to where it is damaged: each block is
 * checked before the first of its records is told.
 */
public final class LogInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final String NO_GZIP = "what is compressed can be read no further: ";

  private final Path file;
  private final InputStream in;
  private final byte[] bytes = new byte[LogLayout.BLOCK_BYTES_MAX];
  private final MemorySegment memory = MemorySegment.ofArray(bytes);
  private final LogBlock block = new LogBlock(memory);
  private final Map<Long, Peer> peers = new HashMap<>();
  private final int sample;
  private long offset;
  private long blocks;
  private boolean inBlock;

  /** Who a slot's last client is. */
  private record Peer(long client, String text) {}

  private LogInput(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    int read = read(0, LogLayout.FILE_HEAD_BYTES);
    if (read < LogLayout.FILE_HEAD_BYTES) {
      throw damage("it ends within its head, after " + read + " bytes");
    }
    String fault = LogLayout.fileFault(memory);
    if (fault != null) {
      throw damage("it " + fault);
    }
    sample = LogLayout.sample(memory);
    offset = LogLayout.FILE_HEAD_BYTES;
  }

  /** Opens a file as it is now. */
  public static LogInput open(Path file) throws IOException {
    return of(file, Files.newInputStream(file));
  }

  /** Opens a file that grows: its end is that of the file that takes its place. */
  public static LogInput follow(Path file) throws IOException {
    return of(file, new GrowingFile(file));
  }

  private static LogInput of(Path file, InputStream plain) throws IOException {
    try {
      BufferedInputStream in = new BufferedInputStream(plain, BUFFER_BYTES);
      in.mark(2);
      boolean packed = (in.read() << Byte.SIZE | in.read()) == GZIP_MAGIC;
      in.reset();
      return new LogInput(file, packed ? new GZIPInputStream(in, BUFFER_BYTES) : in);
    } catch (EOFException | ZipException e) {
      plain.close();
      throw new DamagedLogException(file, 0, NO_GZIP + e.getMessage());
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * What comes next; null at the end.
   *
   * @throws DamagedLogException if it can be read no further
   */
  public LogBlock.Item next() throws IOException {
    while (inBlock || readBlock()) {
      LogBlock.Item item = nextInBlock();
      inBlock = item != null;
      if (item == LogBlock.Item.PEER) {
        String text = new String(block.peer(), ISO_8859_1);
        peers.put(slot(block.worker(), block.client()), new Peer(block.client(), text));
      }
      if (inBlock) {
        return item;
      }
    }
    return null;
  }

  private LogBlock.Item nextInBlock() throws IOException {
    try {
      return block.next();
    } catch (IllegalStateException | IndexOutOfBoundsException e) {
      throw damage("a block that is as it was written holds " + e.getMessage());
    }
  }

  private boolean readBlock() throws IOException {
    offset += blocks == 0 ? 0 : block.bytes();
    int head = read(0, LogLayout.BLOCK_HEAD_BYTES);
    if (head == 0) {
      return false;
    }
    if (head < LogLayout.BLOCK_HEAD_BYTES) {
      throw damage("it ends within the head of a block, after " + head + " bytes");
    }
    String fault = block.headFault(blocks);
    if (fault != null) {
      throw damage(fault);
    }
    int rest = block.bytes() - head;
    int read = read(head, rest);
    if (read < rest) {
      throw damage("it ends " + (rest - read) + " bytes before the end of a block");
    }
    fault = block.fault();
    if (fault != null) {
      throw damage(fault);
    }
    blocks++;
    return true;
  }

  private int read(int from, int count) throws IOException {
    try {
      return in.readNBytes(bytes, from, count);
    } catch (EOFException | ZipException e) {
      throw damage(NO_GZIP + e.getMessage());
    }
  }

  private DamagedLogException damage(String what) {
    return new DamagedLogException(file, offset, what);
  }

  private static long slot(int worker, long client) {
    return (long) worker << Integer.SIZE | client & 0xFFFF_FFFFL;
  }

  /** The request, if that is what came. */
  public LoggedRequest request() {
    return block.request();
  }

  /** The address of its client, or "-" if it is not known. */
  public String peer() {
    LoggedRequest request = block.request();
    Peer peer = peers.get(slot(request.worker, request.client));
    return peer != null && peer.client() == request.client ? peer.text() : "-";
  }

  /** How many requests are missing, if that is what came. */
  public long lost() {
    return block.lost();
  }

  /** When that was told. */
  public long lostWallNs() {
    return block.lostWallNs();
  }

  /** Whose worker has lost them; {@link LogLayout#NO_WORKER} if the writer has. */
  public int lostBy() {
    return block.worker();
  }

  /** One request of so many was logged. */
  public int sample() {
    return sample;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
