package io.gannet.engine.store;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As much memory as options allow, of which there is as much as is written to: a hole in a file of
 * tmpfs, whose pages come when they are touched.
 */
public final class SparseMemory implements AutoCloseable {
  /** The most that {@code --memory} takes. */
  public static final long BYTES_MAX = 1L << 46;

  private static final Path TMPFS = Path.of("/dev/shm");

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory;

  /** Memory of so many bytes, all 0. */
  public SparseMemory(long bytes) {
    try {
      Path file = Files.createTempFile(TMPFS, "gannet", "sparse");
      try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
        Files.delete(file);
        memory = channel.map(MapMode.READ_WRITE, 0, bytes, arena);
      }
    } catch (IOException e) {
      throw new AssertionError("needs a tmpfs at " + TMPFS, e);
    }
  }

  /** All of it. */
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    arena.close();
  }
}
