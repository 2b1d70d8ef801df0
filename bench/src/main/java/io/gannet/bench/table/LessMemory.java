package io.gannet.bench.table;

import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.Tally;
import io.gannet.bench.trace.Trace;

/** A subject that is given a part of the memory only. */
record LessMemory(Subject subject, double share) implements Subject {
  @Override
  public String name() {
    return name(subject.name(), share);
  }

  static String name(String subject, double share) {
    return subject + " × " + share;
  }

  @Override
  public String about() {
    return subject.about() + ", with a part of the memory";
  }

  @Override
  public Tally replay(Trace trace, long memoryBytes, int uncounted) {
    return subject.replay(trace, (long) (memoryBytes * share), uncounted);
  }
}
