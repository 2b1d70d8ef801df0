package io.gannet.bench.ratio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of caches that there are. */
public final class Subjects {
  private Subjects() {}

  /**
   * Every one.
   *
   * @param overheadBytes what an item costs the simulated ones beyond key and value
   */
  public static List<Subject> all(int overheadBytes) {
    List<Subject> all = new ArrayList<>();
    for (Engine engine : Engines.all()) {
      all.add(
          new InProcess(
              engine.name(),
              engine.about(),
              (trace, memoryBytes) -> StoreCache.of(trace, memoryBytes, engine)));
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
            (trace, memoryBytes) -> new BeladyCache(trace, memoryBytes, overheadBytes, false)),
        new InProcess(
            "belady-size",
            "simulated: the same by bytes times time, of a sample; the better where sizes differ",
            (trace, memoryBytes) -> new BeladyCache(trace, memoryBytes, overheadBytes, true)));
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
}
