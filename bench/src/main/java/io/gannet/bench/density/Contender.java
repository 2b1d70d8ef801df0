package io.gannet.bench.density;

import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Subjects;
import java.util.List;
import java.util.OptionalDouble;

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

  /** Every storing product, and memcached; {@code launcher} is what starts ours. */
  public static List<Contender> all(String launcher) {
    Subjects subjects = new Subjects(launcher, DensityPlan.terms(0));
    // Slots for a header, a key of 20 and a value of 40 bytes.
    Subject slimcache = with(subjects.named("slimcache"), "--slot-size", "72", "--cas", "off");
    Subject directcache = with(subjects.named("directcache"), "--slot-size", "88");
    return List.of(
        new Contender(subjects.named("segcache"), OptionalDouble.of(SEG_BYTES_MAX)),
        new Contender(subjects.named("twemcache"), OptionalDouble.of(SLAB_BYTES_MAX)),
        new Contender(slimcache, OptionalDouble.of(CUCKOO_BYTES_MAX)),
        new Contender(directcache, OptionalDouble.empty()),
        new Contender(subjects.named("memcached"), OptionalDouble.empty()));
  }

  private static Subject with(Subject subject, String... options) {
    return subject.with(subject.name(), List.of(options));
  }

  /** In tables. */
  public String name() {
    return subject.name();
  }
}
