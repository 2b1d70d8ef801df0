package io.gannet.server.klog.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.klog.LoggedRequest;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * A trace in the columns of Twitter's, for {@code gannet bench replay} and {@code miss-ratio}:
 * {@code SECONDS,KEY,KEY_BYTES,VALUE_BYTES,CLIENT,OPERATION,TTL}.
 *
 * <p>Who replays a trace stores what it misses. So the set by which a client has filled a miss is
 * left out, or all of it would be written twice; what it stored, and for how long, is told with the
 * get. For that a miss is held back until the key is next asked for, or so many requests have come
 * meanwhile that it seems not to have been filled.
 */
final class TraceText implements Telling {
  /** So many requests may lie between a miss and what fills it. */
  static final int HELD_MAX = 100_000;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Writer out;
  private final ArrayDeque<Row> held = new ArrayDeque<>();
  private final Map<String, Row> misses = new HashMap<>();
  private long startSec = Long.MIN_VALUE;
  private long sec;

  TraceText(Writer out) {
    this.out = out;
  }

  /** A line that is not written yet. */
  private static final class Row {
    final long sec;
    final String key;
    final int keyBytes;
    final String client;
    final String operation;
    int valueBytes;
    int ttlSec;

    Row(long sec, LoggedRequest request, String key, String operation) {
      this.sec = sec;
      this.key = key;
      this.keyBytes = request.keyLength();
      this.client = Integer.toUnsignedString((int) request.client);
      this.operation = operation;
      fill(request);
    }

    void fill(LoggedRequest request) {
      valueBytes = request.valueLength();
      ttlSec = Math.abs(request.ttlSec()); // dead at once is after a second there
    }

    String line() {
      return sec + "," + key + "," + keyBytes + "," + valueBytes + "," + client + "," + operation
          + "," + ttlSec + "\n";
    }
  }

  @Override
  public void request(LogInput log) throws IOException {
    LoggedRequest request = log.request();
    String operation = operation(request);
    if (operation == null) {
      return;
    }
    String key = new String(request.key(), ISO_8859_1);
    key = key.chars().allMatch(c -> c >= ' ') ? key : KeyText.of(request.key());
    Row miss = misses.remove(key);
    if (miss != null && isFilling(request)) {
      miss.fill(request);
      return;
    }
    Row row = new Row(second(request.wallNs), request, key, operation);
    held.add(row);
    if (request.verb().retrieves() && request.result() == LoggedResult.MISS) {
      misses.put(key, row);
    }
    while (held.size() > HELD_MAX) {
      write(held.remove());
    }
  }

  /** From the first on, and never back: workers' records lie in order only by worker. */
  private long second(long wallNs) {
    long now = Math.floorDiv(wallNs, NS_PER_SEC);
    startSec = startSec == Long.MIN_VALUE ? now : startSec;
    sec = Math.max(sec, now - startSec);
    return sec;
  }

  private static boolean isFilling(LoggedRequest request) {
    LoggedVerb verb = request.verb();
    return verb == LoggedVerb.SET || verb == LoggedVerb.ADD || verb == LoggedVerb.MS;
  }

  private void write(Row row) throws IOException {
    misses.remove(row.key, row);
    out.write(row.line());
  }

  /** Twitter's word for it; null if it is none of theirs, or has changed and found nothing. */
  private static String operation(LoggedRequest request) {
    LoggedVerb verb = request.verb();
    LoggedResult result = request.result();
    if (verb.stores() && result != LoggedResult.STORED
        || verb.counts() && result != LoggedResult.NUMERIC) {
      return null;
    }
    return switch (verb) {
      case GET, GAT, MG -> "get";
      case GETS, GATS -> "gets";
      case MS -> "set";
      case MD -> "delete";
      case MA -> "incr";
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS, INCR, DECR, DELETE -> verb.text();
      default -> null;
    };
  }

  @Override
  public void end() throws IOException {
    while (!held.isEmpty()) {
      write(held.remove());
    }
  }
}
