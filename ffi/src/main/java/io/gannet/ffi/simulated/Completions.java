package io.gannet.ffi.simulated;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringCqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The completion queue: what has happened waits here in a stream an operation, and is moved into
 * memory by an enter, in the order in which it happened or, by chance, in another that keeps each
 * stream's own. What finds no room waits on, as IORING_FEAT_NODROP says.
 */
final class Completions {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long CQE_BYTES = IoUringCqe.LAYOUT.byteSize();
  private static final int LATE_NS_MAX = 3_000_000;

  private final SimulatedKernel kernel;
  private final int ringFd;
  private final int entries;
  private final boolean taskrunFlag;
  private final List<CompletionStream> streams = new ArrayList<>();
  private MemorySegment rings;
  private int tail;
  private int waiting;
  private long number;
  private boolean overflow;

  Completions(SimulatedKernel kernel, int ringFd, int entries, boolean taskrunFlag) {
    this.kernel = kernel;
    this.ringFd = ringFd;
    this.entries = entries;
    this.taskrunFlag = taskrunFlag;
  }

  void map(MemorySegment memory) {
    rings = memory;
  }

  int entries() {
    return entries;
  }

  int ready() {
    return tail - (int) INT.getAcquire(rings, (long) RingWords.CQ_HEAD);
  }

  /** True if one more would find room: else a multishot ends. */
  boolean hasRoom() {
    return ready() + waiting < entries;
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
    if (ready() == entries) {
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
    long base = RingWords.CQES + (tail & entries - 1) * CQE_BYTES;
    IoUringCqe.set(rings, base, entry.userData(), entry.res(), entry.flags());
    INT.setRelease(rings, (long) RingWords.CQ_TAIL, ++tail);
    kernel.witness().completed(ringFd, entry.userData(), entry.res(), entry.flags());
  }

  /** Something may have happened: who spins enters to find out. */
  void flagDue() {
    if (taskrunFlag) {
      int flags = (int) INT.getOpaque(rings, (long) RingWords.SQ_FLAGS);
      INT.setOpaque(rings, (long) RingWords.SQ_FLAGS, flags | IoUring.IORING_SQ_TASKRUN);
    }
  }

  /** Tells whoever spins that an enter is worth it. */
  private void flag() {
    int overflowed = overflow ? IoUring.IORING_SQ_CQ_OVERFLOW : 0;
    int taskrun = taskrunFlag && waiting > 0 ? IoUring.IORING_SQ_TASKRUN : 0;
    INT.setOpaque(rings, (long) RingWords.SQ_FLAGS, overflowed | taskrun);
  }
}
