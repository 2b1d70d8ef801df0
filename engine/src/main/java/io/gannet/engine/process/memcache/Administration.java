package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/** What is asked of the server rather than of an item: flush_all, stats, version, shutdown, … */
final class Administration {
  private static final long RESET_WORD = Ascii.pack("reset");
  private static final long WALK_WORD = Ascii.pack("walk");
  private static final long GRACEFUL_WORD = Ascii.pack("graceful");

  private final Store store;
  private final CoarseClock clock;
  private final Expiry expiry;
  private final Statistics statistics;
  private final byte[] versionLine;
  private final Runnable shutdown;
  private final boolean debug;

  /** When everything is to be forgotten, or {@link Store#NEVER}. */
  private int flushAtSec = Store.NEVER;

  Administration(
      Store store,
      CoarseClock clock,
      Expiry expiry,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug) {
    this.store = store;
    this.clock = clock;
    this.expiry = expiry;
    this.statistics = statistics;
    this.versionLine = ("VERSION " + version + "\r\n").getBytes(US_ASCII);
    this.shutdown = shutdown;
    this.debug = debug;
  }

  /** Forgets everything now, later or never; the last flush_all decides. */
  Reply flush(Request request) {
    int deadlineSec = expiry.deadlineSec(request.exptime);
    boolean now = request.exptime == 0 || deadlineSec == Expiry.DEAD;
    flushAtSec = now ? Store.NEVER : deadlineSec;
    if (now) {
      store.flush();
    }
    return Reply.OK;
  }

  /** Forgets everything if the time for it has come. */
  void flushIfDue() {
    if (flushAtSec != Store.NEVER && clock.nowSec() >= flushAtSec) {
      flushAtSec = Store.NEVER;
      store.flush();
    }
  }

  /** Has the session tell a section; returns what is to be answered instead, if anything is. */
  Reply tell(Request request, MemorySegment in, MemcacheSession session) {
    if (isArgument(request, in, 5, RESET_WORD)) {
      statistics.reset();
      return Reply.RESET;
    }
    Statistics.Section section = statistics.find(in, request.keyOffset, request.keyLength);
    if (section == null) {
      return Reply.ERROR;
    }
    session.tell(section);
    return Reply.NONE;
  }

  /** Has all items counted, and the session tell it; where that is off, the verb is unknown. */
  Reply debug(Request request, MemorySegment in, MemcacheSession session) {
    if (!debug || request.arguments != 1 || !isArgument(request, in, 4, WALK_WORD)) {
      return Reply.ERROR;
    }
    session.tell(Statistics.Section.of(store.walk()));
    return Reply.NONE;
  }

  Step version(Output out) {
    if (!out.ensure(versionLine.length)) {
      return Step.RETRY;
    }
    out.position = MemcacheComposer.putText(out.memory, out.position, versionLine);
    return Step.DONE;
  }

  /** Ends the server if that is allowed; returns what is to be answered if it is not. */
  Reply shutdown(Request request, MemorySegment in) {
    if (shutdown == null) {
      return Reply.NO_SHUTDOWN;
    }
    boolean good =
        switch (request.arguments) {
          case 0 -> true;
          case 1 -> isArgument(request, in, 8, GRACEFUL_WORD);
          default -> false;
        };
    if (!good) {
      return Reply.BAD_SHUTDOWN;
    }
    shutdown.run();
    return Reply.NONE;
  }

  private static boolean isArgument(Request request, MemorySegment in, int length, long word) {
    long from = request.keyOffset;
    return request.keyLength == length && Ascii.word(in, from, from + length) == word;
  }
}
