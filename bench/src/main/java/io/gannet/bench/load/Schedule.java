package io.gannet.bench.load;

/** When requests are due, whatever becomes of them: one time after the other, without end. */
interface Schedule {
  /** The next time, in nanoseconds from the start; never before the last one. */
  long nextNs();
}
