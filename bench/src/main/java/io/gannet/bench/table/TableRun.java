package io.gannet.bench.table;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.report.Figures;
import io.gannet.bench.table.Case.Prepared;
import io.gannet.bench.table.Ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Measures what a ledger has not. */
final class TableRun implements AutoCloseable {
  private final Ledger ledger;
  private final List<Subject> subjects;
  private final Consumer<String> progress;
  private final ExecutorService pool;

  /**
   * Ready to measure.
   *
   * @param threads cells measured at the same time
   * @param progress told a line for each cell that was measured, by any thread
   */
  TableRun(Ledger ledger, List<Subject> subjects, int threads, Consumer<String> progress) {
    this.ledger = ledger;
    this.subjects = subjects;
    this.progress = progress;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /** Blocks until all of them are measured; a case after the other, so that one trace is held. */
  List<TableRow> rows(List<Case> cases) {
    List<TableRow> rows = new ArrayList<>();
    for (Case one : cases) {
      measure(one);
      one.sizes().forEach(size -> rows.add(row(one.name(), size)));
    }
    return rows;
  }

  private void measure(Case one) {
    List<Future<?>> pending = new ArrayList<>();
    Prepared prepared = null;
    for (MemorySize size : one.sizes()) {
      for (Subject subject : subjects) {
        if (ledger.of(one.name(), size.text(), subject.name()).isEmpty()) {
          prepared = prepared == null ? one.preparing().get() : prepared;
          Prepared ready = prepared;
          pending.add(pool.submit(() -> measure(one.name(), ready, size, subject)));
        }
      }
    }
    pending.forEach(TableRun::await);
  }

  private void measure(String name, Prepared prepared, MemorySize size, Subject subject) {
    long memoryBytes = size.bytesOf(prepared.baseBytes());
    Cell cell = cell(prepared, memoryBytes, subject);
    ledger.add(name, size.text(), memoryBytes, cell);
    String misses = cell.tally() == null
        ? cell.why()
        : String.format(Locale.ROOT, "%.2f %% misses", cell.missPercent());
    progress.accept(
        name + ", " + Figures.bytes(memoryBytes) + ", " + subject.name() + ": " + misses);
  }

  private static Cell cell(Prepared prepared, long memoryBytes, Subject subject) {
    try {
      return new Cell(subject.name(), subject.replay(prepared.trace(), memoryBytes, 0), "");
    } catch (SubjectException e) {
      return new Cell(subject.name(), null, e.getMessage());
    }
  }

  private TableRow row(String name, MemorySize size) {
    List<Entry> entries = subjects.stream()
        .map(subject -> ledger.of(name, size.text(), subject.name()).orElseThrow())
        .toList();
    long memoryBytes = entries.isEmpty() ? 0 : entries.get(0).memoryBytes();
    return new TableRow(name, size, memoryBytes, entries.stream().map(Entry::cell).toList());
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SubjectException("interrupted", e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
