package io.gannet.engine.process.kv;

/** What became of a command. Each means one thing; how it is said is for the protocol. */
public enum Outcome {
  /** There is an item: {@link Command#item} names it. */
  FOUND,
  /** There is no item of the key. */
  NOT_FOUND,
  /** The item has the new deadline. */
  TOUCHED,
  /** The value is stored. */
  STORED,
  /** It is not, as there is an item where none was to be, or none where one was to be. */
  NOT_STORED,
  /** It is not, or was not removed or counted, as the item has not the token expected. */
  EXISTS,
  /** It is not, as no memory could ever hold an item of that size. */
  TOO_LARGE,
  /** It is not, as no memory could ever hold it joined to the one that there is. */
  JOINED_TOO_LARGE,
  /** It is not, as it did not come as its protocol wants it: {@link Keyspace#discard}. */
  DISCARDED,
  /** It is not yet: a place for it is reserved, {@link Command#item}, and its bytes are awaited. */
  AWAITED,
  /** The item's number was changed: {@link Command#counted} is what it is now. */
  COUNTED,
  /** The item's value is no number. */
  NOT_A_NUMBER,
  /** The item is removed. */
  DELETED,
  /** Everything is forgotten, or will be when it is time. */
  FLUSHED,
  /** Some of what is stored is told. */
  LISTED,
  /** No memory is to be had now, and nothing has happened: to be carried out again. */
  LATER,
  /** No memory was to be had, and the command's last try is over. */
  NO_MEMORY
}
