package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.ChunkTable.KEPT;
import static io.gannet.server.worker.turn.ChunkTable.NONE;
import static io.gannet.server.worker.turn.ChunkTable.OWN_PLACE;

import io.gannet.engine.process.Output;
import java.lang.foreign.MemorySegment;

/**
 * What one connection has yet to send: a queue of chunks, then what is being composed.
 *
 * <pre>
 *   first ─► chunk ─► pinned chunk ─► … last     [composedFrom … position … limit)
 *   └── may be in flight: only read ──┘          └── the open block: written ──┘
 * </pre>
 *
 * <p>The open block takes further replies while earlier bytes of it are in flight: what was sealed
 * into a chunk is never written again. A block comes from the pool while this connection's share
 * lasts, and then from its own {@link Place}, so that one that has nothing unsent can always
 * answer; with nothing unsent it holds nothing but values that the kernel still reads.
 *
 * <p>A promise is a hole in the queue. When it is fulfilled, the answer is composed in the open
 * block as ever, and its chunks are linked in where the hole is: {@link ChunkQueue}. What is kept
 * for it is room of its own, and its chunk, so that a short answer needs nothing of the pools.
 * For longer ones, with which all connections may be waiting at once, whoever is first of the holes
 * can have its connection's own place, and chunks that were set aside with the first promise;
 * nobody else has those while there are holes.
 *
 * <p>Invariant: while a block is open, a chunk is reserved for what is composed in it, but for a
 * hole's own room, which needs none; see {@link #isSound}. One thread.
 */
final class Outbox extends Output {
  private static final int NO_BLOCK = -5;

  private final ChunkPool pool;
  private final ChunkTable rows;
  private final ChunkQueue queue;
  private final ChunkAccount account;
  private final Shards shards;
  private final Place place;
  private final PatienceClock patience;
  private final long unsentBytesMax;
  private final int pinnedBytesMin;

  private int openBlock = NO_BLOCK;
  private long composedFrom;
  private int blocks;
  private int pins;
  private int ownPieces;

  /** Some of what was promised is in the queue: it may go on where the chunk before it ends. */
  private boolean joins;

  /** Which of the slot's clients it has, as tickets tell them apart. */
  private int client;

  Outbox(
      ChunkPool pool,
      Shards shards,
      Place place,
      PatienceClock patience,
      long unsentBytesMax,
      int pinnedBytesMin) {
    this.pool = pool;
    this.rows = pool.chunks;
    this.queue = new ChunkQueue(rows);
    this.account = new ChunkAccount(pool, queue);
    this.shards = shards;
    this.place = place;
    this.patience = patience;
    this.unsentBytesMax = unsentBytesMax;
    this.pinnedBytesMin = pinnedBytesMin;
    this.memory = pool.blockMemory();
  }

  /** Bytes appended and not yet known to be sent. */
  @Override
  public long unsentBytes() {
    return queue.bytes() + (position - composedFrom);
  }

  /** Blocks of the pool that it holds. */
  int blocks() {
    return blocks;
  }

  /** Chunks that it holds. */
  int chunks() {
    return account.held();
  }

  /** Values of stores that it keeps where they are. */
  int pins() {
    return pins;
  }

  /** Promises that are to be fulfilled. */
  int promises() {
    return queue.holes();
  }

  /** Since when the oldest promise waits, in nanoseconds of the patience clock; there is one. */
  long promisedSinceNs() {
    assert promises() > 0;
    return rows.pin(queue.firstHole());
  }

  /** Nothing of it can leave before the oldest promise is fulfilled. */
  boolean isHeldUp() {
    return queue.holes() > 0 && queue.first() == queue.firstHole();
  }

  /** The same of one promise: no send of this connection's can make room for its answer. */
  boolean isHeldUpBy(int ticket) {
    return isHeldUp() && queue.firstHole() == Ticket.chunk(ticket);
  }

  /** Something is unsent, or promised. */
  boolean owes() {
    return unsentBytes() > 0 || queue.holes() > 0;
  }

  @Override
  public boolean full() {
    return unsentBytes() + queue.keptBytes() >= unsentBytesMax;
  }

  @Override
  public int pinnedBytesMin() {
    return pinnedBytesMin;
  }

  @Override
  protected boolean nextBlock(int bytes) {
    // The chunk that is reserved for the open block is the next one's if nothing was composed.
    boolean reserved = isReserved() && position == composedFrom;
    if (!reserved && !account.mayTake(1)) {
      return false;
    }
    int block = pool.mayTakeBlocks(blocks, 1) ? pool.takeBlock() : OWN_PLACE;
    if (block == OWN_PLACE && !mayOpenPlace()) {
      return false;
    }
    if (reserved) {
      leaveBlock();
    } else {
      closeBlock();
      account.reserve();
    }
    open(block);
    assert isSound();
    return true;
  }

  /** A chunk is reserved for what is composed. */
  private boolean isReserved() {
    return openBlock >= OWN_PLACE;
  }

