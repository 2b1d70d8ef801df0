package io.gannet.bench.doctor;

import io.gannet.ffi.uring.RingOptions;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/** What a host tells by other ways than its files. None of it changes the host. */
public interface Probes {
  /**
   * Opens a ring, sends a request through it and closes it.
   *
   * @param files slots of its table of direct descriptors
   */
  RingProbe ring(RingOptions options, int files);

  /** How many bytes this process may lock; -1 is no limit. */
  long memlockBytes();

  /** How many descriptors this process may have; -1 is no limit. */
  long descriptors();

  /** The CPUs that this process may run on. */
  BitSet affinity();

  /** The version of the JDK, as 25. */
  int jdk();

  /** Where the launcher keeps its AOT cache; empty if this does not run from its tree. */
  Optional<Path> aotCache();

  /** A variable of the environment; {@code ""} if it is not set. */
  String environment(String name);
}
