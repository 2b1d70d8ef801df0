package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;

/**
 * What an {@link Encoding} remembers of one conversation: where its parser stands, the reply that
 * is owed, the end of the value that is awaited.
 */
public abstract class EncodingState {
  /** Nothing was said yet. */
  protected EncodingState() {}

  /** Makes it ready for the next client. */
  protected abstract void reset();

  /** What was carried over from earlier reads, to be parsed before anything else. */
  protected abstract Window carried();

  /** True while the begin of a request is carried over whose value has not come. Any thread. */
  protected abstract boolean carriesValue();

  /** Composes what is owed; false if there is no room, or no budget, for all of it now. */
  protected abstract boolean settle(Output out);

  /** Room that the answer to the value awaited needs; 0 if it is not to be answered. */
  protected abstract int answerBytes();

  /** What the answer to it is composed by, if another shard keeps its place: more than 0. */
  protected abstract long context();

  /** Bytes still to come of the trailer behind it; 0 if it ends with its last byte. */
  protected abstract int trailerBytes();

  /**
   * Takes what there is of the trailer behind a value that has come, all but its last byte.
   *
   * @return false if that one has not come yet
   */
  protected abstract boolean trailerHasCome(Window in);

  /** True if the trailer is as it should be: its last byte, if it has any, is the next one. */
  protected abstract boolean isTrailerGood(Window in);

  /** Takes the last byte of the trailer. */
  protected abstract void takeTrailer(Window in);
}
