package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Verb;
import java.lang.foreign.MemorySegment;

/** One memcached conversation: where its parser stands, the value it awaits, the reply it owes. */
final class MemcacheSession extends Session {
  static final long NO_RESERVATION = -1;

  /** How the request that comes next stands to memory that was not to be had. */
  private enum Patience {
    /** It was never refused. */
    FRESH,
    /** It waits, and is tried again. */
    WAITS,
    /** It has waited for long enough: the next try is the last. */
    ENDS
  }

  final ParserState parsing;

  /** What is still to be composed of a reply before any other. */
  Reply owed = Reply.NONE;

  /** The figures that are being told, or null. */
  Statistics.Section told;

  /** The part of {@link #told} that comes next, and its next row. */
  int toldPart;

  int toldRow;

  /** Where the value awaited goes, or {@link #NO_RESERVATION}. */
  long reservation = NO_RESERVATION;

  /** The rest is meaningful while there is a reservation: the request that it is for. */
  Verb verb;

  boolean noreply;
  boolean dead;
  long keyHash;
  long casUnique;
  long valueOffset;
  int valueLength;
  long receivedBytes;

  /** How many bytes of the line end behind the value have come. */
  int lineEndBytes;

  boolean lineEndGood;

  private Patience patience = Patience.FRESH;

  private int waitsBegun;
  private long wantedBytes;

  MemcacheSession(MemorySegment carry) {
    parsing = new ParserState(carry);
  }

  boolean awaits() {
    return reservation != NO_RESERVATION;
  }

  @Override
  public long awaitedBytes() {
    return awaits() ? valueLength - receivedBytes : 0;
  }

  @Override
  public long awaitedOffset() {
    return awaits() ? valueOffset + receivedBytes : 0;
  }

  @Override
  public int trailerBytes() {
    return awaits() ? Storing.LINE_END_BYTES - lineEndBytes : 0;
  }

  @Override
  public boolean holdsMemory() {
    return awaits();
  }

  @Override
  public long reservedBytes() {
    return awaits() ? valueLength : 0;
  }

  @Override
  public int waitsBegun() {
    return waitsBegun;
  }

  @Override
  public long wantedBytes() {
    return wantedBytes;
  }

  /** What the request that waits wants. */
  void wants(long bytes) {
    wantedBytes = bytes;
  }

  /** True if the request that found no memory is to wait for it; false if it is refused now. */
  boolean waits() {
    if (patience == Patience.ENDS) {
      return false;
    }
    waitsBegun += patience == Patience.FRESH ? 1 : 0;
    patience = Patience.WAITS;
    return true;
  }

  /** True if the request that comes next is refused if there still is no memory for it. */
  boolean hasGivenUp() {
    return patience == Patience.ENDS;
  }

  /** The request that waits has waited for long enough; false if that was said before. */
  boolean giveUp() {
    assert patience != Patience.FRESH : "nothing waits";
    boolean waited = patience == Patience.WAITS;
    patience = Patience.ENDS;
    return waited;
  }

  /** The request that came next is carried out or refused. */
  void goOn() {
    patience = Patience.FRESH;
  }

  /** Tells the figures asked for. */
  void tell(Statistics.Section section) {
    told = section;
    toldPart = 0;
    toldRow = 0;
  }

  /** Composes what is owed; false if there is no room, or no budget, for all of it now. */
  boolean settle(Output out) {
    return (told == null || settleTold(out)) && (owed == Reply.NONE || settleOwed(out));
  }

  private boolean settleTold(Output out) {
    for (; toldPart < told.parts(); toldPart++, toldRow = 0) {
      StatRows part = told.part(toldPart);
      toldRow = part.tell(toldRow, out);
      if (toldRow < part.rows()) {
        return false;
      }
    }
    told = null;
    owed = Reply.END;
    return true;
  }

  private boolean settleOwed(Output out) {
    if (!out.ensure(Reply.BYTES_MAX)) {
      return false;
    }
    out.position = owed.put(out.memory, out.position);
    owed = Reply.NONE;
    return true;
  }

  /** Forgets all; a reservation must have been given back before. */
  void reset() {
    assert !awaits();
    parsing.reset();
    owed = Reply.NONE;
    told = null;
    patience = Patience.FRESH;
  }
}
