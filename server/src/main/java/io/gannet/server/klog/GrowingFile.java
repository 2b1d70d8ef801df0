package io.gannet.server.klog;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What is written to a file, as it is written: at its end the next bytes are waited for, until the
 * name is another file's.
 */
final class GrowingFile extends InputStream {
  private static final long LOOK_MS = 50;

  private final Path file;
  private final Object key;
  private final InputStream in;

  GrowingFile(Path file) throws IOException {
    this.file = file;
    this.in = Files.newInputStream(file);
    this.key = key(file);
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      boolean isMoved = isMoved(); // asked first: then nothing is written to it any more
      int read = in.read(bytes, offset, length);
      if (read > 0 || isMoved) {
        return read;
      }
      await();
    }
  }

  private boolean isMoved() throws IOException {
    try {
      return !key.equals(key(file));
    } catch (NoSuchFileException e) {
      return false; // the next one is about to be there
    }
  }

  private static void await() throws IOException {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
