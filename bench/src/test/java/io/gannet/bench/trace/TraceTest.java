package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.workload.Op;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path folder;

  @Test
  void keysAreNumberedInTheOrderOfTheirFirstAppearance() throws IOException {
    Trace trace = load("t.txt", "900\n7\n900\n-3\nabc\n7\n007\n");
    assertEquals("keys", trace.format());
    assertEquals(5, trace.keys());
    assertArrayEquals(new int[] {0, 1, 0, 2, 3, 1, 4}, keys(trace));
    assertEquals(100, trace.valueBytes(0));
    assertEquals(16, trace.keyBytes(0));
    assertEquals(6_000_000, trace.atNs(6));
    assertEquals(5 * 116, trace.footprintBytes());
  }

  @Test
  void aLookUpHasTheSizeThatWasFirstTold() throws IOException {
    Trace trace = load("t.txt", "1,512\r\n2,0\r\n1,4096\r\n");
    assertEquals(512, trace.valueBytes(0));
    assertEquals(0, trace.valueBytes(1));
    assertEquals(512, trace.valueBytes(2));
    assertEquals(2 * 16 + 512, trace.footprintBytes());
  }

  @Test
  void scalingLeavesSmallValuesSomething() throws IOException {
    Trace trace = load("t.txt", "1,1000\n2,1\n3,0\n").scaled(0.25);
    assertEquals(250, trace.valueBytes(0));
    assertEquals(1, trace.valueBytes(1));
    assertEquals(0, trace.valueBytes(2));
    assertEquals(500, trace.scaled(2).valueBytes(0));
  }

  @Test
  void gzipIsUnpackedByItsMagicWhateverTheName() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("5\n6\n5\n".getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("t"), packed.toByteArray());
    assertArrayEquals(new int[] {0, 1, 0}, keys(Trace.load(file, TraceOptions.defaults())));
  }

  @Test
  void aPipeIsReadWholeWhetherItIsPackedOrNot() throws Exception {
    byte[] plain = "900\n7\n900\n".getBytes(UTF_8);
    assertArrayEquals(new int[] {0, 1, 0}, keys(loadFromPipe("plain", plain)));
    assertArrayEquals(new int[] {0, 1, 0}, keys(loadFromPipe("packed", packed(plain))));
    assertArrayEquals(
        new int[] {0, 1, 0, 0, 1, 0}, keys(loadFromPipe("twice", packed(plain), packed(plain))));
    assertArrayEquals(new int[] {0}, keys(loadFromPipe("short", "7".getBytes(UTF_8))));
  }

  /** Written a part at a time, and slowly: a pipe does not say whether more will come. */
  private Trace loadFromPipe(String name, byte[]... parts) throws Exception {
    Path pipe = folder.resolve(name);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Thread writer = new Thread(() -> {
      try (OutputStream out = Files.newOutputStream(pipe)) {
        for (byte[] part : parts) {
          out.write(part);
          TimeUnit.MILLISECONDS.sleep(100);
        }
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    });
    writer.start();
    Trace trace = Trace.load(pipe, TraceOptions.defaults());
    writer.join();
    return trace;
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void whatStandsBeforeTheFirstRequestIsNoRequest() throws IOException {
    String requests = "5,10\n6,10\n5,10\n";
    for (String before : List.of(
        "\ufeff", "# made by hand\n", "\n# one\r\n# two\r\n", "key,value_size\n",
        "\ufeff# made by hand\n\nkey,value_size\r\n")) {
      assertArrayEquals(new int[] {0, 1, 0}, keys(load("t.txt", before + requests)), before);
    }
    String headed = "timestamp,key,key_size,value_size,client,operation,ttl\n1,k,1,2,3,get,0\n";
    assertEquals("twitter", load("t.csv", headed).format());
    TraceOptions named = new TraceOptions("twitter", 0, 16, 100);
    assertEquals(1, Trace.load(write("n.csv", headed), named).requests());
    assertFails(write("bad.txt", "# made by hand\n1\n2,x\n"), "bad.txt:3 cannot");
    assertFails(write("prose.txt", "two words\n"), "it begins with 'two words'");
    Path wide = Files.write(folder.resolve("wide.txt"), "1\n2\n".getBytes(UTF_16));
    assertFails(wide, "UTF-16");
  }

  @Test
  void zstdIsRefusedWithTheCommandThatUnpacks() throws IOException {
    Path file = folder.resolve("t.zst");
    Files.write(file, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
    assertFails(file, "zstd -d " + file);
  }

  /** Its line end is the last byte of what is read at once. */
  @Test
  void anEmptyLineAtTheEndOfTheBufferIsNotTheEnd() throws IOException {
    int lines = (256 << 10) / 2 - 2;
    String text = "11\n" + "1\n".repeat(lines) + "\n" + "2\n";
    assertEquals('\n', text.charAt((256 << 10) - 1));
    assertEquals(lines + 2, load("t", text).requests());
  }

  @Test
  void linesThatAreCutAnywhereByTheBufferAreRead() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] numbers = IntStream.range(0, 200_000).map(i -> random.nextInt(1 << 30)).toArray();
    StringBuilder text = new StringBuilder();
    for (int number : numbers) {
      text.append(number).append(random.nextInt(50) == 0 ? "\n\n" : "\n");
    }
    text.setLength(text.length() - 1); // the last line may have no end
    Path file = Files.writeString(folder.resolve("t"), text);
    try (TraceInput in = TraceInput.open(file)) {
      TraceFormat format = TraceFormats.of(in.head());
      TraceRecord record = new TraceRecord();
      for (int number : numbers) {
        assertTrue(format.read(in, record), "seed " + seed);
        assertEquals(number, record.key, "seed " + seed);
      }
      assertTrue(!format.read(in, record), "seed " + seed);
    }
  }

  @Test
  void aBadLineIsNamedWithItsPlaceAndWhatIsExpected() throws IOException {
    assertFails(write("a.txt", "1\n2\n3,x\n"), "a.txt:3 cannot", "KEY or KEY,BYTES");
    assertFails(write("b.txt", "1\n\n,5\n"), "b.txt:3 cannot");
    assertFails(write("c.txt", "1\n2,3000000000\n"), "c.txt:2 cannot");
    String good = "1,k,1,2,3,get,0\n";
    assertFails(write("d.csv", good + "1,k,1,2,3,fetch,0\n"), "d.csv:2", "OPERATION", "gets");
    assertFails(write("e.csv", good + "1,k,1,2,get,0\n"), "e.csv:2");
    assertFails(write("f.csv", good + "x,k,1,2,3,get,0\n"), "f.csv:2");
    assertFails(write("g.csv", good + "1,k,1,2,3,get,-1\n"), "g.csv:2");
    assertFails(write("h.txt", "1\n" + "9".repeat(600_000) + "\n"), "h.txt:2", "at most 65536");
  }

  @Test
  void whatIsNoTraceIsRefused() throws IOException {
    assertFails(write("a.txt", "hello, world\n"), "a.txt looks like no trace", "twitter, keys");
    assertFails(write("empty", ""), "looks like no trace");
    assertFails(folder.resolve("absent"), "there is no file");
    TraceOptions options = new TraceOptions("lirs", 0, 16, 100);
    Path file = write("b.txt", "1\n");
    assertThrows(TraceException.class, () -> Trace.load(file, options));
  }

  @Test
  void requestsMayBeLimited() throws IOException {
    Path file = write("t.txt", "1\n2\n3\nnonsense,x\n");
    assertEquals(3, Trace.load(file, new TraceOptions("auto", 3, 16, 100)).requests());
  }

  @Test
  void twitterOperationsBecomeWhatTheBenchCanAsk() {
    Trace trace = Trace.load(
        Path.of("src/test/resources/traces/twitter-sample.csv"), TraceOptions.defaults());
    assertEquals("twitter", trace.format());
    String ops = "SGGSSGGGGGGSD";
    int[] bytes = {304, 304, 50, 50, 400, 400, 80, 80, 80, 100, 100, 60, 60};
    int[] ttls = {600, 600, 30, 30, 900, 900, 0, 0, 0, 0, 0, 30, 30};
    int[] seconds = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 5};
    assertEquals(ops.length(), trace.requests());
    for (int i = 0; i < ops.length(); i++) {
      assertEquals(ops.charAt(i), trace.op(i).name().charAt(0), "op " + i);
      assertEquals(bytes[i], trace.valueBytes(i), "value " + i);
      assertEquals(ttls[i], trace.ttlSec(i), "ttl " + i);
      assertEquals(seconds[i] * 1_000_000_000L, trace.atNs(i), "time " + i);
    }
    assertArrayEquals(new int[] {0, 0, 1, 1, 0, 0, 2, 2, 2, 3, 3, 1, 1}, keys(trace));
    assertEquals(22, trace.keyBytes(0));
    assertEquals(12, trace.keyBytes(1)); // what the bench's keys have at least
    assertEquals(22 + 400 + 12 + 60 + 12 + 80 + 12 + 100, trace.footprintBytes());
  }

  @Test
  void segcacheRecordsAreReadAsTheArtifactWritesThem() throws IOException {
    ByteBuffer records = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    segcache(records, 50, 0xffff_ffff_ffff_fff0L, 44, 3_000_000, 3, 86_400);
    segcache(records, 50, 77, 20, 0, 1, 0);
    segcache(records, 53, 0xffff_ffff_ffff_fff0L, 44, 3_000_000, 9, 0);
    Trace trace = Trace.load(
        Files.write(folder.resolve("t.bin"), records.array()), TraceOptions.defaults());
    assertEquals("segcache", trace.format());
    assertArrayEquals(new int[] {0, 1, 0}, keys(trace));
    assertEquals(Op.SET, trace.op(0));
    assertEquals(Op.GET, trace.op(1));
    assertEquals(Op.DELETE, trace.op(2));
    assertEquals(3_000_000, trace.valueBytes(0));
    assertEquals(100, trace.valueBytes(1)); // it missed when recorded: not told
    assertEquals(44, trace.keyBytes(0));
    assertEquals(86_400, trace.ttlSec(0));
    assertEquals(3_000_000_000L, trace.atNs(2));
  }

  private static void segcache(
      ByteBuffer to, int sec, long key, int keyBytes, int valueBytes, int op, int ttlSec) {
    to.putInt(sec).putLong(key).putInt(keyBytes << 22 | valueBytes).putInt(op << 24 | ttlSec);
  }

  @Test
  void aRecordThatIsCutOrWrongIsNamed() throws IOException {
    ByteBuffer records = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
    segcache(records, 1, 1, 20, 10, 1, 0);
    segcache(records, 1, 2, 20, 10, 1, 0);
    Path cut = Files.write(folder.resolve("cut.sbin"), records.array());
    assertFails(cut, "cut.sbin:3", "ends after 10 bytes");
    records.put(20 + 19, (byte) 12);
    Path wrong = Files.write(folder.resolve("wrong.sbin"), records.array());
    assertFails(wrong, "wrong.sbin:2", "operation of 1 to 11");
  }

  @Test
  void oracleGeneralIsTextOfNoOneAndHasWiderRecords() throws IOException {
    ByteBuffer records = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
    records.putInt(10).putLong(5).putInt(700).putLong(2);
    records.putInt(11).putLong(1L << 40).putInt(900).putLong(-1);
    records.putInt(14).putLong(5).putInt(700).putLong(-1);
    Trace trace = Trace.load(
        Files.write(folder.resolve("t.bin"), records.array()), TraceOptions.defaults());
    assertEquals("oracle-general", trace.format());
    assertArrayEquals(new int[] {0, 1, 0}, keys(trace));
    assertEquals(900, trace.valueBytes(1));
    assertEquals(4_000_000_000L, trace.atNs(2));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Trace load(String name, String text) throws IOException {
    return Trace.load(write(name, text), TraceOptions.defaults());
  }

  private static int[] keys(Trace trace) {
    return IntStream.range(0, trace.requests()).map(trace::key).toArray();
  }

  private static void assertFails(Path file, String... words) {
    TraceException e =
        assertThrows(TraceException.class, () -> Trace.load(file, TraceOptions.defaults()));
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), e.getMessage() + " should tell: " + word);
    }
  }
}
