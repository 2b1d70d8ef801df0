package io.gannet.bench.micro;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.process.shard.OwnershipHash;
import io.gannet.engine.store.Key;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find the owner of a key of 12 bytes by a hash that clients know. */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OwnerBenchmark {
  private static final int KEY_BYTES = 12;

  /** Which. */
  @Param({"MD5_KETAMA", "FNV1A_64_KETAMA", "FNV1A_64_MODULA", "MURMUR3_RENDEZVOUS"})
  public OwnershipHash hash;

  /** Of how many shards. */
  @Param({"2", "64"})
  public int shards;

  private final Key key =
      new Key().set(Arena.ofAuto().allocate(KEY_BYTES, Long.BYTES), 0, KEY_BYTES);
  private KeyOwners owners;
  private long random = 88_172_645_463_325_252L;

  /** Lays the map out. */
  @Setup
  public void setUp() {
    List<String> names =
        IntStream.range(0, shards).mapToObj(i -> "127.0.0.1:" + (11_300 + i)).toList();
    owners = hash.owners(names);
  }

  /** Each time of another key. */
  @Benchmark
  public int owner() {
    key.memory.set(ValueLayout.JAVA_LONG, 0, next());
    return owners.owner(key);
  }

  private long next() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return random;
  }
}
