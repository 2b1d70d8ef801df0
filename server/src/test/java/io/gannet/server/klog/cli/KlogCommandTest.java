package io.gannet.server.klog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.server.klog.WrittenLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gannet klog} over logs whose requests are known. */
class KlogCommandTest {
  private static final String TIME = " - \\[[0-9]{2}/[A-Z][a-z]{2}/2[0-9]{3}(:[0-9]{2}){3} [+-]"
      + "[0-9]{4}\\] ";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("klog").toString();
    WrittenLog.write(Path.of(file));
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    return KlogCommand.run(new PrintStream(out), new PrintStream(err), List.of(words));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private static void assertMatches(String wanted, String line) {
    assertTrue(line.matches(wanted), line + " is not " + wanted);
  }

  @Test
  void linesAreAsPelikanWritesThem() {
    assertEquals(0, run("cat", file), err::toString);
    List<String> lines = lines();
    assertEquals(3, lines.size());
    String peer = "127\\.0\\.0\\.1:4711";
    assertMatches(peer + TIME + "\"set key 0 0 100\" 5 8", lines.get(0));
    assertMatches(peer + TIME + "\"get key\" 4 105", lines.get(1));
    assertMatches("-" + TIME + "\"get absent\" 0 5", lines.get(2));
  }

  @Test
  void jsonHasAnObjectALine() throws IOException {
    assertEquals(0, run("cat", "--format", "json", file), err::toString);
    assertEquals(3, lines().size());
    try (JsonParser json = new JsonFactory().createParser(lines().get(1))) {
      String told = "";
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        told += List.of("time_ns", "service_ns").contains(name)
            ? ""
            : name + "=" + json.getText() + " ";
      }
      assertEquals(
          "worker=0 client=4:0 peer=127.0.0.1:4711 verb=get key=key key_bytes=3 value_bytes=100"
              + " ttl_sec=0 flags=0 number=0 result=value reply_bytes=105 elsewhere=false ",
          told);
    }
  }

  @Test
  void columnsHaveHeadingsOnce() {
    assertEquals(0, run("cat", "--format", "csv", file, file), err::toString);
    List<String> lines = lines();
    assertEquals(7, lines.size());
    assertTrue(lines.get(0).startsWith("time_ns,service_ns,worker,client,peer,verb,key,"));
    assertMatches(
        "[0-9]{19},[0-9]+,0,4:0,127.0.0.1:4711,set,key,3,100,0,0,0,stored,8,false", lines.get(1));
  }

  @Test
  void keysAreQuotedWhereTheyHaveTo() throws IOException {
    Path odd = folder.resolve("odd");
    try (WrittenLog log = new WrittenLog(WrittenLog.options(odd), 1)) {
      log.get(0, 1, "a,\"b", 1);
      log.get(0, 1, "two\nlines", 1);
      log.get(0, 1, "\u00c3\u00a9", 1);
    }
    assertEquals(0, run("cat", "--format", "csv", odd.toString()), err::toString);
    assertTrue(lines().get(1).contains(",get,\"a,\"\"b\",4,"), lines().get(1));
    assertTrue(lines().get(2).contains(",get,two\\x0alines,9,"), lines().get(2));
    assertEquals(0, run("cat", "--format", "json", odd.toString()), err::toString);
    assertTrue(lines().get(2).contains("\"key\":\"\\u00E9\""), lines().get(2));
  }

  @Test
  void aTraceTellsWhatAMissWasFilledWithAndNotThatItWas() throws IOException {
    Path log = folder.resolve("filled");
    try (WrittenLog written = new WrittenLog(WrittenLog.options(log), 1)) {
      written.get(0, 1, "filled", -1);
      written.get(0, 2, "not", -1);
      written.set(0, 1, "filled", 77);
      written.set(0, 1, "filled", 78);
      written.get(0, 1, "filled", 78);
    }
    assertEquals(0, run("replay", log.toString()), err::toString);
    assertEquals(
        List.of(
            "0,filled,6,77,1,get,0", "0,not,3,0,2,get,0", "0,filled,6,78,1,set,0",
            "0,filled,6,78,1,get,0"),
        lines().stream().map(line -> line.replaceFirst("^1,", "0,")).toList());
    String replayed = out.toString();
    assertEquals(0, run("cat", "--format", "trace", log.toString()));
    assertEquals(replayed, out.toString());
  }

  @Test
  void statTellsTheHitRatioAndWhatWasAsked() {
    assertEquals(0, run("stat", file), err::toString);
    String told = out.toString();
    assertTrue(told.contains("requests     3\n"), told);
    assertTrue(told.contains("hit ratio    0.5000 (1 of 2)"), told);
    assertTrue(told.contains("lost         0 "), told);
    assertTrue(told.contains("bytes of values stored: mean 100.0"), told);
    assertTrue(told.contains("  get        miss                      1"), told);
  }

  @Test
  void topTellsTheMostFrequentFirst() throws IOException {
    assertEquals(0, run("top", "--most", "1", file), err::toString);
    assertEquals(2, lines().size());
    assertMatches(" +2 +66[.,]67 +113 +key", lines().get(1));
  }

  @Test
  void slowTellsTheSlowestFirst() {
    assertEquals(0, run("slow", "--most", "2", file), err::toString);
    assertEquals(2, lines().size());
    double first = Double.parseDouble(lines().get(0).strip().split(" ")[0]);
    double second = Double.parseDouble(lines().get(1).strip().split(" ")[0]);
    assertTrue(first >= second, first + " before " + second);
  }

  @Test
  void whatIsBeforeDamageIsPrintedAndTheDamageIsSaid() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(file));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(1, run("cat", file, cut.toString()));
    assertEquals(3, lines().size());
    assertMatches(
        "gannet: .*cut: at byte 64: it ends 1 bytes before the end of a block; .*\n",
        err.toString());
  }

  @Test
  void wrongWordsAndMissingFilesAreSaid() {
    assertEquals(2, run("cat"));
    assertEquals(2, run());
    assertEquals(2, run("cat", "--format", "xml", file));
    assertEquals(1, run("cat", folder.resolve("none").toString()));
    assertTrue(err.toString().contains("there is no such file"), err.toString());
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("replay"), out.toString());
  }

  /** Whoever looks has seen enough when this fails. */
  private static final class Enough extends OutputStream {
    private final CompletableFuture<String> seen = new CompletableFuture<>();
    private final CompletableFuture<String> seenFirst = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final String first;
    private final String last;

    private Enough(String first, String last) {
      this.first = first;
      this.last = last;
    }

    @Override
    public void write(int one) throws IOException {
      text.append((char) one);
      if (text.indexOf(first) >= 0) {
        seenFirst.complete(first);
      }
      if (text.indexOf(last) >= 0) {
        seen.complete(text.toString());
        throw new IOException("enough");
      }
    }
  }

  @Test
  void followingShowsWhatIsWrittenMeanwhileAndGoesOnBehindARotation() throws Exception {
    Path followed = folder.resolve("followed");
    Enough enough = new Enough("meanwhile", "second\\x20file");
    CompletableFuture<Integer> end = new CompletableFuture<>();
    try (WrittenLog log = new WrittenLog(WrittenLog.options(followed), 1)) {
      log.set(0, 1, "first", 1);
      Thread.ofPlatform()
          .start(
              () ->
                  end.complete(
                      KlogCommand.run(
                          new PrintStream(enough, true),
                          new PrintStream(err),
                          List.of("cat", "--follow", followed.toString()))));
      log.set(0, 1, "meanwhile", 1);
      enough.seenFirst.get(30, TimeUnit.SECONDS);
    }
    try (WrittenLog log = new WrittenLog(WrittenLog.options(followed), 1)) {
      log.set(0, 1, "second", 1);
      log.set(0, 1, "second file", 1);
      String seen = enough.seen.get(30, TimeUnit.SECONDS);
      assertTrue(seen.indexOf("first") < seen.indexOf("meanwhile"), seen);
      assertTrue(seen.indexOf("meanwhile") < seen.indexOf("set second "), seen);
      assertEquals(1, end.get(30, TimeUnit.SECONDS));
    }
  }
}
