package io.gannet.server.klog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the workers' rings into files, and from one file to the next. */
class LogWriterTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("klog");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWorkersLogIsInTheFileWhenItIsClosed() throws IOException {
    WrittenLog.write(file());
    assertEquals(
        List.of(
            "0 127.0.0.1:4711 set key stored 100",
            "0 127.0.0.1:4711 get key value 100",
            "1 - get absent miss 0"),
        WrittenLog.read(file()));
  }

  /** A tenth of a second after it came; here it only has to be at all, before the end. */
  @Test
  void whatIsLittleIsWrittenSoon() throws IOException, InterruptedException {
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file()), 1)) {
      log.set(0, 1, "key", 1);
      log.await("klog_written_bytes_total", 1);
      assertEquals(List.of("0 - set key stored 1"), WrittenLog.read(file()));
    }
  }

  /** What all files hold, the rotated ones first. */
  private List<String> allLines() throws IOException {
    List<String> names = new ArrayList<>(names());
    names.remove("klog");
    names.add("klog");
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.addAll(WrittenLog.read(folder.resolve(name)));
    }
    return lines;
  }

  /** Writes until there were so many files; how many requests that took. */
  private static int fillFiles(WrittenLog log, int files) throws InterruptedException {
    int requests = 0;
    while (log.metric("klog_files_total") < files) {
      for (int i = 0; i < 1000; i++) {
        log.set(0, 7, "key-" + requests, requests++);
      }
      Thread.sleep(1);
      assertTrue(requests < 1_000_000, "never rotated");
    }
    return requests;
  }

  @Test
  void aFileThatIsLongIsFollowedByAnotherAndNothingIsLostBetween()
      throws IOException, InterruptedException {
    int requests;
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file(), MIB, 0, false), 1)) {
      log.peer(0, 7, "[::1]:9");
      requests = fillFiles(log, 4);
      assertEquals(0, log.discarded());
    }
    assertTrue(names().containsAll(List.of("klog", "klog.000001", "klog.000002", "klog.000003")));
    List<String> lines = allLines();
    for (String name : names()) {
      assertTrue(Files.size(folder.resolve(name)) <= MIB, name);
    }
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      wanted.add("0 [::1]:9 set key-" + i + " stored " + i); // who it is, in each file
    }
    assertEquals(wanted, lines);
  }

  @Test
  void noMoreFilesThanAreWantedAreKept() throws IOException, InterruptedException {
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file(), MIB, 2, false), 1)) {
      fillFiles(log, 5);
    }
    List<String> names = names();
    assertEquals(3, names.size(), names::toString);
    assertTrue(names.getFirst().equals("klog") && names.getLast().compareTo("klog.000004") >= 0);
  }

  @Test
  void whatIsLostAtTheVeryEndIsToldToo() throws IOException {
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file()), 1)) {
      log.set(0, 1, "a", 1);
      log.log(0).lose(); // and there is no turn any more in which it could say so
      log.log(0).lose();
    }
    assertEquals(List.of("0 - set a stored 1", "lost 2"), WrittenLog.read(file()));
  }

  @Test
  void rotatedFilesAreCompressedAndReadAllTheSame() throws IOException, InterruptedException {
    int requests;
    try (WrittenLog log = new WrittenLog(WrittenLog.options(file(), MIB, 0, true), 1)) {
      requests = fillFiles(log, 2);
      for (int i = 0; i < 1000 && !names().contains("klog.000001.gz"); i++) {
        Thread.sleep(10);
      }
    }
    // What is left of the last requests may need a file more, which nobody waits to be compressed.
    assertTrue(Files.size(folder.resolve("klog.000001.gz")) < MIB / 2);
    List<String> lines = allLines();
    assertEquals(requests, lines.size());
    assertEquals("0 - set key-0 stored 0", lines.getFirst());
  }

  @Test
  void aFileThatIsOldIsFollowedByAnother() throws IOException, InterruptedException {
    KlogOptions options = WrittenLog.options(file());
    KlogOptions aged =
        new KlogOptions(
            options.file(), 1, options.ringBytes(), options.fileBytesMax(), 1, 0, false);
    try (WrittenLog log = new WrittenLog(aged, 1)) {
      log.set(0, 1, "first", 1);
      for (int i = 0; i < 1000 && log.metric("klog_files_total") < 2; i++) {
        Thread.sleep(10);
        log.set(0, 1, "later", 1);
      }
    }
    assertEquals(List.of("klog", "klog.000001"), names());
  }

  @Test
  void whatIsThereAlreadyIsMovedAwayAndWhatIsHalfCompressedIsRemoved() throws IOException {
    Files.writeString(file(), "what somebody who was killed has left");
    Files.writeString(folder.resolve("klog.000007"), "older");
    Files.writeString(folder.resolve("klog.000006.gz.part"), "half");
    Files.writeString(folder.resolve("klog.000005.gz"), "whole");
    Files.writeString(folder.resolve("klog.000005"), "what that was compressed from");
    Files.writeString(folder.resolve("klog.txt"), "another's");
    WrittenLog.write(file());
    assertEquals(
        List.of("klog", "klog.000005.gz", "klog.000007", "klog.000008", "klog.txt"), names());
    assertEquals(
        "what somebody who was killed has left",
        Files.readString(folder.resolve("klog.000008")));
  }

  @Test
  void whatCannotBeWrittenIsCountedAndToldOnceItCanBeAgain()
      throws IOException, InterruptedException {
    Path gone = folder.resolve("gone");
    Files.createDirectory(gone);
    Path log = gone.resolve("klog");
    try (WrittenLog written = new WrittenLog(WrittenLog.options(log, MIB, 0, false), 1)) {
      Path elsewhere = Files.move(gone, folder.resolve("elsewhere"));
      int requests = 0;
      while (written.metric("klog_lost_total") == 0) {
        for (int i = 0; i < 1000; i++) {
          written.set(0, 7, "key-" + requests++, 1);
        }
        Thread.sleep(1);
        assertTrue(requests < 1_000_000, "never rotated");
      }
      Files.createDirectory(gone);
      for (int i = 0; i < 1000 && written.metric("klog_files_total") < 2; i++) {
        written.set(0, 7, "behind", 1);
        requests++;
        Thread.sleep(10);
      }
      written.close();
      List<String> lines = WrittenLog.read(log);
      long lost = written.metric("klog_lost_total");
      assertEquals("lost " + lost, lines.getFirst());
      assertEquals("0 - set behind stored 1", lines.getLast());
      long before = WrittenLog.read(elsewhere.resolve("klog")).size();
      assertEquals(requests, before + lost + lines.size() - 1, "none is neither there nor told");
      assertTrue(written.said().contains("requests are not logged until"), written.said());
      assertEquals(1, written.said().lines().count(), "said once");
    }
  }

  @Test
  void aFolderThatIsNotThereIsSaidAtTheStart() {
    Path nowhere = folder.resolve("nowhere").resolve("klog");
    IOException e =
        assertThrows(
            IOException.class, () -> new WrittenLog(WrittenLog.options(nowhere), 1).close());
    assertTrue(e.toString().contains("nowhere"), e.toString());
    assertFalse(Files.exists(nowhere));
  }
}
