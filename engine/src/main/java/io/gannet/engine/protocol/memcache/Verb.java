package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.pack;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** What a request asks for. */
public enum Verb {
  /** The values of keys. */
  GET,
  /** The values of keys and their CAS tokens. */
  GETS,
  /** {@link #GET}, and a new deadline. */
  GAT,
  /** {@link #GETS}, and a new deadline. */
  GATS,
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
  INCR,
  /** Subtract from a decimal, down to 0. */
  DECR,
  /** Remove. */
  DELETE,
  /** A new deadline. */
  TOUCH,
  /** Find, on terms. */
  MG,
  /** Store, on terms. */
  MS,
  /** Remove, or mark, on terms. */
  MD,
  /** Count, on terms. */
  MA,
  /** Tell all that is known of an item but its value. */
  ME,
  /** Forget all, now or later. */
  FLUSH_ALL,
  /** The server's version. */
  VERSION,
  /** How much memcached logs: without effect. */
  VERBOSITY,
  /** Figures. */
  STATS,
  /** What memcached has a thread for that goes through its items. */
  LRU_CRAWLER,
  /** What memcached tells of what it does: not to be had here. */
  WATCH,
  /** How memcached moves its slabs. */
  SLABS,
  /** How memcached orders its items. */
  LRU,
  /** How much memory memcached takes. */
  CACHE_MEMLIMIT,
  /** End of the conversation. */
  QUIT,
  /** End of the server. */
  SHUTDOWN,
  /** Of ours, none of memcached's: what helps to find a fault. */
  DEBUG,
  /** Of ElastiCache's servers, none of memcached's: where the servers are. */
  CONFIG,
  /** Who the client is, in the words of a {@link #SET}: what a stranger's first one is. */
  LOGIN,
  /** The end of a list of keys, when it did not come with its last key. */
  LIST_END,
  /** Nothing but a reply that the parser has decided on already. */
  ANSWERED,
  /** Answered, and nothing else: all before it is. */
  MN,
  /** What nobody can go on from: the conversation is to be closed. */
  HOPELESS,
  /** What is plainly of another protocol: the conversation is to be closed. */
  FOREIGN;

  private static final long GET_WORD = pack("get");
  private static final long SET_WORD = pack("set");
  private static final long ADD_WORD = pack("add");
  private static final long CAS_WORD = pack("cas");
  private static final long GAT_WORD = pack("gat");
  private static final long GETS_WORD = pack("gets");
  private static final long GATS_WORD = pack("gats");
  private static final long INCR_WORD = pack("incr");
  private static final long DECR_WORD = pack("decr");
  private static final long QUIT_WORD = pack("quit");
  private static final long TOUCH_WORD = pack("touch");
  private static final long STATS_WORD = pack("stats");
  private static final long DEBUG_WORD = pack("debug");
  private static final long WATCH_WORD = pack("watch");
  private static final long CONFIG_WORD = pack("config");
  private static final long DELETE_WORD = pack("delete");
  private static final long APPEND_WORD = pack("append");
  private static final long REPLACE_WORD = pack("replace");
  private static final long PREPEND_WORD = pack("prepend");
  private static final long VERSION_WORD = pack("version");
  private static final long SHUTDOWN_WORD = pack("shutdown");
  private static final long FLUSH_AL_WORD = pack("flush_al");
  private static final long LRU_CRAW_WORD = pack("lru_craw");
  private static final long LER_WORD = pack("ler");
  private static final long LRU_WORD = pack("lru");
  private static final long SLABS_WORD = pack("slabs");
  private static final long CACHE_ME_WORD = pack("cache_me");
  private static final long LIMIT_WORD = pack("limit");
  private static final long VERBOSIT_WORD = pack("verbosit");

  /** True if a list of keys follows. */
  public boolean retrieves() {
    return ordinal() <= GATS.ordinal();
  }

  /** True if the reply names the CAS token. */
  public boolean tellsCas() {
    return this == GETS || this == GATS;
  }

  /** True if a retrieved item gets a new deadline. */
  public boolean touches() {
    return this == GAT || this == GATS;
  }

  /** True if a data block follows. */
  public boolean stores() {
    return SET.ordinal() <= ordinal() && ordinal() <= CAS.ordinal() || this == MS;
  }

  /** True if it is a letter behind an m, and the line has flags. */
  public boolean isMeta() {
    return MG.ordinal() <= ordinal() && ordinal() <= ME.ordinal() || this == MN;
  }

  /** True if it ends the conversation without a word. */
  public boolean ends() {
    return this == QUIT || this == HOPELESS || this == FOREIGN;
  }

  /** True if the request names a key. */
  public boolean keyed() {
    return ordinal() <= ME.ordinal();
  }

  /** The verb that {@code [from, to)} spells, or null. */
  static Verb of(MemorySegment memory, long from, long to) {
    long word = Ascii.word(memory, from, to);
    return switch ((int) (to - from)) {
      case 2 -> (char) (word & 0xff) == 'm' ? ofMeta((char) (word >>> Byte.SIZE)) : null;
      case 3 -> ofThree(word);
      case 4 -> ofFour(word);
      case 5 -> word == TOUCH_WORD ? TOUCH : word == STATS_WORD ? STATS : ofDebug(word);
      case 6 -> word == DELETE_WORD ? DELETE : word == APPEND_WORD ? APPEND : ofConfig(word);
      case 7 -> ofSeven(word);
      case 8 -> word == SHUTDOWN_WORD ? SHUTDOWN : null;
      case 9 -> ofNine(word, memory.get(Ascii.BYTE, to - 1));
      case 11 -> word == LRU_CRAW_WORD && Ascii.word(memory, to - 3, to) == LER_WORD
          ? LRU_CRAWLER
          : null;
      case 14 -> word == CACHE_ME_WORD && Ascii.word(memory, to - 5, to) == LIMIT_WORD
          ? CACHE_MEMLIMIT
          : null;
      default -> null;
    };
  }

  private static Verb ofMeta(char letter) {
    return switch (letter) {
      case 'g' -> MG;
      case 's' -> MS;
      case 'd' -> MD;
      case 'a' -> MA;
      case 'e' -> ME;
      case 'n' -> MN;
      default -> null;
    };
  }

  private static Verb ofThree(long word) {
    if (word == GET_WORD) {
      return GET;
    }
    if (word == SET_WORD) {
      return SET;
    }
    if (word == ADD_WORD) {
      return ADD;
    }
    return word == CAS_WORD
        ? CAS
        : word == GAT_WORD ? GAT : word == LRU_WORD ? LRU : null;
  }

  private static Verb ofFour(long word) {
    if (word == GETS_WORD) {
      return GETS;
    }
    if (word == INCR_WORD) {
      return INCR;
    }
    return word == DECR_WORD ? DECR : word == GATS_WORD ? GATS : word == QUIT_WORD ? QUIT : null;
  }

  private static Verb ofDebug(long word) {
    return word == DEBUG_WORD
        ? DEBUG
        : word == SLABS_WORD ? SLABS : word == WATCH_WORD ? WATCH : null;
  }

  private static Verb ofConfig(long word) {
    return word == CONFIG_WORD ? CONFIG : null;
  }

  private static Verb ofSeven(long word) {
    return word == REPLACE_WORD
        ? REPLACE
        : word == PREPEND_WORD ? PREPEND : word == VERSION_WORD ? VERSION : null;
  }

  private static Verb ofNine(long word, byte ninth) {
    if (word == FLUSH_AL_WORD && ninth == 'l') {
      return FLUSH_ALL;
    }
    return word == VERBOSIT_WORD && ninth == 'y' ? VERBOSITY : null;
  }
}
