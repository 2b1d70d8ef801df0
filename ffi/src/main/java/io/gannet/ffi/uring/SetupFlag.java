package io.gannet.ffi.uring;

import java.util.ArrayList;
import java.util.List;

/**
 * The IORING_SETUP_* flags that a ring can live without, newest first: the order in which
 * {@link RingSetup} gives them up on an older kernel.
 */
enum SetupFlag {
  NO_SQARRAY(IoUring.IORING_SETUP_NO_SQARRAY, "6.6"),
  DEFER_TASKRUN(IoUring.IORING_SETUP_DEFER_TASKRUN, "6.1"),
  SINGLE_ISSUER(IoUring.IORING_SETUP_SINGLE_ISSUER, "6.0"),
  TASKRUN_FLAG(IoUring.IORING_SETUP_TASKRUN_FLAG, "5.19"),
  COOP_TASKRUN(IoUring.IORING_SETUP_COOP_TASKRUN, "5.19"),
  SUBMIT_ALL(IoUring.IORING_SETUP_SUBMIT_ALL, "5.18");

  final int bit;
  final String since;

  SetupFlag(int bit, String since) {
    this.bit = bit;
    this.since = since;
  }

  boolean in(int flags) {
    return (flags & bit) != 0;
  }

  /** Those in {@code flags}, newest first. */
  static List<SetupFlag> of(int flags) {
    List<SetupFlag> present = new ArrayList<>();
    for (SetupFlag flag : values()) {
      if (flag.in(flags)) {
        present.add(flag);
      }
    }
    return present;
  }
}
