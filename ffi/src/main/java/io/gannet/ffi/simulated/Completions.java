package io.gannet.ffi.simulated;

import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.uring.IoUring;
import java.util.ArrayList;
import java.util.List;

/**
 * The completion queue: what has happened waits here in a stream an operation, and is moved into
 * memory by an enter, in the order in which it happened or, by chance, in another that keeps each
 * stream's own. What finds no room waits on, as IORING_FEAT_NODROP says.
 */
final class Completions {
  private static final int LATE_NS_MAX = 3_000_000;

  private final SimulatedKernel kernel;
  private final int ringFd;
  private final Queues queues;
  private final boolean taskrunFlag;
  private final List<CompletionStream> streams = new ArrayList<>();
  private int waiting;
  private long number;
  private boolean overflow;

  Completions(SimulatedKernel kernel, int ringFd, Queues queues, boolean taskrunFlag) {
    this.kernel = kernel;
    this.ringFd = ringFd;
    this.queues = queues;
    this.taskrunFlag = taskrunFlag;
  }

  /** True if one more would find room: else a multishot ends. */
  boolean hasRoom() {
    return queues.ready() + waiting < queues.cqEntries();
  }

  /** True if something has happened that can be seen now. */
  boolean hasVisible() {
    for (CompletionStream stream : streams) {
      if (stream.entries.peek().atNs() <= kernel.timeNs()) {
        return true;
      }
    }
    return false;
  }

  /** True if something has happened that is not in the queue yet. */
  boolean areAwaited() {
    return waiting > 0;
  }

  /** Something of an operation has happened. */
  void add(CompletionStream stream, long userData, int res, int flags) {
    long atNs = kernel.timeNs();
    if (kernel.chance().happens(Fault.LATE_COMPLETION)) {
      atNs += 1 + kernel.chance().below(LATE_NS_MAX);
      kernel.timeline().at(atNs, () -> {}); // somebody may sleep until then
    }
    if (stream.entries.isEmpty()) {
      streams.add(stream);
    }
    stream.entries.add(new CompletionStream.Entry(number++, userData, res, flags, atNs));
    waiting++;
    flag();
  }

  /** Moves what can be seen now into the queue. */
  void flush() {
    boolean more = waiting > 0;
    while (more) {
      more = moveOne();
    }
    flag();
  }

  private boolean moveOne() {
    CompletionStream stream = next();
    if (stream == null) {
      overflow = false;
      return false;
    }
    if (queues.ready() == queues.cqEntries()) {
      overflow = true;
      return false;
    }
    CompletionStream.Entry entry = stream.entries.poll();
    if (stream.entries.isEmpty()) {
      streams.remove(stream);
    }
    waiting--;
    write(entry);
    return true;
  }

  /** Whose completion is seen next; null if none can be seen now. */
  private CompletionStream next() {
    boolean reorder = streams.size() > 1 && kernel.chance().happens(Fault.REORDERED);
    int first = reorder ? kernel.chance().below(streams.size()) : 0;
    CompletionStream found = null;
    for (int i = 0; i < streams.size(); i++) {
      CompletionStream stream = streams.get((first + i) % streams.size());
      CompletionStream.Entry entry = stream.entries.peek();
      boolean sooner = found == null || entry.number() < found.entries.peek().number();
      if (entry.atNs() <= kernel.timeNs() && sooner) {
        found = stream;
        if (reorder) {
          return found;
        }
      }
    }
    return found;
  }

  private void write(CompletionStream.Entry entry) {
    queues.complete(entry.userData(), entry.res(), entry.flags());
    kernel.witness().completed(ringFd, entry.userData(), entry.res(), entry.flags());
  }

  /** Something may have happened: who spins enters to find out. */
  void flagDue() {
    if (taskrunFlag) {
      queues.flags(queues.flags() | IoUring.IORING_SQ_TASKRUN);
    }
  }

  /** Tells whoever spins that an enter is worth it. */
  private void flag() {
    int overflowed = overflow ? IoUring.IORING_SQ_CQ_OVERFLOW : 0;
    int taskrun = taskrunFlag && waiting > 0 ? IoUring.IORING_SQ_TASKRUN : 0;
    queues.flags(overflowed | taskrun);
  }
}
