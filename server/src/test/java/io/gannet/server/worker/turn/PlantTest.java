package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.ping.PingProcessor;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.memory.Smaps;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker's parts have of memory before there is a client. */
class PlantTest {
  private static final int FIRST = 64;

  @Test
  void whatTheFirstConnectionsNeedIsResidentAndWhatTheRestNeedIsNot() {
    Plant plant =
        Plant.open(
            LinuxKernel.LINUX,
            PlayedProcessor.options(),
            new WorkerMetrics(),
            new ShardPlan(
                (memory, clock, ownership) -> new Shard(new PingProcessor(), List.of(), ""),
                0,
                Policy.OFF,
                Populate.ON),
            0);
    try {
      Region carry = plant.carryRegion;
      long firstKb = carry.memory().byteSize() / plant.table.slots() * FIRST / 1024;
      long residentKb = Smaps.of(carry.memory()).rssKb();
      assertTrue(firstKb <= residentKb, firstKb + " of " + residentKb + " KiB");
      assertTrue(residentKb < carry.memory().byteSize() / 1024 / 2, residentKb + " KiB");
      assertTrue(Smaps.of(plant.chunkRegion.memory()).rssKb() >= FIRST);
    } finally {
      plant.close();
    }
  }
}
