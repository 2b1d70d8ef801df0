package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;

/**
 * Commands that are known before the first of them is carried out: all keys are hashed, then what
 * all will touch is loaded, so that the cache misses overlap. The loads are hints: each command is
 * carried out in its turn by plain calls that do not rely on them.
 */
public final class Batch {
  /** How many commands are in one at most. */
  public static final int COMMANDS_MAX = 64;

  private final Store store;
  private final Ownership ownership;
  private final Command[] commands = new Command[COMMANDS_MAX];
  private final Key[] keys = new Key[COMMANDS_MAX]; // of those that were added
  private final Command[] others = new Command[COMMANDS_MAX]; // that are other shards'
  private int added;
  private int othersAdded;

  /** Where the hints' results end up, so that no compiler may leave the loads out. */
  private long sink;

  /** For a shard that has all keys. */
  public Batch(Store store) {
    this(store, Ownership.ALONE);
  }

  /** Without a command. */
  public Batch(Store store, Ownership ownership) {
    this.store = store;
    this.ownership = ownership;
    for (int i = 0; i < COMMANDS_MAX; i++) {
      commands[i] = new Command();
    }
  }

  /** Forgets the commands before. */
  public void clear() {
    added = 0;
    othersAdded = 0;
  }

  /** A command, to be filled in, whatever it was before. */
  public Command command(int index) {
    return commands[index];
  }

  /** Hashes the key of a command that was filled in, and finds its owner; each once. */
  public void add(Command command) {
    store.hash(command.key);
    command.owner = ownership.owner(command.key);
    if (command.owner == ownership.own()) {
      keys[added++] = command.key;
    } else {
      others[othersAdded++] = command;
    }
  }

  /** How many commands were added whose keys are other shards'. */
  public int others() {
    return othersAdded;
  }

  /** One of those. */
  public Command other(int index) {
    return others[index];
  }

  /** The same of a key that is hashed already. */
  public void addHashed(Command command) {
    keys[added++] = command.key;
  }

  /** Has loaded what the commands added will touch; one alone gains nothing by it. */
  public void prefetch() {
    if (added > 1) {
      sink += store.prefetch(keys, added);
    }
  }
}