  /** Where there are holes it is the first one's alone. */
  private boolean mayOpenPlace() {
    return ownPieces == 0 && openBlock != OWN_PLACE && queue.isBeforeHoles();
  }

  private void open(int block) {
    openBlock = block;
    boolean own = block == OWN_PLACE;
    memory = own ? place.memory() : pool.blockMemory();
    composedFrom = own ? place.outOffset() : pool.blockOffset(block);
    position = composedFrom;
    limit = composedFrom + (own ? Place.OUT_BYTES : pool.blockBytes());
    if (own) {
      place.touched();
    } else {
      blocks++;
    }
  }

  @Override
  public boolean appendPinned(MemorySegment store, long offset, long bytes, long pin) {
    assert store == shards.memory(shards.own());
    return appendPinned(shards.own(), offset, bytes, pin);
  }

  @Override
  public boolean appendPinned(int shard, long offset, long bytes, long pin) {
    if (!account.mayTake(queue.isHoleEmpty() ? 1 : 2)) {
      return false;
    }
    sealComposed();
    if (queue.isHoleEmpty()) {
      pool.fillPinned(queue.begun(), shard, offset, bytes, pin);
      queue.filled(bytes);
    } else {
      account.reserve();
      queue.append(pool.takePinned(shard, offset, bytes, pin), bytes);
    }
    pins++;
    assert isSound();
    return true;
  }

  @Override
  public boolean appendCopied(MemorySegment from, long offset, long bytes) {
    if (!hasRoomToCopy(bytes - (limit - position))) {
      return false;
    }
    long at = offset;
    while (at < offset + bytes) {
      boolean room = position < limit || nextBlock(1);
      assert room : "there was room for all of it";
      long piece = Math.min(offset + bytes - at, limit - position);
      MemorySegment.copy(from, at, memory, position, piece);
      position += piece;
      at += piece;
    }
    return true;
  }

  /** True if so many bytes more than the open block takes have room: in one piece, or in blocks. */
  private boolean hasRoomToCopy(long bytes) {
    if (bytes <= 0) {
      return true;
    }
    int wanted = Math.toIntExact(Math.ceilDiv(bytes, (long) pool.blockBytes()));
    return pool.mayTakeBlocks(blocks, wanted) && account.mayTake(wanted);
  }

  /** The first chunk, or {@code NONE}; everything composed so far is in the queue. */
  int seal() {
    assert !queue.hasBegun() : "half an answer";
    sealComposed();
    if (joins) {
      join();
    }
    return queue.first();
  }

  /** Behind the last chunk that may be sent: the first hole, or {@code NONE} if there is none. */
  int sendEnd() {
    return queue.firstHole();
  }

  /** Joins what lies side by side and may be sent; answers without bytes leave the queue. */
  private void join() {
    dropSent(0);
    int chunk = queue.first();
    while (chunk != queue.firstHole()) {
      int joined = queue.join(chunk);
      if (joined == NONE) {
        chunk = rows.next(chunk);
      } else {
        free(joined);
      }
    }
    joins = queue.holes() > 0;
  }

  private void sealComposed() {
    if (sealPiece()) {
      keepOpen();
    } else if (openBlock == KEPT && composedFrom == position && !queue.isHoleEmpty()) {
      leaveBlock(); // it lasts only as long as the chunk that has just been made of it
    }
  }

  /** Puts what is composed into the queue; true if the block's chunk was needed for that. */
  private boolean sealPiece() {
    long bytes = position - composedFrom;
    if (bytes == 0) {
      return false;
    }
    if (openBlock == OWN_PLACE) {
      ownPieces++;
    }
    boolean fills = queue.isHoleEmpty();
    if (fills) {
      pool.fillComposed(queue.begun(), openBlock, composedFrom, bytes);
      queue.filled(bytes);
    } else {
      queue.append(pool.takeComposed(openBlock, composedFrom, bytes), bytes);
    }
    composedFrom = position;
    pool.composed(bytes);
    return !fills;
  }

  /** The chunk of the open block is in the queue: it stays open if there is another. */
  private void keepOpen() {
    if (account.mayTake(1)) {
      account.reserve();
    } else {
      leaveBlock();
    }
  }

  /** The first {@code bytes} sealed bytes were sent. */
  void sent(long bytes) {
    queue.sent(bytes);
    long left = dropSent(bytes);
    if (left > 0) {
      rows.advance(queue.first(), left);
    }
    rest();
    assert isSound();
  }

  /** Drops the chunks that were sent whole: how many bytes of the first of the others were. */
  private long dropSent(long bytes) {
    long left = bytes;
    int chunk = queue.first();
    while (chunk != queue.firstHole() && left >= rows.length(chunk)) {
      left -= rows.length(chunk);
      dropFirst();
      chunk = queue.first();
    }
    return left;
  }

  /** Gives the open block back if there is nothing unsent. */
  void rest() {
    if (unsentBytes() == 0) {
      closeBlock();
      assert blocks == 0 && ownPieces == 0;
      assert joins || account.held() == pins + queue.holes() + account.aside();
    }
  }

