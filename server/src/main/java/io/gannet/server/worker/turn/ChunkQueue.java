package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.ChunkTable.NONE;

/**
 * Chunks in the order in which they leave. Some may be holes: chunks in whose place there is
 * nothing yet, which are filled in any order; what is behind the first of them has to wait for it.
 *
 * <pre>
 *   first ─► chunk ─► HOLE ─► chunk ─► HOLE ─► chunk   last
 *                  firstHole             └─ begun: what is appended goes here, until it ends
 * </pre>
 *
 * <p>Chunks are appended behind the last one, or, while a hole is being filled, behind what it was
 * filled with so far. Nothing is looked for: the first hole only ever moves on. One thread.
 */
final class ChunkQueue {
  private final ChunkTable rows;
  private int first = NONE;
  private int last = NONE;
  private long bytes;

  private int holes;
  private long keptBytes;
  private int firstHole = NONE;

  /** The hole that is being filled, the bytes kept for it, and the last chunk of what fills it. */
  private int hole = NONE;

  private long holeBytes;
  private int filling = NONE;

  ChunkQueue(ChunkTable rows) {
    this.rows = rows;
  }

  /** The first chunk, or {@code NONE}. */
  int first() {
    return first;
  }

  /** Behind the last chunk that may leave: the first hole, or {@code NONE} if there is none. */
  int firstHole() {
    return firstHole;
  }

  /** Bytes of all chunks. */
  long bytes() {
    return bytes;
  }

  int holes() {
    return holes;
  }

  /** Holes in whose place there is nothing yet. */
  int emptyHoles() {
    return filling == NONE ? holes : holes - 1;
  }

  /** Bytes that are kept for all holes. */
  long keptBytes() {
    return keptBytes;
  }

  /** Whatever is appended now, nothing that waits for a hole is before it. */
  boolean isBeforeHoles() {
    return hole == firstHole;
  }

  /** A hole is being filled. */
  boolean hasBegun() {
    return hole != NONE;
  }

  /** The hole that is being filled. */
  int begun() {
    assert hole != NONE;
    return hole;
  }

  /** Bytes that are kept for the hole that is being filled. */
  long begunBytes() {
    assert hole != NONE;
    return holeBytes;
  }

  /** A hole is being filled, and nothing is in its place yet: its own chunk is the first. */
  boolean isHoleEmpty() {
    return hole != NONE && filling == NONE;
  }

  /** Appends a chunk of so many bytes. */
  void append(int chunk, long length) {
    if (hole == NONE) {
      link(chunk);
    } else {
      assert filling != NONE;
      insert(chunk);
    }
    bytes += length;
  }

  private void link(int chunk) {
    if (first == NONE) {
      first = chunk;
    } else {
      rows.link(last, chunk);
    }
    last = chunk;
  }

  private void insert(int chunk) {
    rows.link(chunk, rows.next(filling));
    rows.link(filling, chunk);
    last = last == filling ? chunk : last;
    filling = chunk;
  }

  /** Appends a hole that so many bytes are kept for. */
  void appendHole(int chunk, int kept) {
    assert hole == NONE && rows.isHole(chunk);
    link(chunk);
    firstHole = holes == 0 ? chunk : firstHole;
    holes++;
    keptBytes += kept;
  }

  /** From now on what is appended fills this hole. */
  void begin(int chunk) {
    assert hole == NONE && rows.isHole(chunk);
    hole = chunk;
    holeBytes = rows.length(chunk);
  }

  /** Nothing has come of it: the hole is one still. */
  void postpone() {
    assert isHoleEmpty();
    hole = NONE;
  }

  /** The hole's own chunk is one of so many bytes now. */
  void filled(long length) {
    assert isHoleEmpty() && !rows.isHole(hole);
    filling = hole;
    bytes += length;
  }

  /** The hole is filled. */
  void end() {
    assert filling != NONE;
    holes--;
    keptBytes -= holeBytes;
    if (hole == firstHole) {
      firstHole = holes == 0 ? NONE : nextHole(filling);
    }
    hole = NONE;
    filling = NONE;
  }

  private int nextHole(int after) {
    int chunk = rows.next(after);
    while (!rows.isHole(chunk)) {
      chunk = rows.next(chunk);
    }
    return chunk;
  }

  /** No hole will be filled any more. */
  void forgetHoles() {
    assert hole == NONE;
    holes = 0;
    keptBytes = 0;
    firstHole = NONE;
  }

  /** The first chunk leaves: its number. */
  int removeFirst() {
    int chunk = first;
    assert chunk != firstHole;
    first = rows.next(chunk);
    last = first == NONE ? NONE : last;
    return chunk;
  }

  /** So many bytes of the first chunks were sent. */
  void sent(long sent) {
    assert sent <= bytes;
    bytes -= sent;
  }

  /**
   * Joins a chunk with the one behind it, if that may leave together with it and lies next to it,
   * or is of no bytes.
   *
   * @return the row that is in no queue any more, or {@code NONE} if it stays as it is
   */
  int join(int chunk) {
    int next = rows.next(chunk);
    if (next == firstHole || rows.length(next) > 0 && !rows.goesOn(chunk, next)) {
      return NONE;
    }
    rows.absorb(chunk, next);
    last = last == next ? chunk : last;
    return next;
  }

  /** What holds whenever nobody is at work in it. */
  boolean isSound() {
    boolean ends = (first == NONE) == (last == NONE) && (first != NONE || bytes == 0);
    boolean some = holes > 0;
    boolean kept = some == keptBytes > 0 && some == (firstHole != NONE);
    boolean filled = filling == NONE || hole != NONE;
    return bytes >= 0 && ends && kept && filled && (some || hole == NONE);
  }
}
