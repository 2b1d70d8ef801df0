package io.gannet.server.klog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.klog.LogLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged logs are read up to the damage, which is named; nothing is told that was not logged. */
class LogInputTest {
  @TempDir Path folder;

  private byte[] good;
  private List<String> all;

  /** Three blocks of one request each: the writer is given time to write each by itself. */
  @BeforeEach
  void write() throws IOException, InterruptedException {
    Path file = folder.resolve("good");
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file), 1)) {
      for (int i = 0; i < 3; i++) {
        long before = log.metric("klog_written_bytes_total");
        log.set(0, 1, "key-" + i, i);
        log.await("klog_written_bytes_total", before + 1);
      }
    }
    good = Files.readAllBytes(file);
    all = WrittenLog.read(file);
    assertEquals(3, all.size());
  }

  private Path damaged(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("damaged"), bytes);
  }

  /** What is read of a file, and the damage that ends it, or null. */
  private static DamagedLogException read(Path file, List<String> lines) throws IOException {
    try (LogInput log = LogInput.open(file)) {
      WrittenLog.read(log, lines);
      return null;
    } catch (DamagedLogException e) {
      return e;
    }
  }

  /** Where blocks begin, and the file ends. */
  private List<Integer> borders() {
    int block = (good.length - LogLayout.FILE_HEAD_BYTES) / 3;
    int head = LogLayout.FILE_HEAD_BYTES;
    return List.of(head, head + block, head + 2 * block, good.length);
  }

  @Test
  void eachCutIsNamedAndWhatIsBeforeItIsRead() throws IOException {
    for (int cut = 0; cut <= good.length; cut++) {
      List<String> lines = new ArrayList<>();
      DamagedLogException damage = read(damaged(Arrays.copyOf(good, cut)), lines);
      int whole = cut < LogLayout.FILE_HEAD_BYTES ? -1 : blocksBefore(cut);
      assertEquals(all.subList(0, Math.max(0, whole)), lines, "cut at " + cut);
      if (borders().contains(cut)) {
        assertEquals(null, damage, "cut at " + cut);
      } else {
        assertTrue(damage.getMessage().contains("it ends "), damage.getMessage());
        assertEquals(whole < 0 ? 0 : borders().get(whole), damage.offset(), "cut at " + cut);
      }
    }
  }

  private int blocksBefore(int offset) {
    return (int) borders().stream().filter(border -> border <= offset).count() - 1;
  }

  @Test
  void eachFlippedBitIsNamedAndWhatIsBeforeItIsRead() throws IOException {
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % Byte.SIZE);
      List<String> lines = new ArrayList<>();
      DamagedLogException damage = read(damaged(bad), lines);
      int whole = Math.max(0, blocksBefore(at));
      assertEquals(all.subList(0, whole), lines, "flipped at " + at);
      long begin = at < LogLayout.FILE_HEAD_BYTES ? 0 : borders().get(whole);
      assertEquals(begin, damage.offset(), "flipped at " + at + ": " + damage.getMessage());
    }
  }

  @Test
  void aBlockThatIsMissingIsNamed() throws IOException {
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    cut.write(good, 0, borders().get(1));
    cut.write(good, borders().get(2), good.length - borders().get(2));
    List<String> lines = new ArrayList<>();
    DamagedLogException damage = read(damaged(cut.toByteArray()), lines);
    assertEquals(all.subList(0, 1), lines);
    assertTrue(damage.getMessage().contains("block 2 is where 1 should be"), damage.getMessage());
  }

  @Test
  void whatIsNoLogIsSaidToBeNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no log at all. ".repeat(10));
    DamagedLogException e = assertThrows(DamagedLogException.class, () -> LogInput.open(text));
    assertTrue(e.getMessage().contains("is no command log"), e.getMessage());
  }

  @Test
  void eachCutOfACompressedLogIsNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(good);
    }
    byte[] bytes = packed.toByteArray();
    List<String> lines = new ArrayList<>();
    assertEquals(null, read(damaged(bytes), lines));
    assertEquals(all, lines);
    for (int cut = 2; cut < bytes.length; cut++) {
      Path file = damaged(Arrays.copyOf(bytes, cut));
      lines.clear();
      assertTrue(read(file, lines) != null, "cut at " + cut);
      assertEquals(all.subList(0, lines.size()), lines);
    }
  }
}
