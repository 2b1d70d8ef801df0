package io.gannet.server.klog.cli;

import io.gannet.server.klog.DamagedLogException;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Any bytes, read as a command log told by one of the commands that tell some. The first byte is none of
 * them: it chooses which, and whether checksums are made good, so that what lies behind them
 * is reached too. Whatever it is, it is told, or it is said why it can't be.
 */
public final class KlogFuzz {
  private static final int SEALED = 0x80;
  private static final int FILE_HEAD_BYTES = 64;
  private static final int FILE_CRC = 60;
  private static final int BLOCK_HEAD_BYTES = 40;
  private static final int BLOCK_BYTES = 4;
  private static final int BLOCK_CRC = 12;
  private static final Path FILE = file();
  private static final int KINDS = 7;
  private static final int MOST = 5;

  private KlogFuzz() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("gannet-fuzz", ".klog");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if a log is neither told nor refused with a word of why. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    byte[] log = Arrays.copyOfRange(data, 1, data.length);
    if ((data[0] & SEALED) != 0) {
      seal(log);
    }
    Files.write(FILE, log);
    Telling telling = telling((data[0] & 0x7f) % KINDS, Writer.nullWriter());
    try (LogInput read = LogInput.open(FILE)) {
      telling.all(read);
    } catch (DamagedLogException e) {
      if (e.offset() < 0 || e.offset() > log.length || e.getMessage().isBlank()) {
        throw new AssertionError("damaged at " + e.offset() + " of " + log.length, e);
      }
    }
    telling.end();
  }

  private static Telling telling(int kind, Writer to) throws IOException {
    return switch (kind) {
      case 0 -> new LineText(to);
      case 1 -> new JsonText(to);
      case 2 -> new Columns(to);
      case 3 -> new TraceText(to);
      case 4 -> new StatReport(to);
      case 5 -> new TopKeys(to, MOST);
      default -> new SlowRequests(to, MOST);
    };
  }

  /** Makes the checksums of a file's head and of its blocks good, as far as they have their size. */
  static void seal(byte[] log) {
    ByteBuffer file = ByteBuffer.wrap(log).order(ByteOrder.nativeOrder());
    if (log.length < FILE_HEAD_BYTES) {
      return;
    }
    file.putInt(FILE_CRC, crc(log, 0, FILE_CRC, FILE_HEAD_BYTES));
    int at = FILE_HEAD_BYTES;
    while (log.length - at >= BLOCK_HEAD_BYTES) {
      int bytes = file.getInt(at + BLOCK_BYTES);
      long end = (long) at + BLOCK_HEAD_BYTES + bytes;
      if (bytes < 0 || end > log.length) {
        return;
      }
      file.putInt(at + BLOCK_CRC, crc(log, at, at + BLOCK_CRC, (int) end));
      at = (int) end;
    }
  }

  private static int crc(byte[] bytes, int from, int without, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, without - from);
    crc.update(bytes, without + Integer.BYTES, end - without - Integer.BYTES);
    return (int) crc.getValue();
  }
}
