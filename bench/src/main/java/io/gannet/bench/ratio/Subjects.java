package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.seg.EvictionPolicy;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of caches that there are. */
public final class Subjects {
  /** An arbitrary secret, the same in every run: results repeat. */
  private static final long HASH_SEED = 0x6761_6e6e_6574L;

  private Subjects() {}

  /**
   * Every one.
   *
   * @param overheadBytes what an item costs the simulated ones beyond key and value
   */
  public static List<Subject> all(int overheadBytes) {
    List<Subject> all = new ArrayList<>();
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      all.add(
          new InProcess(
              "seg-" + policy.text(),
              "our segments, --eviction " + policy.text(),
              (trace, memoryBytes) -> seg(policy, trace, memoryBytes)));
    }
    for (String policy : List.of("random", "lrc", "lra")) {
      all.add(
          new InProcess(
              "slab-" + policy,
              "our slabs, --eviction " + policy,
              (trace, memoryBytes) -> slab(policy, trace, memoryBytes)));
    }
    for (String policy : List.of("lfu", "cte", "random")) {
      all.add(
          new InProcess(
              "cuckoo-" + policy,
              "our slots, of the trace's largest item, --eviction " + policy,
              (trace, memoryBytes) -> cuckoo(policy, trace, memoryBytes)));
    }
    all.add(new Memcached());
    all.addAll(simulated(overheadBytes));
    return all;
  }

  private static List<Subject> simulated(int overheadBytes) {
    return List.of(
        new InProcess(
            "lru",
            "simulated: least recently used, exact",
            (trace, memoryBytes) -> new QueueCache(trace, memoryBytes, overheadBytes, true)),
        new InProcess(
            "fifo",
            "simulated: first in, first out, exact",
            (trace, memoryBytes) -> new QueueCache(trace, memoryBytes, overheadBytes, false)),
        new InProcess(
            "s3-fifo",
            "simulated: S3-FIFO, exact",
            (trace, memoryBytes) -> new S3FifoCache(trace, memoryBytes, overheadBytes)),
        new InProcess(
            "belady",
            "simulated: knows the future, evicts what is wanted last; no cache can do better "
                + "with values of one size",
            (trace, memoryBytes) -> new BeladyCache(trace, memoryBytes, overheadBytes)));
  }

  /**
   * Those of these names, in this order.
   *
   * @throws SubjectException naming those that there are
   */
  public static List<Subject> named(List<String> names, int overheadBytes) {
    List<Subject> found = new ArrayList<>();
    for (String name : names) {
      found.add(named(name, overheadBytes));
    }
    return found;
  }

  private static Subject named(String name, int overheadBytes) {
    List<Subject> all = all(overheadBytes);
    for (Subject subject : all) {
      if (subject.name().equals(name)) {
        return subject;
      }
    }
    String names = all.stream().map(Subject::name).collect(Collectors.joining(", "));
    throw new SubjectException("there is no subject " + name + "; there are " + names);
  }

  private static Cache slab(String policy, Trace trace, long memoryBytes) {
    SlabOptions options = SlabOptions.defaults().withEviction(policy);
    return StoreCache.of(
        trace,
        memoryBytes,
        (region, clock, meanItemBytes) ->
            new SlabStore(region, options.withMeanItemBytes(meanItemBytes), clock, HASH_SEED));
  }

  private static Cache seg(EvictionPolicy policy, Trace trace, long memoryBytes) {
    return StoreCache.of(
        trace,
        memoryBytes,
        (region, clock, meanItemBytes) -> {
          SegOptions defaults = SegOptions.defaults();
          SegOptions options =
              new SegOptions(
                  defaults.segmentBytes(), meanItemBytes, defaults.itemBytesMax(), policy);
          return new SegStore(region, options, clock, HASH_SEED);
        });
  }

  private static Cache cuckoo(String policy, Trace trace, long memoryBytes) {
    CuckooOptions defaults = CuckooOptions.defaults();
    CuckooOptions options =
        new CuckooOptions(slotBytes(trace, defaults), defaults.cas(), defaults.eviction())
            .withEviction(policy);
    return StoreCache.of(
        trace,
        memoryBytes,
        (region, clock, meanItemBytes) -> new CuckooStore(region, options, clock, HASH_SEED));
  }

  /**
   * What the largest item needs, or the largest slot that there is: what does not fit is refused
   * then, and a get of it misses each time.
   *
   * @throws SubjectException if the mean item does not fit either: only refusals would be measured
   */
  private static int slotBytes(Trace trace, CuckooOptions options) {
    int headerBytes = options.slotBytes() - options.keyAndValueBytesMax();
    int bytesMax = CuckooOptions.SLOT_BYTES_MAX;
    long meanItemBytes = trace.footprintBytes() / Math.max(trace.keys(), 1);
    if (meanItemBytes + headerBytes > bytesMax) {
      throw new SubjectException(
          "items have " + meanItemBytes + " bytes in the mean, and a slot at most " + bytesMax
              + ": --scale off, or a factor below 1");
    }
    int largest = 0;
    for (int request = 0; request < trace.requests(); request++) {
      largest =
          Math.max(largest, trace.keyBytes(trace.key(request)) + trace.valueBytes(request));
    }
    long wanted = Bits.alignUp((long) largest + headerBytes, Long.BYTES);
    return Math.clamp(wanted, CuckooOptions.SLOT_BYTES_MIN, bytesMax);
  }
}
