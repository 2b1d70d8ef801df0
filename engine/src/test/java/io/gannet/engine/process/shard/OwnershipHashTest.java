package io.gannet.engine.process.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.store.Key;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients compute, as other programs that are not ours have computed it. */
class OwnershipHashTest {
  private static final List<String> NAMES =
      List.of("127.0.0.1:11311", "127.0.0.1:11312", "127.0.0.1:11313");
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Key key(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Key().set(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /** Of {@code k0} to {@code k39} and the longest key: by Python's hashlib, by pymemcache. */
  @ParameterizedTest
  @CsvSource({
    "MD5_KETAMA, 00000012111211102022001202100120222122102",
    "FNV1A_64_KETAMA, 11111111112222222222222222222222222222222",
    "FNV1A_64_MODULA, 11111111111111111111111111111111111111111",
    "MURMUR3_RENDEZVOUS, 22110200122021220122112200101111200222011"
  })
  void ownersAreThoseThatClientsFind(OwnershipHash hash, String expected) {
    KeyOwners owners = hash.owners(NAMES);
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      found.append(owners.owner(key("k" + i)));
    }
    assertEquals(expected, found.append(owners.owner(key("a".repeat(250)))).toString());
  }

  @Test
  void bytesHaveASignInFnv() {
    assertEquals(0x0541_574b, new Fnv1a64().hash(key("abc")));
    assertEquals(0xb4cc_2782, new Fnv1a64().hash(key("\u00e4")));
  }

  @Test
  void murmurIsThatOfItsAuthor() {
    String fox = "The quick brown fox jumps over the lazy dog";
    assertEquals(0x2e4f_f723, Rendezvous.murmur3(fox.getBytes(UTF_8), fox.length()));
    assertEquals(0, Rendezvous.murmur3(new byte[0], 0));
  }

  /** Ketama's parts differ by their points, so the bounds are wide. */
  @ParameterizedTest
  @EnumSource(names = "SECRET", mode = EnumSource.Mode.EXCLUDE)
  void everyShardHasItsPart(OwnershipHash hash) {
    int shards = 8;
    List<String> names =
        IntStream.range(0, shards).mapToObj(i -> "10.0.0.1:" + (12000 + i)).toList();
    KeyOwners owners = hash.owners(names);
    int[] counts = new int[shards];
    for (int i = 0; i < 80_000; i++) {
      counts[owners.owner(key("user:" + i + ":name"))]++;
    }
    for (int count : counts) {
      assertTrue(count > 6_000 && count < 14_500, "a part of " + count);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SECRET", mode = EnumSource.Mode.EXCLUDE)
  void findingAnOwnerAllocatesNothing(OwnershipHash hash) {
    KeyOwners owners = hash.owners(NAMES);
    Key key = key("some:key:of:usual:length");
    long allocated = 1;
    for (int i = 0; i < 3 && allocated > 0; i++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < 200_000; j++) {
        owners.owner(key);
      }
      allocated = THREAD.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, allocated);
  }
}
