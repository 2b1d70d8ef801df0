package io.gannet.bench.micro;

/** Which loads of a batch are begun before the first of its requests is carried out. */
public enum Hints {
  /** None: each request meets its own cache misses. */
  NONE,
  /** The index lines of all. */
  INDEX,
  /** The index lines of all, then the items of all: what a processor asks for. */
  BOTH
}
