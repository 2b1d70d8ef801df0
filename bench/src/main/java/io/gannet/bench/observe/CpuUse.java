package io.gannet.bench.observe;

/**
 * CPU time used between two moments.
 *
 * @param elapsedNs between them
 * @param serverNs of all the server's threads; 0 if there is no server to see
 * @param serverBusiestNs of the one that used most: its worker, on a server with one
 * @param selfNs of this process
 * @param stealNs taken by the hypervisor, of all CPUs together
 * @param othersNs of everyone else on this host, steal included; exact to a few ticks of 10 ms
 */
public record CpuUse(
    long elapsedNs,
    long serverNs,
    long serverBusiestNs,
    long selfNs,
    long stealNs,
    long othersNs) {

  static CpuUse between(CpuSample from, CpuSample to) {
    long server = 0;
    long busiest = 0;
    for (var thread : to.threadNs().entrySet()) {
      // One that is only in the second sample counts from its birth.
      long used = thread.getValue() - from.threadNs().getOrDefault(thread.getKey(), 0L);
      server += used;
      busiest = Math.max(busiest, used);
    }
    long self = to.selfNs() - from.selfNs();
    long steal = to.stealNs() - from.stealNs();
    long others = Math.max(0, to.hostNs() - from.hostNs() - server - self) + steal;
    return new CpuUse(to.atNs() - from.atNs(), server, busiest, self, steal, others);
  }

  /** How many CPUs everyone else kept busy: 0.15 is 15 % of one. */
  public double othersCpus() {
    return cpus(othersNs);
  }

  /** How many CPUs such a time is. */
  public double cpus(long ns) {
    return elapsedNs == 0 ? 0 : (double) ns / elapsedNs;
  }
}
