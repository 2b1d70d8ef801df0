package io.gannet.engine.protocol.memcache.binary;

import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/** What the parser remembers of one conversation between two reads. */
public final class BinaryParserState {
  /**
   * What was carried over from earlier reads: the beginning of a request that is not there whole;
   * or, once its end has come, all of it, until it is answered.
   */
  public final Window carried = new Window();

  private final MemorySegment carry;

  /** Bytes of the request that is being carried, as far as is known; 0 if nothing is. */
  int bytesWanted;

  private long skippedBytes;

  /**
   * @param carry {@link BinaryParser#CARRY_BYTES} bytes that belong to this conversation alone
   */
  public BinaryParserState(MemorySegment carry) {
    this.carry = carry;
    reset();
  }

  /** Makes it ready for the next client. */
  public void reset() {
    carried.set(carry, 0, 0);
    bytesWanted = 0;
    skippedBytes = 0;
  }

  /** True while a header is carried whose body has not come. */
  public boolean carriesBody() {
    return bytesWanted > Packet.HEAD_BYTES;
  }

  /** Ignores the next {@code bytes} bytes: a body that nobody wants. */
  public void skip(long bytes) {
    assert bytes >= 0;
    skippedBytes = bytes;
  }

  /** Goes back to before {@code request}: it could not be answered yet. */
  public void returnTo(BinaryRequest request, Window window) {
    window.position = request.start;
    skippedBytes = 0;
  }

  /** Goes back to behind {@code request}: those after it could not be answered yet. */
  public void returnBehind(BinaryRequest request, Window window) {
    window.position = request.next;
    skippedBytes = 0;
  }

  /** Ignores what is to be ignored; false if {@code window} ends before that does. */
  boolean skip(Window window) {
    long bytes = Math.min(skippedBytes, window.remaining());
    window.position += bytes;
    skippedBytes -= bytes;
    return skippedBytes == 0;
  }
}
