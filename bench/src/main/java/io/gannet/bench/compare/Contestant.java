package io.gannet.bench.compare;

/** One of those that take turns. */
public interface Contestant {
  /** In tables. */
  String name();

  /** Stores what a job asks for later. */
  void fill(Job job);

  /**
   * Runs a job once.
   *
   * @throws io.gannet.bench.load.LoadException when it cannot be run
   */
  Trial run(Job job);
}
