package io.gannet.server.worker.turn;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A processor whose sessions do what a test tells them to: by default all that is received is
 * carried out at once, at the cost of one request.
 */
final class PlayedProcessor implements Processor {
  static final int MEMORY_BYTES = 4 << 20;

  /** What one client's requests come to. */
  static final class Played extends Session {
    /** What all that is received costs, in requests. */
    int cost = 1;

    Progress progress = Progress.DRAINED;
    boolean holdsMemory;
    long awaitedBytes;
    int trailerBytes;
    int times;

    @Override
    public boolean holdsMemory() {
      return holdsMemory;
    }

    @Override
    public long awaitedBytes() {
      return awaitedBytes;
    }

    @Override
    public int trailerBytes() {
      return trailerBytes;
    }
  }

  private final MemorySegment memory = Arena.ofAuto().allocate(MEMORY_BYTES);

  static WorkerOptions options(Given... given) {
    OptionTable table = new OptionTable(List.of(new OptionGroup("Worker", WorkerOptions.ALL)));
    return WorkerOptions.from(new Configuration(table, List.of(given)));
  }

  /** All that a worker's thread owns, small, with this processor in the place of a store. */
  static Plant plant(WorkerMetrics metrics, Given... given) {
    return plant(metrics, options(given).scratch());
  }

  /** The same as the options say. */
  static Plant plant(WorkerMetrics metrics, WorkerOptions options) {
    Shard shard = new Shard(new PlayedProcessor(), List.of(), "");
    return Plant.open(
        LinuxKernel.LINUX,
        options,
        metrics,
        new ShardPlan((memory, clock, ownership) -> shard, 0, Policy.OFF, Populate.ON),
        0);
  }

  static Played played(Connection connection) {
    return (Played) connection.session;
  }

  @Override
  public int carryBytes() {
    return 64;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    return new Played();
  }

  @Override
  public Progress process(Session session, Window in, Output out) {
    Played played = (Played) session;
    played.times++;
    out.budget -= Math.min(out.budget, played.cost);
    if (played.progress == Progress.DRAINED) {
      in.position = in.limit;
    }
    return played.progress;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void received(Session session, long bytes) {
    ((Played) session).awaitedBytes -= bytes;
  }

  @Override
  public void giveUp(Session session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reset(Session session) {
    ((Played) session).holdsMemory = false;
    ((Played) session).awaitedBytes = 0;
  }

  @Override
  public void unpin(long pin) {}

  @Override
  public boolean maintain(int items) {
    return false;
  }
}
