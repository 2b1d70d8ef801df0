package io.gannet.bench.codec;

/** What became of a request, as its reply tells. */
public enum Outcome {
  /** The reply is not complete: more bytes are needed. */
  PENDING,
  /** A get brought its value, or a ping its pong. */
  HIT,
  /** A get or a delete found nothing. */
  MISS,
  /** A set or a delete did what it should. */
  DONE,
  /** The server refused: SERVER_ERROR, NOT_STORED, -ERR … The conversation goes on. */
  REFUSED,
  /** The reply is not one to this request: wrong key, wrong length, nonsense. It ends here. */
  WRONG
}
