package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/** What the parser remembers of one conversation between two reads. */
public final class ParserState {
  /** Offset of what is kept while a value is awaited. */
  public static final int KEPT = MemcacheParser.CARRIED_BYTES;

  /**
   * What was carried over from earlier reads: a line, a key of a list or a small data block whose
   * end has not come yet; or, once its end has come, all of it, until it is answered.
   */
  public final Window carried = new Window();

  final MemorySegment carry;

  /** The retrieval whose keys are being read, or null at the beginning of a line. */
  Verb list;

  /** The deadline that the list asks for. */
  long listExptime;

  /** Whether the list had a key yet. */
  boolean keySeen;

  /** Whether all up to the next newline is to be ignored. */
  boolean skipsLine;

  /** Whether there was a request: what is spoken is known from then on. */
  boolean begun;

  /** Bytes of the request that is being carried, its data block included; 0 if not known. */
  int carriedBytesWanted;

  private long skippedBytes;

  /**
   * @param carry {@link MemcacheParser#CARRY_BYTES} bytes that belong to this conversation alone
   */
  public ParserState(MemorySegment carry) {
    this.carry = carry;
    reset();
  }

  /** Makes it ready for the next client. */
  public void reset() {
    carried.set(carry, 0, 0);
    list = null;
    begun = false;
    carriedBytesWanted = 0;
    skipsNothing();
  }

  private void skipsNothing() {
    skipsLine = false;
    skippedBytes = 0;
  }

  /** True while a line is carried whose data block has not come. */
  public boolean carriesBlock() {
    return carriedBytesWanted > 0;
  }

  /** Keeps some bytes of a request, at {@link #KEPT}, while its value is awaited. */
  public MemorySegment keep(MemorySegment from, int length) {
    MemorySegment.copy(from, 0, carry, KEPT, length);
    return carry;
  }

  /** Ignores the next {@code bytes} bytes: a data block that nobody wants. */
  public void skip(long bytes) {
    skippedBytes = bytes;
  }

  /** Ignores the rest of the line, of whose keys one was read: none of them is to be answered. */
  public void skipLine() {
    list = null;
    skipsLine = true;
  }

  /** Goes back to before {@code request}: it could not be answered yet. */
  public void returnTo(Request request, Window window) {
    window.position = request.start;
    begun &= request.verb != Verb.FOREIGN; // what is read once more is to be found the same
    list = request.list;
    listExptime = request.exptime;
    keySeen = request.keySeen;
    skipsNothing();
  }

  /** Goes back to behind {@code request}: those after it could not be answered yet. */
  public void returnBehind(Request request, Window window) {
    window.position = request.next;
    list = request.last ? null : request.list;
    listExptime = request.exptime;
    keySeen = true;
    skipsNothing();
  }

  /** Ignores what is to be ignored; false if {@code window} ends before that does. */
  boolean skip(Window window) {
    long bytes = Math.min(skippedBytes, window.remaining());
    window.position += bytes;
    skippedBytes -= bytes;
    if (skipsLine && skippedBytes == 0) {
      skipLine(window);
    }
    return skippedBytes == 0 && !skipsLine;
  }

  private void skipLine(Window window) {
    long end =
        Ascii.indexOf(
            window.memory, window.position, window.limit, (byte) '\n');
    skipsLine = end == window.limit;
    window.position = skipsLine ? end : end + 1;
  }
}
