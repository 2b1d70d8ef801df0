package io.gannet.ffi.simulated;

import java.util.ArrayDeque;
import java.util.Deque;

/** Completions of one operation that nobody has seen yet: among them the order stays. */
final class CompletionStream {
  /** One of them, in the order of all; {@code atNs} is when it can be seen at the soonest. */
  record Entry(long number, long userData, int res, int flags, long atNs) {}

  final Deque<Entry> entries = new ArrayDeque<>();
}
