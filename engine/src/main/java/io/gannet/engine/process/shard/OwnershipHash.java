package io.gannet.engine.process.shard;

import io.gannet.engine.option.Choice;
import io.gannet.engine.process.kv.KeyOwners;
import java.util.List;

/** By what a key's owner is found: by nobody but the server, or in a way that clients have. */
public enum OwnershipHash implements Choice {
  /** By the hash of the index, whose seed nobody knows. */
  SECRET,
  /** Ketama as clients have it: spymemcached, libmemcached, twemproxy with {@code md5}. */
  MD5_KETAMA,
  /** Ketama's circle and a cheaper hash of keys: twemproxy's {@code fnv1a_64}. */
  FNV1A_64_KETAMA,
  /** The rest of a division: twemproxy's {@code modula}, spymemcached's array. */
  FNV1A_64_MODULA,
  /** pymemcache's HashClient. */
  MURMUR3_RENDEZVOUS;

  /**
   * What finds the owner of a key, for one thread; null if it is secret.
   *
   * @param names the servers as clients name them, {@code HOST:PORT}, by their shards' numbers
   */
  public KeyOwners owners(List<String> names) {
    return switch (this) {
      case SECRET -> null;
      case MD5_KETAMA -> new Ketama(new Md5(), names);
      case FNV1A_64_KETAMA -> new Ketama(new Fnv1a64(), names);
      case FNV1A_64_MODULA -> new Modula(new Fnv1a64(), names.size());
      case MURMUR3_RENDEZVOUS -> new Rendezvous(names);
    };
  }
}
