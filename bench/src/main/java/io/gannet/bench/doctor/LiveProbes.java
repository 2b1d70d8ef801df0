package io.gannet.bench.doctor;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import io.gannet.ffi.linux.Sched;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.RingFeatures;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.RingTrial;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** The host that this runs on. */
final class LiveProbes implements Probes {
  private static final String AOT_CACHE = "server/target/gannet.aot";

  /** Something of io_uring that came with a release, and how to see that it is not there. */
  private record Part(String name, String since, Predicate<RingFeatures> missing) {
    static Part flag(String name, String since, int bit) {
      return new Part(name, since, features -> (features.missingFlags() & bit) != 0);
    }

    static Part feature(String name, String since, int bit) {
      return new Part(name, since, features -> !features.has(bit));
    }

    static Part op(String name, String since, int op) {
      return new Part(name, since, features -> !features.supports(op));
    }
  }

  private static final List<Part> USED = List.of(
      Part.op("MSG_RING", "5.18", IoUring.IORING_OP_MSG_RING),
      Part.flag("SUBMIT_ALL", "5.18", IoUring.IORING_SETUP_SUBMIT_ALL),
      Part.flag("TASKRUN_FLAG", "5.19", IoUring.IORING_SETUP_TASKRUN_FLAG),
      Part.flag("SINGLE_ISSUER", "6.0", IoUring.IORING_SETUP_SINGLE_ISSUER),
      Part.op("SEND_ZC", "6.0", IoUring.IORING_OP_SEND_ZC),
      Part.flag("DEFER_TASKRUN", "6.1", IoUring.IORING_SETUP_DEFER_TASKRUN),
      Part.flag("NO_SQARRAY", "6.6", IoUring.IORING_SETUP_NO_SQARRAY));

  private static final List<Part> UNUSED = List.of(
      Part.feature("RECVSEND_BUNDLE", "6.10", IoUring.IORING_FEAT_RECVSEND_BUNDLE),
      Part.feature("MIN_TIMEOUT", "6.12", IoUring.IORING_FEAT_MIN_TIMEOUT));

  @Override
  public RingProbe ring(RingOptions options, int files) {
    try {
      RingFeatures features = RingTrial.of(options, files);
      return RingProbe.works(missing(USED, features), missing(UNUSED, features));
    } catch (LinuxException e) {
      return RingProbe.fails(e.getMessage().lines().findFirst().orElseThrow(), e.cure());
    }
  }

  private static List<String> missing(List<Part> parts, RingFeatures features) {
    return parts.stream()
        .filter(part -> part.missing.test(features))
        .map(part -> part.name + " (" + part.since + ")")
        .toList();
  }

  @Override
  public long memlockBytes() {
    return limit(Resource.RLIMIT_MEMLOCK);
  }

  @Override
  public long descriptors() {
    return limit(Resource.RLIMIT_NOFILE);
  }

  private static long limit(int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      if (Resource.getrlimit(resource, limit) != 0) {
        throw new NotTold("getrlimit failed");
      }
      return Rlimit.current(limit);
    }
  }

  @Override
  public BitSet affinity() {
    BitSet cpus = new BitSet();
    if (Sched.sched_getaffinity(0, cpus) != 0) {
      throw new NotTold("sched_getaffinity failed");
    }
    return cpus;
  }

  @Override
  public int jdk() {
    return Runtime.version().feature();
  }

  @Override
  public Optional<Path> aotCache() {
    CodeSource source = LiveProbes.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return above(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The cache of the tree that {@code place} is in: that which has the launcher. */
  private static Optional<Path> above(Path place) {
    for (Path folder = place; folder != null; folder = folder.getParent()) {
      Path pom = folder.resolve("pom.xml");
      if (Files.isExecutable(folder.resolve("gannet")) && Files.isRegularFile(pom)) {
        return Optional.of(folder.resolve(AOT_CACHE));
      }
    }
    return Optional.empty();
  }

  @Override
  public String environment(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }
}
