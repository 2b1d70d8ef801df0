package io.gannet.engine.process.kv;

/** What a command is to do. */
public enum Operation {
  /** Find the item. */
  GET,
  /** Find the item on {@link Terms}. */
  FIND,
  /** {@link #GET}, and a new deadline. */
  GET_AND_TOUCH,
  /** A new deadline. */
  TOUCH,
  /** Store. */
  SET,
  /** Store if there is none. */
  ADD,
  /** Store if there is one. */
  REPLACE,
  /** Put behind the value that there is. */
  APPEND,
  /** Put before the value that there is. */
  PREPEND,
  /** Store if the token is still that of the item. */
  CAS,
  /** Add to a decimal. */
  INCREMENT,
  /** Subtract from a decimal, down to 0. */
  DECREMENT,
  /** Remove. */
  DELETE,
  /** Forget all, now or later. */
  FLUSH,
  /** Tell some of what is stored, from the place {@link Command#number} on. */
  LIST;

  /** True if it is about the item of a key. */
  public boolean hasKey() {
    return ordinal() < FLUSH.ordinal();
  }

  /** True if an item is found to be told: {@link Keyspace#retrieved} ends it. */
  public boolean retrieves() {
    return ordinal() <= GET_AND_TOUCH.ordinal();
  }

  /** True if it brings a value. */
  public boolean stores() {
    return SET.ordinal() <= ordinal() && ordinal() <= CAS.ordinal();
  }

  /** True if its value is joined to the one that there is. */
  public boolean joins() {
    return this == APPEND || this == PREPEND;
  }
}
