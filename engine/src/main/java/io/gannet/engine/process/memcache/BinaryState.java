package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.REPLY_BYTES_MAX;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.EncodingState;
import io.gannet.engine.protocol.memcache.binary.BinaryParserState;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Status;
import java.lang.foreign.MemorySegment;

/**
 * What is remembered of a conversation in packets: where its parser stands, the figures it tells,
 * whose value is awaited. Nothing comes behind a value.
 */
final class BinaryState extends EncodingState {
  final BinaryParserState parsing;
  final PacketFigures figures;

  /** The request whose value is awaited. */
  private int code;

  private int opaque;
  private boolean quiet;

  /** Whether the client has said who it is, whether it has begun to, how often it was nobody. */
  private boolean admitted;

  private boolean begun;
  private int failures;

  BinaryState(MemorySegment carry, MemorySegment lines) {
    parsing = new BinaryParserState(carry);
    figures = new PacketFigures(lines);
  }

  /** Awaits the value of a request whose place is reserved. */
  void await(BinaryRequest request) {
    code = request.code;
    opaque = request.opaque;
    quiet = request.quiet;
  }

  /** The opcode of the request whose value is awaited; also just after it was. */
  int code() {
    return code;
  }

  int opaque() {
    return opaque;
  }

  boolean isQuiet() {
    return quiet;
  }

  /** True if it is known who the client is. */
  boolean isAdmitted() {
    return admitted;
  }

  /** True if the client has named its mechanism and no more. */
  boolean hasBegun() {
    return begun;
  }

  /** What it said of itself was answered by this; true if it has no more tries. */
  boolean tried(Status status) {
    admitted = status == Status.SUCCESS;
    begun = status == Status.GO_ON;
    failures += status == Status.UNAUTHENTICATED ? 1 : 0;
    return failures >= Login.TRIES_MAX;
  }

  /** A refusal is told even to who asked quietly. */
  @Override
  protected int answerBytes() {
    return REPLY_BYTES_MAX;
  }

  @Override
  protected long context() {
    return BinaryForeignReplies.context(code, opaque);
  }

  @Override
  protected Window carried() {
    return parsing.carried;
  }

  @Override
  protected boolean carriesValue() {
    return parsing.carriesBody();
  }

  @Override
  protected boolean settle(Output out) {
    return figures.settle(out);
  }

  @Override
  protected int trailerBytes() {
    return 0;
  }

  @Override
  protected boolean trailerHasCome(Window in) {
    return true;
  }

  @Override
  protected boolean isTrailerGood(Window in) {
    return true;
  }

  @Override
  protected void takeTrailer(Window in) {}

  @Override
  protected void reset() {
    parsing.reset();
    figures.forget();
    admitted = false;
    begun = false;
    failures = 0;
  }
}
