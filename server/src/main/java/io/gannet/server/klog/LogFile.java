package io.gannet.server.klog;

import io.gannet.engine.klog.LogLayout;
import io.gannet.server.log.EventLog;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that is written, and when it is the turn of another. One that is there already is moved
 * away: it may end in the middle of a block. The writer's thread.
 */
final class LogFile implements AutoCloseable {
  private final Path path;
  private final KlogOptions options;
  private final int workers;
  private final RotatedFiles rotated;
  private final Packer packer;
  private FileChannel channel;
  private long bytes;
  private long blocks;
  private long openedNs;

  /** Not open yet. */
  LogFile(KlogOptions options, int workers, EventLog log) {
    this.path = options.file().orElseThrow();
    this.options = options;
    this.workers = workers;
    this.rotated = new RotatedFiles(path, options.kept());
    this.packer = options.packed() ? new Packer(log) : null;
  }

  /** Begins the first file. */
  void openFirst(long wallNs, long monotonicNs) throws IOException {
    rotated.removeUnfinished();
    open(wallNs, monotonicNs);
  }

  /** Begins a file, moving away the one that is there. */
  void open(long wallNs, long monotonicNs) throws IOException {
    moveAway();
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    bytes = 0;
    blocks = 0;
    openedNs = monotonicNs;
    try {
      writeHead(wallNs);
    } catch (IOException e) {
      end();
      Files.delete(path); // or it would be moved away, and push out one that says something
      throw e;
    }
  }

  private void writeHead(long wallNs) throws IOException {
    MemorySegment head = MemorySegment.ofArray(new byte[LogLayout.FILE_HEAD_BYTES]);
    LogLayout.putFileHead(head, options.sample(), workers, wallNs, rotated.highest());
    write(head.asByteBuffer());
  }

  private void moveAway() throws IOException {
    if (Files.exists(path)) {
      Path moved = rotated.moveAway();
      rotated.prune();
      if (packer != null) {
        packer.pack(moved);
      }
    }
  }

  boolean isOpen() {
    return channel != null;
  }

  /** True if what comes next belongs into another file. */
  boolean isDue(int bytesMore, long monotonicNs) {
    boolean old =
        options.fileSecMax() > 0
            && monotonicNs - openedNs >= options.fileSecMax() * 1_000_000_000L;
    return blocks > 0 && (old || bytes + bytesMore > options.fileBytesMax());
  }

  /** How many blocks it has: the number of the next. */
  long blocks() {
    return blocks;
  }

  /** Bytes of it. */
  long bytes() {
    return bytes;
  }

  /** Writes a block, whole or not at all. */
  void append(ByteBuffer block) throws IOException {
    try {
      write(block);
      blocks++;
    } catch (IOException e) {
      takeBack();
      throw e;
    }
  }

  /** Takes back a part of a block; a file that keeps it is at its end. */
  private void takeBack() throws IOException {
    try {
      channel.truncate(bytes);
      channel.position(bytes);
    } catch (IOException e) {
      end();
      throw e;
    }
  }

  private void write(ByteBuffer buffer) throws IOException {
    int length = buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    bytes += length;
  }

  /** Ends the file: {@link #open} begins another. */
  void end() throws IOException {
    if (channel != null) {
      FileChannel ended = channel;
      channel = null;
      ended.close();
    }
  }

  @Override
  public void close() throws IOException {
    if (packer != null) {
      packer.close();
    }
    end();
  }
}
