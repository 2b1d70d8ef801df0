package io.gannet.bench.ratio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.trace.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of a memcached, which cannot be told the time. Where libfaketime is installed it reads
 * a file instead of the kernel's clocks: time stands still until the replay moves it, and memcached
 * lives by the trace's seconds as our engines do. Else it lives by the real time, and what is past
 * its deadline must be deleted for it.
 *
 * <p>memcached reads its clock when a timer of its main thread is due. A connection wakes that
 * thread, and its own statistics tell when it knows.
 */
final class MemcachedClock implements AutoCloseable {
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
  private static final List<Path> ROOTS =
      List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss\n").withZone(ZoneOffset.UTC);

  /** Any time after 1970: the trace's start. */
  private static final long START_SEC = Instant.parse("2030-01-01T00:00:00Z").getEpochSecond();

  /** Beyond, memcached takes a time to live for a date. */
  private static final long TTL_SEC_MAX = 60 * 60 * 24 * 30;

  private static final int ASKED_MAX = 100_000;

  /** So often it is moved at most: each time is some 170 µs. */
  private static final int MOVES_MAX = 10_000;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Path library;
  private final Path file;
  private final FileChannel channel;
  private final long strideSec;
  private MemcachedProcess process;
  private MemcachedClient client;
  private long nowSec;

  private MemcachedClock(Path library, Path file, FileChannel channel, long strideSec) {
    this.library = library;
    this.file = file;
    this.channel = channel;
    this.strideSec = strideSec;
  }

  /** The real one. */
  static MemcachedClock real() {
    return new MemcachedClock(null, null, null, 1);
  }

  /** One for a trace: the real one where nothing expires, or it must be. */
  static MemcachedClock of(Trace trace) {
    Optional<Path> library = library();
    if (!trace.hasDeadlines() || library.isEmpty()) {
      return real();
    }
    try {
      Path file = Files.createTempFile("gannet-memcached", ".time");
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      MemcachedClock clock =
          new MemcachedClock(library.get(), file, channel, strideSec(trace));
      clock.write();
      return clock;
    } catch (IOException e) {
      throw new SubjectException("memcached's clock cannot be written: " + e.getMessage(), e);
    }
  }

  /** So many seconds of a trace are one moment to memcached, and to who asks it many things. */
  static long strideSec(Trace trace) {
    long spanSec = trace.atNs(trace.requests() - 1) / NS_PER_SEC;
    return trace.hasDeadlines() ? Math.max(1, spanSec / MOVES_MAX) : Long.MAX_VALUE;
  }

  /** In words: which one a trace with deadlines gets. */
  static String about() {
    return library().isPresent()
        ? "living by the trace's time (libfaketime)"
        : "living by real time: apt install faketime for the trace's";
  }

  private static Optional<Path> library() {
    return ROOTS.stream().flatMap(MemcachedClock::libraries).findFirst();
  }

  private static Stream<Path> libraries(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return Stream.concat(Stream.of(root), folders)
          .map(folder -> folder.resolve(LIBRARY))
          .filter(Files::isRegularFile)
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Whether memcached lives by the trace's time. */
  boolean isFaked() {
    return library != null;
  }

  /** What a process needs to live by it. */
  void rule(Map<String, String> environment) {
    if (isFaked()) {
      environment.put("LD_PRELOAD", library.toString());
      environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
      environment.put("FAKETIME_NO_CACHE", "1");
      environment.put("TZ", "UTC");
    }
  }

  /** The process that lives by it, and one who may ask it. */
  void begin(MemcachedProcess process, MemcachedClient client) {
    this.process = process;
    this.client = client;
  }

  /** What to say so that an item expires so many seconds from now; 0 is never. */
  long exptime(int ttlSec) {
    if (!isFaked() || ttlSec <= TTL_SEC_MAX) {
      return isFaked() ? ttlSec : 0;
    }
    return START_SEC + nowSec + ttlSec;
  }

  /**
   * Goes on to this second of the trace, or in a very long trace to one a little before, and waits
   * until memcached knows. No reply is on its way.
   */
  void advance(long sec) {
    if (!isFaked() || sec < nowSec + strideSec) {
      return;
    }
    nowSec = sec;
    try {
      write();
      process.connect().close();
    } catch (IOException e) {
      throw new SubjectException("memcached's clock cannot be moved: " + e.getMessage(), e);
    }
    for (int asked = 0; toldSec() < START_SEC + sec; asked++) {
      if (asked == ASKED_MAX) {
        throw new SubjectException("memcached's clock stands still: libfaketime does not rule it");
      }
    }
  }

  private long toldSec() {
    return Long.parseLong(client.stats("").get("time"));
  }

  private void write() throws IOException {
    String time = FORM.format(Instant.ofEpochSecond(START_SEC + nowSec));
    channel.write(ByteBuffer.wrap(time.getBytes(US_ASCII)), 0);
  }

  @Override
  public void close() {
    try {
      if (isFaked()) {
        channel.close();
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A file that stays behind: nothing to be done about it.
    }
  }
}
