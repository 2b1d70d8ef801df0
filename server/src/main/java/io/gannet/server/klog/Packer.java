package io.gannet.server.klog;

import io.gannet.server.log.EventLog;
import io.gannet.server.log.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses files that were written, one after the other, on a thread of its own, as a gigabyte
 * takes longer than a ring has room for. What is not done when the server ends stays as it is.
 */
final class Packer implements AutoCloseable {
  private static final String SUFFIX = ".gz";
  private static final String UNFINISHED = SUFFIX + ".part";
  private static final int BUFFER_BYTES = 1 << 16;

  /** A disk may take so long for one buffer. */
  private static final long END_SEC_MAX = 5;

  private final EventLog log;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread one = new Thread(task, "klog-gzip");
            one.setDaemon(true);
            one.setPriority(Thread.MIN_PRIORITY);
            return one;
          });

  Packer(EventLog log) {
    this.log = log;
  }

  /** Has a file replaced by what it is compressed. */
  void pack(Path file) {
    thread.execute(
        () -> {
          try {
            packNow(file);
          } catch (IOException e) {
            sibling(file, UNFINISHED).toFile().delete();
            log.tell(Severity.WARN, "klog_gzip", file + " stays as it is: " + e);
          }
        });
  }

  private static void packNow(Path file) throws IOException {
    Path unfinished = sibling(file, UNFINISHED);
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedIOException("the server has ended");
        }
        out.write(buffer, 0, read);
      }
    }
    Files.move(unfinished, sibling(file, SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(file);
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Nothing is half done, nor there twice, from then on. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(END_SEC_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
