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

  /** Header, key of 20 and value of 40 bytes: what its slots are for in this measure. */
  private static final List<String> SLOTS_THAT_FIT = List.of("--slot-size", "72", "--cas", "off");

  /** Every storing product, and memcached; {@code launcher} is what starts ours. */
  public static List<Contender> all(String launcher) {
    Subjects subjects = new Subjects(launcher, DensityPlan.terms(0));
    Subject slimcache = subjects.named("slimcache");
    return List.of(
        new Contender(subjects.named("segcache"), OptionalDouble.of(SEG_BYTES_MAX)),
        new Contender(subjects.named("twemcache"), OptionalDouble.of(SLAB_BYTES_MAX)),
        new Contender(
            slimcache.with(slimcache.name(), SLOTS_THAT_FIT), OptionalDouble.of(CUCKOO_BYTES_MAX)),
        new Contender(subjects.named("memcached"), OptionalDouble.empty()));
  }

  /** In tables. */
  public String name() {
    return subject.name();
  }
}
