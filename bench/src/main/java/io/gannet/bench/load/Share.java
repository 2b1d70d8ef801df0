package io.gannet.bench.load;

/**
 * What one load thread does of a plan.
 *
 * @param index 0 to count - 1
 * @param count of threads
 * @param cpu to be pinned to, or -1
 * @param connections its own
 * @param backlogMax its own
 * @param requestsMax its own, or {@link Span#NEVER}
 */
record Share(
    int index, int count, int cpu, int connections, int backlogMax, long requestsMax) {

  /** The {@code index}-th; what does not divide goes to the first ones. */
  static Share of(LoadPlan plan, int index) {
    int count = threads(plan);
    int cpu = plan.cpus().isEmpty() ? -1 : plan.cpus().get(index);
    long requestsMax =
        plan.requestsMax() == 0 ? Span.NEVER : part(plan.requestsMax(), index, count);
    return new Share(
        index,
        count,
        cpu,
        (int) part(plan.connections(), index, count),
        (int) part(plan.backlogMax(), index, count),
        requestsMax);
  }

  /** No more threads than connections. */
  static int threads(LoadPlan plan) {
    return Math.min(Math.max(1, plan.cpus().size()), plan.connections());
  }

  private static long part(long whole, int index, int count) {
    return whole / count + (index < whole % count ? 1 : 0);
  }
}
