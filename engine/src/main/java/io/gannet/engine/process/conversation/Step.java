package io.gannet.engine.process.conversation;

/** How far the carrying out and answering of one request got. */
public enum Step {
  /** It is done. */
  DONE,
  /** It is done, but the session still owes a part of its reply. */
  OWED,
  /** It is done, and what comes behind it is no request. */
  LAST,
  /** It was the last one. */
  CLOSE,
  /** There was no room for its reply and it has had no effect that matters: again, later. */
  RETRY,
  /** There was no memory for it, likewise. */
  WAIT,
  /** Another shard has to answer first: likewise. */
  HOP,
  /** The ring to another shard is full: likewise. */
  CROWDED,
  /** It is another's turn. */
  YIELD;

  /** True if the request is not to be carried out again. */
  public boolean isEnd() {
    return ordinal() <= CLOSE.ordinal();
  }
}
