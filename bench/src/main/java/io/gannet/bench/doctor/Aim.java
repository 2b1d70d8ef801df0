package io.gannet.bench.doctor;

import io.gannet.bench.observe.CpuList;
import io.gannet.ffi.memory.Policy;
import io.gannet.server.fit.Needs;
import java.util.BitSet;

/**
 * What the host is to serve for: the same host can be right for one server and wrong for another.
 *
 * @param cpus those that the server is pinned to; if it is not, all that it may use
 * @param pinned whether it is
 * @param memoryBytes its {@code --memory}
 * @param connections at once
 */
public record Aim(BitSet cpus, boolean pinned, long memoryBytes, int connections) {
  /** A CPU set is a mutable thing, so this one gets its own. */
  public Aim {
    cpus = (BitSet) cpus.clone();
  }

  /** What that is of the host: what a start asks for too. */
  Needs needs() {
    return new Needs(memoryBytes, Policy.AUTO, connections, false);
  }

  /** Those CPUs, as {@code 0-3,8}. */
  public String cpuText() {
    return CpuList.text(cpus);
  }
}
