package io.gannet.engine.process.memcache;

/** How far the carrying out of one request got. */
enum Step {
  /** It is done. */
  DONE,
  /** There was no room for its reply and it has had no effect that matters: again, later. */
  RETRY,
  /** It is done, but the session still owes a part of its reply. */
  OWED,
  /** It was the last one. */
  CLOSE
}
