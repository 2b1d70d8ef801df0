package io.gannet.bench.hostile;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a crowd: counted by its one thread, read when that has ended.
 *
 * <p>The names of what is counted are those of the tables.
 */
final class Toll {
  static final String OPENED = "opened";
  static final String NOT_LET_IN = "not let in";
  static final String CLOSED = "closed by the server";
  static final String STORED = "stored";
  static final String ANSWERS = "answers";
  static final String REFUSED = "refused";
  static final String ERRORS = "errors";
  static final String MIB_READ = "MiB read";
  static final String UNFINISHED = "unfinished";

  private final Map<String, Long> counts = new TreeMap<>();
  private long bytesRead;

  void add(String what, long count) {
    if (count != 0) {
      counts.merge(what, count, Long::sum);
    }
  }

  void read(long bytes) {
    bytesRead += bytes;
  }

  long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** All that was counted and is not 0. */
  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>(counts);
    if (bytesRead >> 20 > 0) {
      all.put(MIB_READ, bytesRead >> 20);
    }
    return all;
  }
}