  /** What holds whenever nobody is at work in it. */
  private boolean isSound() {
    boolean open = openBlock != NO_BLOCK;
    boolean block = open ? composedFrom <= position && position <= limit : limit == 0;
    boolean bytes = queue.first() == NONE || queue.bytes() > 0 || queue.holes() > 0 || joins;
    boolean place = openBlock != OWN_PLACE || queue.isBeforeHoles();
    boolean kept = openBlock != KEPT || queue.hasBegun();
    int held = pins + ownPieces + queue.emptyHoles() + account.aside() + (isReserved() ? 1 : 0);
    boolean parts = ownPieces >= 0 && held <= account.held();
    return queue.isSound() && account.isSound() && block && bytes && place && kept && parts;
  }

  /** Forgets everything, for a connection that is closed and has nothing in flight. */
  void clear() {
    assert !queue.hasBegun();
    pool.holesLeft(queue.holes());
    queue.forgetHoles();
    account.holesLeft();
    while (queue.first() != NONE) {
      dropFirst();
    }
    queue.sent(queue.bytes());
    composedFrom = position;
    joins = false;
    client = Ticket.clientAfter(client);
    rest();
    assert account.held() == 0 && pins == 0 : "nothing is in flight that could linger";
  }

  private void dropFirst() {
    int chunk = queue.removeFirst();
    if (!rows.lingers(chunk)) {
      free(chunk);
    }
  }

  /** The kernel is done with a zero-copy send of this chunk. */
  void notified(int chunk) {
    if (rows.notified(chunk)) {
      free(chunk);
    }
    assert isSound();
  }

  private void free(int chunk) {
    int source = rows.source(chunk);
    if (source == ChunkTable.STORE) {
      pins--;
      shards.unpin(rows.shard(chunk), rows.pin(chunk));
    } else if (source == OWN_PLACE) {
      ownPieces--;
    }
    pool.free(chunk);
    account.giveBack();
    if (source >= 0 && pool.isFree(source)) {
      blocks--;
    }
  }

  /** Seals what is composed, and composes no more in this block. */
  private void closeBlock() {
    if (openBlock != NO_BLOCK) {
      if (!sealPiece() && isReserved()) {
        account.giveBack();
      }
      leaveBlock();
    }
  }

  private void leaveBlock() {
    int block = openBlock;
    openBlock = NO_BLOCK;
    position = 0;
    limit = 0;
    composedFrom = 0;
    if (block >= 0) {
      pool.leaveBlock(block);
      if (pool.isFree(block)) {
        blocks--;
      }
    }
  }

  @Override
  public int promise(int bytes) {
    sealComposed();
    if (!account.reserveForHole()) {
      return NONE;
    }
    int chunk = pool.takeHole(place.outOffset(), bytes, patience.nowNs());
    queue.appendHole(chunk, bytes);
    leavePlace();
    assert isSound();
    return Ticket.pack(client, chunk);
  }

  /** Whoever composes behind a hole has no right to it. */
  private void leavePlace() {
    if (openBlock == OWN_PLACE && queue.holes() > 0) {
      closeBlock();
    }
  }

  @Override
  public boolean begin(int ticket, int bytes) {
    int hole = holeOf(ticket);
    sealComposed();
    queue.begin(hole);
    if (!ensure(bytes) && !mayOpenKept(bytes)) {
      queue.postpone();
      return false;
    }
    assert isSound();
    return true;
  }

  private int holeOf(int ticket) {
    int chunk = Ticket.chunk(ticket);
    assert Ticket.client(ticket) == client : "promised to one who is gone";
    assert rows.isHole(chunk) && rows.offset(chunk) == place.outOffset() : "not promised here";
    return chunk;
  }

  /** The hole's own room, for an answer that fits in when nothing else is to be had. */
  private boolean mayOpenKept(int bytes) {
    if (bytes > queue.begunBytes()) {
      return false;
    }
    closeBlock();
    openBlock = KEPT;
    memory = pool.keptMemory();
    composedFrom = pool.keptOffset(queue.begun());
    position = composedFrom;
    limit = composedFrom + queue.begunBytes();
    return true;
  }

  @Override
  public void postpone(int ticket) {
    assert queue.begun() == holeOf(ticket);
    position = composedFrom;
    queue.postpone();
    endAnswer();
  }

  @Override
  public void end(int ticket) {
    int hole = Ticket.chunk(ticket);
    assert queue.begun() == hole;
    sealComposed();
    if (queue.isHoleEmpty()) {
      pool.fillComposed(hole, KEPT, pool.keptOffset(hole), 0);
      queue.filled(0);
    }
    pool.overtakes(!queue.isBeforeHoles());
    queue.end();
    pool.holesLeft(1);
    joins = true;
    account.holesLeft();
    dropSent(0);
    endAnswer();
  }

  private void endAnswer() {
    if (openBlock == KEPT) {
      leaveBlock();
    }
    leavePlace();
    assert isSound();
  }
}
