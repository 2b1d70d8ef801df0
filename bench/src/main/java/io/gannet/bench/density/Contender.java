package io.gannet.bench.density;

import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Subjects;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A server whose density is asked for.
 *
 * @param subject how it is started; its memory is {@link Subject#MEMORY}
 * @param barBytes what an item may cost beyond key and value, if we promised it
 */
public record Contender(Subject subject, OptionalDouble barBytes) {
  private static final double SEG_BYTES_MAX = 20;
  private static final double SLAB_BYTES_MAX = 50;
  private static final double CUCKOO_BYTES_MAX = 17;

  /** What a slot holds beside key and value, and how small it may be: without CAS tokens. */
  private static final int CUCKOO_HEADER_BYTES = 8;

  private static final int CUCKOO_SLOT_BYTES_MIN = 32;
  private static final int DIRECT_HEADER_BYTES = 28;
  private static final int DIRECT_SLOT_BYTES_MIN = 64;

  /**
   * Every storing product, and memcached.
   *
   * @param launcher what starts ours
   * @param itemBytes key and value, which slots are made for
   */
  public static List<Contender> all(String launcher, int itemBytes) {
    Subjects subjects = new Subjects(launcher, DensityPlan.terms(0));
    int cuckooBytes = Math.max(itemBytes + CUCKOO_HEADER_BYTES, CUCKOO_SLOT_BYTES_MIN);
    int directBytes = Math.max(itemBytes + DIRECT_HEADER_BYTES, DIRECT_SLOT_BYTES_MIN);
    Subject slimcache =
        with(subjects.named("slimcache"), "--slot-size", cuckooBytes, "--cas", "off");
    Subject directcache = with(subjects.named("directcache"), "--slot-size", directBytes);
    return List.of(
        new Contender(subjects.named("segcache"), OptionalDouble.of(SEG_BYTES_MAX)),
        new Contender(subjects.named("twemcache"), OptionalDouble.of(SLAB_BYTES_MAX)),
        new Contender(slimcache, OptionalDouble.of(CUCKOO_BYTES_MAX)),
        new Contender(directcache, OptionalDouble.empty()),
        new Contender(subjects.named("memcached"), OptionalDouble.empty()));
  }

  private static Subject with(Subject subject, Object... options) {
    return subject.with(subject.name(), Stream.of(options).map(Object::toString).toList());
  }

  /** In tables. */
  public String name() {
    return subject.name();
  }
}
