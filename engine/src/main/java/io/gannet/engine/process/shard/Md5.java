package io.gannet.engine.process.shard;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ketama's hash: of an MD5 digest the first four bytes, the lowest first. */
final class Md5 implements KeyHash {
  private static final int DIGEST_BYTES = 16;

  private final MessageDigest digest;
  private final byte[] bytes = new byte[Store.KEY_LENGTH_MAX];
  private final byte[] digested = new byte[DIGEST_BYTES];

  Md5() {
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }

  @Override
  public int hash(Key key) {
    MemorySegment.copy(key.memory, JAVA_BYTE, key.offset, bytes, 0, key.length);
    return hash(bytes, key.length, 0);
  }

  /** The same of the four bytes of the digest that have this number, 0 to 3. */
  int hash(byte[] text, int length, int part) {
    try {
      digest.update(text, 0, length);
      digest.digest(digested, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new AssertionError("there is room for it", e);
    }
    int hash = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      hash = hash << Byte.SIZE | digested[part * Integer.BYTES + i] & 0xff;
    }
    return hash;
  }
}
