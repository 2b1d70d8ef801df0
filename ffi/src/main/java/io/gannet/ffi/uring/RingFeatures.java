package io.gannet.ffi.uring;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** What the kernel granted of what was asked for, and what it can do. Immutable. */
public final class RingFeatures {
  private final String kernel;
  private final int setupFlags;
  private final int missingFlags;
  private final int features;
  private final int sqEntries;
  private final int cqEntries;
  private final BitSet operations;
  private final boolean registeredFd;

  /** As told by a setup and a probe; the descriptor is registered later, on enabling. */
  RingFeatures(String kernel, MemorySegment params, int wantedFlags, BitSet operations) {
    this.kernel = kernel;
    this.setupFlags = IoUringParams.flags(params);
    this.missingFlags = wantedFlags & ~setupFlags;
    this.features = IoUringParams.features(params);
    this.sqEntries = IoUringParams.sqEntries(params);
    this.cqEntries = IoUringParams.cqEntries(params);
    this.operations = operations;
    this.registeredFd = false;
  }

  private RingFeatures(RingFeatures other, boolean registeredFd) {
    this.kernel = other.kernel;
    this.setupFlags = other.setupFlags;
    this.missingFlags = other.missingFlags;
    this.features = other.features;
    this.sqEntries = other.sqEntries;
    this.cqEntries = other.cqEntries;
    this.operations = other.operations;
    this.registeredFd = registeredFd;
  }

  RingFeatures withRegisteredFd(boolean registered) {
    return new RingFeatures(this, registered);
  }

  /** Requests that fit between two submissions, a power of two. */
  public int sqEntries() {
    return sqEntries;
  }

  /** Completions that fit between two reapings, a power of two. */
  public int cqEntries() {
    return cqEntries;
  }

  /** The IORING_SETUP_* flags in force. */
  public int setupFlags() {
    return setupFlags;
  }

  /** The IORING_SETUP_* flags asked for that the kernel does not know. */
  public int missingFlags() {
    return missingFlags;
  }

  /** The IORING_FEAT_* bits. */
  public int features() {
    return features;
  }

  /** Whether a flag of IORING_FEAT_* is there. */
  public boolean has(int feature) {
    return (features & feature) != 0;
  }

  /** Whether the kernel knows an IORING_OP_*. */
  public boolean supports(int opcode) {
    return operations.get(opcode);
  }

  /** Whether io_uring_enter(2) names the ring by a registered slot, sparing a look-up. */
  public boolean registeredFd() {
    return registeredFd;
  }

  /** One line for people: the kernel, what is in force, and what is missing, with its release. */
  public String text() {
    String missing = SetupFlag.of(missingFlags).stream()
        .map(flag -> flag.name() + " (" + flag.since + ")")
        .collect(Collectors.joining(", "));
    return kernel + ": sq " + sqEntries + ", cq " + cqEntries + ", "
        + names(setupFlags) + (registeredFd ? ", registered fd" : "")
        + "; missing: " + (missing.isEmpty() ? "nothing" : missing);
  }

  private static String names(int flags) {
    List<SetupFlag> present = SetupFlag.of(flags);
    return present.stream().map(SetupFlag::name).collect(Collectors.joining(" "));
  }

  @Override
  public String toString() {
    return text();
  }
}
