package io.gannet.bench.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of /proc and /sys. */
public final class WholeFile {
  private static final int STEP_BYTES = 1 << 16;

  private WholeFile() {}

  /**
   * A file, read in large steps: many a file of /proc/sys answers the first read(2) only, and
   * {@link Files#readString} begins with one byte where the size is said to be 0.
   */
  public static byte[] read(Path file) throws IOException {
    try (ByteChannel channel = Files.newByteChannel(file)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ByteBuffer step = ByteBuffer.allocate(STEP_BYTES);
      while (channel.read(step) > 0) {
        bytes.write(step.array(), 0, step.position());
        step.clear();
      }
      return bytes.toByteArray();
    }
  }
}
