package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.EncodingState;
import io.gannet.engine.process.kv.Terms;
import io.gannet.engine.protocol.memcache.MetaLine;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import java.lang.foreign.MemorySegment;

/**
 * What is remembered of a conversation in text: where its parser stands, the reply it owes, the end
 * of a value.
 */
final class TextState extends EncodingState {
  static final int LINE_END_BYTES = 2;

  final ParserState parsing;

  /** What is being listed. */
  final Dump dump = new Dump();

  /** What is still to be composed of a reply before any other, or null. */
  private Reply owed;

  /** The figures that are being told, or null. */
  private Statistics.Section told;

  /** The part of {@link #told} that comes next, and its next row. */
  private int toldPart;

  private int toldRow;

  /** Of the value that is awaited: whether its reply is not wanted. */
  private boolean noreply;

  /** The context of a meta command whose value is awaited; 0 of any other. */
  private long meta;

  /** How many bytes of the line end behind it have come. */
  private int lineEndBytes;

  private boolean lineEndGood;

  /** Whether the client has said who it is, and how often that was nobody. */
  private boolean admitted;

  private int failures;

  TextState(MemorySegment carry) {
    parsing = new ParserState(carry);
  }

  /** Awaits the value whose place is reserved, and the line end behind it. */
  void await(boolean noreply) {
    this.noreply = noreply;
    this.meta = 0;
    lineEndBytes = 0;
    lineEndGood = true;
  }

  /** The same of a meta command, the flags of which are kept to be answered. */
  void await(Request request, Terms terms) {
    await(false);
    meta = MetaReplies.context(request);
    int length = request.echoLength;
    terms.echo(parsing.keep(request.echo(), length), ParserState.KEPT, length);
  }

  /** The context of a meta command whose value is awaited; 0 of any other. */
  long meta() {
    return meta;
  }

  /** True if the value awaited is to be answered. */
  boolean isAnswered() {
    return !noreply;
  }

  @Override
  protected int answerBytes() {
    if (meta != 0) {
      return MetaLine.BYTES_MAX;
    }
    return noreply ? 0 : Reply.BYTES_MAX;
  }

  @Override
  protected long context() {
    return meta != 0 ? meta : ForeignReplies.context(isAnswered());
  }

  @Override
  protected int trailerBytes() {
    return LINE_END_BYTES - lineEndBytes;
  }

  @Override
  protected boolean trailerHasCome(Window in) {
    if (lineEndBytes == 0 && in.remaining() > 0) {
      lineEndGood = in.memory.get(BYTE, in.position++) == '\r';
      lineEndBytes = 1;
    }
    return in.remaining() > 0;
  }

  @Override
  protected boolean isTrailerGood(Window in) {
    return lineEndGood && in.memory.get(BYTE, in.position) == '\n';
  }

  @Override
  protected void takeTrailer(Window in) {
    in.position++;
  }

  @Override
  protected Window carried() {
    return parsing.carried;
  }

  @Override
  protected boolean carriesValue() {
    return parsing.carriesBlock();
  }

  /** True if it is known who the client is. */
  boolean isAdmitted() {
    return admitted;
  }

  void admit() {
    admitted = true;
  }

  /** The client has said who it is, and is nobody; true if it has no more tries. */
  boolean fail() {
    return ++failures >= Login.TRIES_MAX;
  }

  /** Owes a part of a reply; {@link #settle} composes it. */
  void owe(Reply reply) {
    owed = reply;
  }

  /** Owes the figures of a section. */
  void tell(Statistics.Section section) {
    told = section;
    toldPart = 0;
    toldRow = 0;
  }

  @Override
  protected boolean settle(Output out) {
    return (told == null || settleTold(out)) && (owed == null || settleOwed(out));
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
    owed = null;
    return true;
  }

  @Override
  protected void reset() {
    parsing.reset();
    owed = null;
    told = null;
    admitted = false;
    failures = 0;
  }
}
