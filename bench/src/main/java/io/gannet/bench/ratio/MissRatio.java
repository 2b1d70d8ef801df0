package io.gannet.bench.ratio;

import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.MissRatioResult.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Replays a trace against every subject with every size of memory. */
public final class MissRatio {
  private final MissRatioPlan plan;
  private final long footprintBytes;
  private final BiConsumer<Long, Cell> observer;

  private MissRatio(MissRatioPlan plan, BiConsumer<Long, Cell> observer) {
    this.plan = plan;
    this.footprintBytes = plan.trace().footprintBytes();
    this.observer = observer;
  }

  /**
   * Blocks until all of it is measured.
   *
   * @param observer is told each cell when it is known, with its memory in bytes, by any thread
   */
  public static MissRatioResult run(MissRatioPlan plan, BiConsumer<Long, Cell> observer) {
    return new MissRatio(plan, observer).run();
  }

  private MissRatioResult run() {
    ExecutorService pool = Executors.newFixedThreadPool(plan.threads());
    try {
      List<List<Future<Cell>>> pending = new ArrayList<>();
      for (MemorySize size : plan.sizes()) {
        pending.add(plan.subjects().stream().map(s -> pool.submit(measuring(s, size))).toList());
      }
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < pending.size(); i++) {
        MemorySize size = plan.sizes().get(i);
        List<Cell> cells = pending.get(i).stream().map(MissRatio::await).toList();
        rows.add(new Row(size, size.bytesOf(footprintBytes), cells));
      }
      return new MissRatioResult(plan, footprintBytes, rows);
    } finally {
      pool.shutdownNow();
    }
  }

  private Callable<Cell> measuring(Subject subject, MemorySize size) {
    return () -> {
      long memoryBytes = size.bytesOf(footprintBytes);
      Cell cell = measure(subject, memoryBytes);
      observer.accept(memoryBytes, cell);
      return cell;
    };
  }

  private Cell measure(Subject subject, long memoryBytes) {
    try {
      Tally tally = subject.replay(plan.trace(), memoryBytes, plan.uncounted());
      return new Cell(subject.name(), tally, "");
    } catch (SubjectException e) {
      return new Cell(subject.name(), null, e.getMessage());
    }
  }

  private static Cell await(Future<Cell> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SubjectException("interrupted", e);
    }
  }
}
